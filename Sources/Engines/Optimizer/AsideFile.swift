import Glibc
import Model

/// A file that appears whole or not at all: written beside its place, brought to the disk, then renamed. Without ``commit()`` nothing is left.
final class AsideFile {
    let path: String
    private let aside: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let block = 1 << 18

    init(_ path: String) throws(OptimizerFailure) {
        self.path = path
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? ""
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        aside = "\(folder).\(name).\(getpid()).part"
        descriptor = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        buffer.reserveCapacity(Self.block + 4096)
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(aside)
    }

    func write(_ bytes: some Collection<UInt8>) throws(OptimizerFailure) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.block { try flush() }
    }

    func write(_ text: String) throws(OptimizerFailure) { try write(text.utf8) }

    /// A field of RFC 4180, in quotation marks where it needs them.
    func writeField(_ bytes: UnsafeBufferPointer<UInt8>) throws(OptimizerFailure) {
        guard bytes.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return try write(bytes) }
        buffer.append(0x22)
        for byte in bytes { buffer.append(contentsOf: byte == 0x22 ? [byte, byte] : [byte]) }
        buffer.append(0x22)
    }

    func writeField(_ text: String) throws(OptimizerFailure) {
        let bytes = Array(text.utf8)
        do {
            try bytes.withUnsafeBufferPointer { try writeField($0) }
        } catch let failure as OptimizerFailure {
            throw failure
        } catch {
            throw Self.unwritable(path)
        }
    }

    func commit() throws(OptimizerFailure) {
        try flush()
        guard fdatasync(descriptor) == 0 || errno == EINVAL || errno == EROFS, rename(aside, path) == 0 else {
            throw Self.unwritable(path)
        }
        close(descriptor)
        descriptor = -1
    }

    private func flush() throws(OptimizerFailure) {
        var start = 0
        while start < buffer.count {
            let count = buffer.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), buffer.count - start)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.unwritable(path) }
            start += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func unwritable(_ path: String) -> OptimizerFailure {
        OptimizerFailure(
            .failed,
            Problem(
                code: errno == ENOSPC || errno == EFBIG || errno == EDQUOT ? "DiskFull" : "UnwritableFile",
                message: "\(path) cannot be written: \(String(cString: strerror(errno))). What was there before is untouched.",
                hint: "Free some space, or name another place."))
    }
}
