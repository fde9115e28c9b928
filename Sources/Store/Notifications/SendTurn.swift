import Glibc

/// The right to send the notifications of one context: one process has it at a time, and the kernel gives it back when its holder dies.
package final class SendTurn: Sendable {
    private let descriptor: Int32

    /// - Returns: nil while somebody else has it.
    /// - Throws: ``StoreError``
    package init?(of store: SQLiteNotifications) throws(StoreError) {
        let path = store.path + ".send"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, doing: "open", path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            return nil
        }
    }

    deinit { Glibc.close(descriptor) }
}
