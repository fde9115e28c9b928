package import AWS
package import FoundationEssentials
package import Model
import Synchronization

/// What a single reading of logs has brought.
package struct CollectedLog: Sendable, Equatable {
    /// In order.
    package var events: [LogEvent] = []
    /// Older ones that passed the filter but had no place within the limit.
    package var omitted = 0
    /// Why some of it is missing; nil when it is whole.
    package var problem: Problem?

    package init() {}
}

/// Reads a stretch of logs to its end.
package struct LogCollector: Sendable {
    private let source: any LogSource
    private let clock: any WallClock

    package init(source: any LogSource, clock: any WallClock = SystemClock()) {
        self.source = source
        self.clock = clock
    }

    package init(client: AWSClient, clock: any WallClock = SystemClock()) {
        self.init(source: CloudWatchLogs(client: client), clock: clock)
    }

    /// Gives batches in order, with little memory however much there is.
    /// - Parameter question: Without an end it is read to the present.
    /// - Returns: Why some of it is missing; nil when all of it was read.
    @discardableResult
    package func read(_ question: LogQuestion, _ take: @escaping @Sendable ([LogEvent]) async -> Void) async -> Problem? {
        var question = question
        question.to = question.to ?? clock.now
        let problem = Mutex<Problem?>(nil)
        await LogTail(question, source: source, clock: clock).run { batch in
            problem.withLock { $0 = batch.status.problem ?? $0 }
            if !batch.events.isEmpty { await take(batch.events) }
        }
        return problem.withLock { $0 }
    }

    /// The newest `limit` events that pass the filter, from `since` to now.
    package func collect(
        groups: [String], since: Date, filter: LogFilter = LogFilter(), limit: Int = 10_000, pattern: String? = nil
    ) async -> CollectedLog {
        let kept = Mutex(CollectedLog())
        let question = LogQuestion(groups: groups, from: since, to: clock.now, pattern: pattern)
        let problem = await read(question) { events in
            let passing = events.filter(filter.matches)
            kept.withLock { kept in
                kept.events += passing
                // Only now and then, since each time moves all of them.
                if kept.events.count > limit * 2 { kept.cut(to: limit) }
            }
        }
        return kept.withLock { kept in
            kept.cut(to: limit)
            kept.problem = problem
            return kept
        }
    }
}

extension CollectedLog {
    fileprivate mutating func cut(to limit: Int) {
        let excess = max(0, events.count - max(0, limit))
        events.removeFirst(excess)
        omitted += excess
    }
}
