import AWS
import Drawing
import Engines
package import FoundationEssentials
package import Model

/// The logs of one context for the commands that print and end. Let it go to end its transfers.
package final class LogReader: Sendable {
    private let access: AWSAccess
    private let client: AWSClient
    private let clock: any WallClock

    /// - Throws: ``CommandFailure`` 78.
    package init(machine: Machine, plan: ContextPlan) async throws {
        access = try AWSAccess(machine: await machine.locatingRegion(for: plan), plan: plan)
        client = try access.client(for: plan.settings.lambdaAWS)
        clock = machine.clock
        await access.answerCode(for: plan.settings.lambdaAWS)
    }

    deinit { access.shutdown() }

    /// The log groups that a person means: names of functions or groups, either with `*`.
    /// - Throws: ``CommandFailure``: 1 for a name that has none, with a suggestion.
    package func groups(named names: [String]) async throws -> [String] {
        let finder = LogGroupFinder(client: client)
        var groups: [String] = []
        for name in names {
            do throws(AWSError) {
                for group in try await finder.groups(named: [name]) where !groups.contains(group) { groups.append(group) }
            } catch {
                var failure = CommandFailure(error)
                if error.kind == .notFound, let near = Suggestion.nearest(to: name, among: await finder.namesLike(name)) {
                    failure.hint = "Did you mean \"\(near)\"? \(failure.hint)"
                }
                throw failure
            }
        }
        return groups
    }

    /// Everything that the groups have logged from `since` to now, in order.
    /// - Returns: Why some of it is missing; nil when it is whole.
    package func read(
        _ groups: [String], since: Date, take: @escaping @Sendable ([LogEvent]) async -> Void
    ) async -> Problem? {
        await LogCollector(client: client, clock: clock).read(LogQuestion(groups: groups, from: since), take)
    }

    /// The same, and what comes later, until the task is cancelled.
    package func follow(
        _ groups: [String], since: Date, usesLiveTail: Bool, take: @escaping @Sendable (LogBatch) async -> Void
    ) async {
        var settings = TailSettings()
        settings.usesLiveTail = usesLiveTail
        let tail = LogTail(LogQuestion(groups: groups, from: since), client: client, settings: settings, clock: clock)
        await tail.run(take)
    }

    /// Runs a query of Logs Insights; one that is cancelled is stopped on AWS's side.
    /// - Parameter query: A text, or the name of a shipped one.
    package func run(
        _ query: String, groups: [String], since: Date, progress: @escaping @Sendable (InsightsProgress) async -> Void
    ) async throws -> InsightsAnswer {
        let text = InsightsQuery.named(query)?.text ?? query
        guard groups.count <= InsightsRequest.mostGroups else {
            throw CommandFailure(
                .usage, code: "TooManyGroups",
                message: "A query takes \(InsightsRequest.mostGroups) log groups at most; these are \(groups.count).",
                hint: "Name fewer.")
        }
        do throws(AWSError) {
            return try await InsightsRunner(client: client, clock: clock).run(
                text, groups: groups, from: since, to: clock.now, progress: progress)
        } catch {
            throw CommandFailure(error)
        }
    }
}
