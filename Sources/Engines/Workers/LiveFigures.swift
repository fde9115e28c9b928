package import AWS
package import FoundationEssentials
package import Model

/// What CloudWatch knows of a live deployment: the calls and checks that the deployment itself has made are counted there and nowhere else.
package struct LiveFigures: Sendable, Equatable {
    /// Since midnight UTC, by the names of `systems.md` section 0.
    package var counters: [String: Int] = [:]
    /// When the newest check published its figures; nil for none in the last three hours.
    package var lastCheckAt: Date?

    private static let connect = ["Checkins", "Checkouts", "Emergencies", "MeetingsCompletedOK"]
    private static let check = ["CheckinsMissed", "CheckoutsMissed"]
    private static let calls = ["Checkins", "Checkouts", "Emergencies"]
    private static let heartbeat = "MeetingsChecked"

    /// - Throws: ``Problem`` when CloudWatch did not answer: then nothing is known, which is something else than 0.
    package static func read(app: String, by client: AWSClient, now: Date) async throws(Problem) -> LiveFigures {
        let app = AppName(app)
        let midnight = Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
        let questions =
            connect.map { app.sum($0, of: "Connect", every: 300) } + check.map { app.sum($0, of: "Check", every: 300) }
        let asker = MetricAsker(client: client)
        let day = await asker.ask(questions, in: Window(start: midnight, end: now.addingTimeInterval(60)))
        let recent = await asker.ask(
            [app.sum(heartbeat, of: "Check", every: 60)], in: Window(endingAt: now, length: .seconds(3 * 3600)))
        if let error = (day.errors + recent.errors).first { throw Problem(error) }
        var figures = LiveFigures()
        for (name, answer) in zip(connect + check, day.answers) { figures.counters[name] = Int((answer.sum ?? 0).rounded()) }
        if case .points(let points)? = recent.answers.first { figures.lastCheckAt = points.map(\.at).max() }
        return figures
    }

    /// Calls of all kinds since `start`, in whole hours.
    /// - Returns: nil where CloudWatch did not answer.
    package static func calls(app: String, by client: AWSClient, since start: Date, now: Date) async -> Int? {
        let app = AppName(app)
        let report = await MetricAsker(client: client).ask(
            calls.map { app.sum($0, of: "Connect", every: 3600) },
            in: Window(start: start, end: now.addingTimeInterval(3600)))
        guard report.errors.isEmpty else { return nil }
        return Int(report.answers.reduce(0) { $0 + ($1.sum ?? 0) }.rounded())
    }

    /// The units of provisioned concurrency of the deployment's functions that answer calls.
    /// - Returns: nil where Lambda does not say.
    package static func provisionedUnits(by client: AWSClient) async -> Int? {
        do throws(AWSError) {
            let functions = try await client.all(ListFunctions.self, .init()) { $0.functions ?? [] }
            var units = 0
            for name in functions.compactMap(\.functionName) where DeployedFunction.connect.isNamed(in: name) {
                let configs = try await client.all(ListProvisionedConcurrencyConfigs.self, .init(functionName: name)) {
                    $0.provisionedConcurrencyConfigs ?? []
                }
                units += configs.reduce(0) { $0 + ($1.requestedProvisionedConcurrentExecutions ?? 0) }
            }
            return units
        } catch {
            return nil
        }
    }

    private struct AppName {
        let text: String
        init(_ app: String) { text = app.split(separator: "/").joined(separator: "/") }

        func sum(_ metric: String, of function: String, every seconds: Int) -> MetricQuestion {
            MetricQuestion("\(text)/\(function)", metric, [], "Sum", periodSeconds: seconds)
        }
    }
}
