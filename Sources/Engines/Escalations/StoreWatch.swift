package import Model
import Synchronization

/// Says whether a store was written since it was last asked about. One watch for each one who looks.
package final class StoreWatch: Sendable {
    private let last = Mutex<StoreMark?>(nil)

    package init() {}

    /// Whether nothing was written since ``hasNews(in:)``; that is still to be told then.
    package func isCurrent(_ store: any EscalationStore) -> Bool {
        guard let mark = store.mark else { return false }
        return last.withLock { $0 == mark }
    }

    /// What has just been written is no news: whoever looks wrote it.
    package func skip(_ store: any EscalationStore) {
        guard var mark = store.mark else { return }
        mark.isSettled = true
        last.withLock { $0 = mark }
    }

    /// True where the store cannot tell. Never waits.
    package func hasNews(in store: any EscalationStore) -> Bool {
        guard let mark = store.mark else { return true }
        return last.withLock { last in
            defer { last = mark }
            return last != mark
        }
    }
}
