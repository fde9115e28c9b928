package import Model
import Synchronization

/// Says whether a store was written since it was last asked about. One watch for each one who looks.
package final class StoreWatch: Sendable {
    private let last = Mutex<StoreMark?>(nil)

    package init() {}

    /// True where the store cannot tell. Never waits.
    package func hasNews(in store: any EscalationStore) -> Bool {
        guard let mark = store.mark else { return true }
        return last.withLock { last in
            defer { last = mark }
            return last != mark
        }
    }
}
