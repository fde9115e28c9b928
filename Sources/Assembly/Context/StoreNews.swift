import Model
import Synchronization

/// Says whether a store was written since it was read, without waiting for anybody.
final class StoreNews: Sendable {
    enum Look: Equatable, Sendable {
        /// There is no store of ours that would tell: nothing was opened yet, or the source is elsewhere.
        case unknown
        case unchanged, written
    }

    private struct Known: Sendable {
        var read: (@Sendable () -> StoreMark?)?
        var mark: StoreMark?
        var isChecking = false
    }

    private let known = Mutex(Known())

    /// The store is about to be read: what is written from now on is news.
    func note(_ read: (@Sendable () -> StoreMark?)?) {
        let mark = read?()
        known.withLock { ($0.read, $0.mark) = (read, mark) }
    }

    /// A check is under way, which must not be broken off between a mail and its mark.
    var isChecking: Bool {
        get { known.withLock(\.isChecking) }
        set { known.withLock { $0.isChecking = newValue } }
    }

    func look() -> Look {
        let (read, before) = known.withLock { ($0.read, $0.mark) }
        guard let mark = read?() else { return .unknown }
        return mark == before ? .unchanged : .written
    }
}
