import Glibc
package import Model
import Optimization

/// Why a run ended without a result.
package struct OptimizerFailure: Error, Sendable, Equatable {
    package enum Kind: Sendable { case badInput, failed, unavailable, cancelled }
    package var kind: Kind
    package var problem: Problem

    package init(_ kind: Kind, _ problem: Problem) {
        self.kind = kind
        self.problem = problem
    }
}

/// A file that is read once from its beginning to its end.
final class InputFile {
    let path: String
    let sizeBytes: Int
    private let descriptor: Int32

    init(_ path: String) throws(OptimizerFailure) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            errno = EISDIR
            throw Self.unreadable(path)
        }
        sizeBytes = Int(status.st_size)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    func reader() -> CSVReader {
        CSVReader(expectedBytes: sizeBytes > 0 ? sizeBytes : nil) { [self] buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count >= 0 { return count }
                guard errno == EINTR else { throw Self.unreadable(path) }
            }
        }
    }

    static func unreadable(_ path: String) -> OptimizerFailure {
        OptimizerFailure(
            .badInput,
            Problem(
                code: "UnreadableFile", message: "\(path) cannot be read: \(String(cString: strerror(errno))).",
                hint: "Name a file that exists and that you may read."))
    }

    /// Path, size and time of change of each file, so that the same input is known again.
    static func mark(_ paths: [String]) -> String {
        paths.map { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return "\(path)|-" }
            return "\(path)|\(status.st_size)|\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        }.joined(separator: "\n")
    }
}
