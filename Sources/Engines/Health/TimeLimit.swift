import FoundationEssentials
import Model

/// Waits for a piece of work no longer than so long.
enum TimeLimit {
    /// - Returns: nil when the deadline came first, or the calling task was cancelled. The work is cancelled then and not waited for: one that
    ///   does not heed it delays nobody.
    static func run<Value: Sendable>(
        _ limit: Duration, clock: any WallClock, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let (answers, answer) = AsyncStream.makeStream(of: Value?.self, bufferingPolicy: .bufferingOldest(1))
        let deadline = clock.now.addingTimeInterval(limit / .seconds(1))
        let worker = Task { answer.yield(await work()) }
        let timer = Task {
            // A cancelled timer comes second, and is not heard.
            try? await clock.sleep(until: deadline)
            answer.yield(nil)
        }
        defer {
            worker.cancel()
            timer.cancel()
        }
        var first = answers.makeAsyncIterator()
        return await first.next() ?? nil
    }
}
