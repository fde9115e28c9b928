import Glibc

/// Whole files of a few bytes.
enum SmallFile {
    private static let limitBytes = 65_536

    /// - Returns: nil where there is no such file.
    static func read(_ path: String) throws(StoreError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StoreError(systemError: errno, doing: "read", path: path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limitBytes {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StoreError(systemError: errno, doing: "read", path: path) }
            if count == 0 { break }
            bytes += chunk[0..<count]
        }
        return bytes
    }

    /// Writes over the file in place, making it (0600) where it is missing.
    /// - Parameters:
    ///   - bytes: Always as many for one file, and few enough for one sector: then a reader, or a power cut, finds the old or the new ones.
    ///   - synced: Waits until the disk has them.
    static func overwrite(_ path: String, with bytes: [UInt8], synced: Bool) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, doing: "write", path: path) }
        defer { close(descriptor) }
        let written = pwrite(descriptor, bytes, bytes.count, 0)
        guard written == bytes.count, ftruncate(descriptor, off_t(bytes.count)) == 0, !synced || fdatasync(descriptor) == 0 else {
            throw StoreError(systemError: written >= 0 && errno == 0 ? ENOSPC : errno, doing: "write", path: path)
        }
    }
}
