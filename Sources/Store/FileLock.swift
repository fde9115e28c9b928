import Glibc

/// A lock that processes hold on a file; the kernel gives it back when its holder dies.
enum FileLock {
    enum Kind {
        case shared, exclusive
    }

    /// Waits for the lock, which blocks the thread: for queues of the store, not for actors.
    /// - Parameters:
    ///   - path: Made where it is missing, 0600.
    ///   - patience: How long it may take to get the lock.
    /// - Throws: ``StoreError``, `.busy` when it was not had in time; what `body` throws.
    static func withLock<Result>(
        _ kind: Kind, path: String, patience: Duration, _ body: () throws -> Result
    ) throws -> Result {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, doing: "open", path: path) }
        defer { close(descriptor) }
        try wait(descriptor, kind, path: path, until: .now + patience)
        return try body()
    }

    private static func wait(
        _ descriptor: Int32, _ kind: Kind, path: String, until deadline: ContinuousClock.Instant
    ) throws(StoreError) {
        while flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw StoreError(systemError: errno, doing: "lock", path: path)
            }
            guard ContinuousClock.now < deadline else {
                throw StoreError(
                    .busy, "Could not lock \(path): another process holds it.", hint: "Try again when that one has ended.")
            }
            // A time-out that flock has not; the holder needs a few milliseconds.
            _ = poll(nil, 0, 2)
        }
    }
}
