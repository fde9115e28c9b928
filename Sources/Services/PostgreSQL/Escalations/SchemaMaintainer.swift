import Synchronization

/// Remembers that the tables are there.
final class SchemaMaintainer: Sendable {
    private let done = Atomic(false)

    var isDone: Bool {
        get { done.load(ordering: .acquiring) }
        set { done.store(newValue, ordering: .releasing) }
    }
}
