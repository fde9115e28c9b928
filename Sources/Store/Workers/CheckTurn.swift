import Glibc

/// The right to make the routine check of one context: one process has it at a time, and the kernel gives it back when its holder dies.
package final class CheckTurn: Sendable {
    private let descriptor: Int32

    /// - Returns: nil while somebody else has it.
    /// - Throws: ``StoreError``
    package init?(of store: SQLiteWorkers) throws(StoreError) {
        let path = store.path + ".check"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, doing: "open", path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            return nil
        }
    }

    /// Closing gives the lock back.
    package func end() { Glibc.close(descriptor) }
}
