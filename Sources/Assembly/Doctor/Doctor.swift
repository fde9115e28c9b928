import AWS
package import FoundationEssentials
import Model

/// Asks everything that the console needs once, and says line by line what works and what to do about the rest.
package struct Doctor: Sendable {
    package struct Line: Sendable, Equatable {
        package var name: String
        package var isGood: Bool
        /// What was found, or why it failed.
        package var value: String
        /// What to do; empty where nothing is to be done.
        package var hint: String

        package init(_ name: String, isGood: Bool = true, _ value: String, hint: String = "") {
            self.name = name
            self.isGood = isGood
            self.value = value
            self.hint = hint
        }

        init(_ name: String, _ failure: CommandFailure) { self.init(name, isGood: false, failure.message, hint: failure.hint) }
        init(_ name: String, _ error: AWSError) {
            self.init(name, isGood: false, "\(error.code): \(error.message)", hint: error.hint)
        }
    }

    private let machine: Machine
    private let configuration: Configuration
    private let plan: ContextPlan

    /// - Throws: ``CommandFailure`` 78: without a configuration that can be read there is nothing to examine.
    package init(machine: Machine) throws {
        self.machine = machine
        configuration = try machine.locations.loadConfiguration()
        try machine.checkSettings(of: configuration)
        plan = try machine.plan(configuration)
    }

    /// In the order in which they are to be read. Each question gives up after its own time.
    package func examine() async -> [Line] {
        [machineLines, await awsLines()].flatMap { $0 }
    }

    private var machineLines: [Line] {
        [
            TerminalCheck.line(environment: machine.environment.variables),
            Line("configuration", configuration.file ?? "none (\(machine.locations.configuration)); defaults are in force"),
            Line(
                "context", plan.name + (plan.settings.isProduction ? ", production" : "") + (plan.isReadOnly ? ", read-only" : "")
            ),
            StateFolderCheck.line(folder: machine.locations.state),
        ] + machine.overruled(plan.settings.aws).map { Line("settings", $0) }
    }

    private func awsLines() async -> [Line] {
        do {
            let access = try AWSAccess(machine: await machine.locatingRegion(for: plan), plan: plan)
            defer { access.shutdown() }
            let settings = plan.settings
            var lines = [Line("region", try access.region())]
            lines.append(await access.credentialsLine())
            lines += access.signInLines()
            let (main, lambda, queues, alarms) = (
                try access.client(), try access.client(for: settings.lambdaAWS), try access.client(for: settings.queuesAWS),
                try access.client(for: settings.alarmsAWS)
            )
            let now = machine.clock.now
            async let identity = PermissionCheck.identity(main)
            async let functions = PermissionCheck.functions(lambda)
            async let metrics = PermissionCheck.metrics(lambda, at: now)
            async let queueNames = PermissionCheck.queues(queues)
            async let alarmNames = PermissionCheck.alarms(alarms)
            for part in await [identity, functions, metrics, queueNames, alarmNames] { lines += part }
            lines.append(ClockCheck.line(offset: main.clockOffset))
            return lines
        } catch let failure as CommandFailure {
            return [Line("aws", failure)]
        } catch {
            return [Line("aws", isGood: false, "\(error)", hint: "Please report this.")]
        }
    }

    /// `{"takenAt","ok","checks":[{name, ok, value, hint}]}`
    package static func json(_ lines: [Line], takenAt: Date) -> String {
        JSONText.object { json in
            json.member("takenAt", takenAt)
            json.member("ok", lines.allSatisfy(\.isGood))
            json.key("checks")
            json.array(lines) { json, line in
                json.object { json in
                    json.member("name", line.name)
                    json.member("ok", line.isGood)
                    json.member("value", line.value)
                    json.member("hint", line.hint)
                }
            }
        }
    }
}
