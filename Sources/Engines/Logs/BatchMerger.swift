import FoundationEssentials
package import Model

/// Puts the batches of a tail together, so that whoever shows them is told at most twenty times a second, and counts what they
/// amount to meanwhile.
///
/// Whoever is slow to take them is not overtaken: above a limit the tail has to wait, and with it the questions to AWS.
package actor BatchMerger {
    private let interval: Duration
    private let mostWaiting: Int
    private let clock: any WallClock
    private let tell: @Sendable (LogBatch, LogDigest) async -> Void
    private var waiting: LogBatch?
    private var digest = LogDigest()
    private var lastTold = Date.distantPast
    private var telling: Task<Void, Never>?

    /// - Parameters:
    ///   - interval: From one word to the next, at least.
    ///   - mostWaiting: Events that are put together at most.
    ///   - tell: Gets the events in order, as far as they came so, and the digest of all events so far.
    package init(
        interval: Duration = .milliseconds(50), mostWaiting: Int = 5000, clock: any WallClock = SystemClock(),
        tell: @escaping @Sendable (LogBatch, LogDigest) async -> Void
    ) {
        self.interval = interval
        self.mostWaiting = mostWaiting
        self.clock = clock
        self.tell = tell
    }

    /// Follows a tail to its end, or until the task is cancelled; nothing is told afterwards.
    package func run(_ tail: LogTail) async {
        await tail.run { await self.take($0) }
        if Task.isCancelled { telling?.cancel() }
        while let telling { await telling.value }
    }

    func take(_ batch: LogBatch) async {
        digest.take(batch.events)
        if waiting?.add(batch) == nil { waiting = batch }
        startTelling()
        while let waiting, waiting.events.count > mostWaiting, let telling { await telling.value }
    }

    private func startTelling() {
        guard telling == nil else { return }
        let due = lastTold.addingTimeInterval(interval.seconds)
        telling = Task { await self.tellWaiting(at: due) }
    }

    private func tellWaiting(at due: Date) async {
        if due > clock.now { try? await clock.sleep(until: due) }
        lastTold = clock.now
        if let batch = waiting, !Task.isCancelled {
            waiting = nil
            for piece in batch.inOrder.pieces { await tell(piece, digest) }
        }
        telling = nil
        if waiting != nil, !Task.isCancelled { startTelling() }
    }
}

extension LogBatch {
    /// Takes a later batch in.
    fileprivate mutating func add(_ later: LogBatch) {
        events += later.events
        gaps.removeAll { gap in later.gaps.contains { $0.id == gap.id } }
        gaps += later.gaps
        status = later.status
    }

    /// So many lines are taken in within a frame; keys come in between the pieces.
    private static let mostAtOnce = 1000

    /// The last one has the gaps, and all have the status.
    fileprivate var pieces: [LogBatch] {
        var pieces: [LogBatch] = []
        var rest = events[...]
        while rest.count > Self.mostAtOnce {
            pieces.append(LogBatch(events: Array(rest.prefix(Self.mostAtOnce)), status: status))
            rest = rest.dropFirst(Self.mostAtOnce)
        }
        return pieces + [LogBatch(events: Array(rest), gaps: gaps, status: status)]
    }

    /// Sorted here rather than by whoever draws.
    fileprivate var inOrder: LogBatch {
        let isInOrder = zip(events, events.dropFirst()).allSatisfy { $0.atMs <= $1.atMs }
        guard !isInOrder else { return self }
        var batch = self
        batch.events.sort { $0.isBefore($1) }
        return batch
    }
}
