import AWS
import Engines
import FoundationEssentials
import Model

/// The logs of one context: follows them and runs queries, for as long as the calling task is not cancelled.
struct LogsDesk: Sendable {
    let client: AWSClient
    let clock: any WallClock

    /// Finds the groups, then tells what they log, at most twenty times a second.
    func follow(_ request: LogsRequest, _ tell: @escaping @Sendable (LogsNews) async -> Void) async {
        let found = await LogGroupFinder(client: client).groups(of: request.subjects)
        guard !Task.isCancelled else { return }
        guard !found.groups.isEmpty else {
            return await tell(.failed(found.missing.first ?? Problem(code: "NoGroup", message: "There is no log to show.")))
        }
        await tell(.groups(found.groups, missing: found.missing))
        var settings = TailSettings()
        settings.usesLiveTail = request.usesLiveTail
        let question = LogQuestion(groups: found.groups, from: request.since)
        let tail = LogTail(question, client: client, settings: settings, clock: clock)
        await BatchMerger(clock: clock) { await tell(.batch($0, $1)) }.run(tail)
    }

    /// Runs a query to its end; a cancelled one is stopped on AWS's side before this returns.
    func run(_ request: InsightsRequest, _ tell: @escaping @Sendable (InsightsNews) async -> Void) async {
        do throws(AWSError) {
            let answer = try await InsightsRunner(client: client, clock: clock).run(
                request.query.text, groups: request.groups, from: request.from, to: request.to
            ) { await tell(.progress($0)) }
            await tell(.answer(answer))
        } catch {
            // Who has cancelled it does not listen any more, and may be waiting for this to return.
            if !Task.isCancelled { await tell(.failed(Problem(error))) }
        }
    }
}
