import Model
import Store
import Synchronization

/// Says whether the lone workers' store was written since it was read, without waiting for anybody.
final class WorkersNews: Sendable {
    enum Look: Equatable, Sendable {
        /// There is no store of ours that would tell: nothing was opened yet, or the calendar is a mailbox.
        case unknown
        case unchanged, written
    }

    private struct Known: Sendable {
        var store: SQLiteWorkers?
        var mark: StoreMark?
        var isChecking = false
    }

    private let known = Mutex(Known())

    /// The store is about to be read: what is written from now on is news.
    func note(_ store: SQLiteWorkers?) {
        let mark = store?.mark
        known.withLock { ($0.store, $0.mark) = (store, mark) }
    }

    /// A check is under way, which must not be broken off between a mail and its mark.
    var isChecking: Bool {
        get { known.withLock(\.isChecking) }
        set { known.withLock { $0.isChecking = newValue } }
    }

    func look() -> Look {
        let (store, before) = known.withLock { ($0.store, $0.mark) }
        guard let mark = store?.mark else { return .unknown }
        return mark == before ? .unchanged : .written
    }
}
