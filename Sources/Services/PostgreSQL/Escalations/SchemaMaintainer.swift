import Synchronization

/// Remembers that the tables are there, and when they were tidied up.
final class SchemaMaintainer: Sendable {
    private let done = Atomic(false)
    /// Seconds since 1970.
    private let prunedAt = Mutex<Double?>(nil)
    private static let pruneEverySeconds = 3600.0

    var isDone: Bool {
        get { done.load(ordering: .acquiring) }
        set { done.store(newValue, ordering: .releasing) }
    }

    /// Whether it is time to forget what is not kept for ever; asking is doing.
    func isPruningDue(at now: Double) -> Bool {
        prunedAt.withLock { last in
            if let last, abs(now - last) < Self.pruneEverySeconds { return false }
            last = now
            return true
        }
    }
}
