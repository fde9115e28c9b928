import Glibc

/// Whole files of a few bytes.
enum SmallFile {
    private static let limitBytes = 65_536

    /// - Throws: ``StoreError``; `.missing` where there is no such file.
    static func read(_ path: String) throws(StoreError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, doing: "read", path: path) }
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

    /// Puts a new file (0600) in the place of the old one, in one step: a reader, or a power cut, sees the old or the new one.
    static func replace(_ path: String, with bytes: [UInt8]) throws(StoreError) {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, doing: "write", path: draft) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path: draft)
        guard fdatasync(descriptor) == 0 else { throw StoreError(systemError: errno, doing: "write", path: draft) }
        guard rename(draft, path) == 0 else { throw StoreError(systemError: errno, doing: "replace", path: path) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(StoreError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StoreError(systemError: errno, doing: "write", path: path) }
            rest = rest.dropFirst(count)
        }
    }
}
