import Glibc
import Model

/// Tells a file that was written from one that was not: every commit of a SQLite file goes into its write-ahead log first.
enum FileMark {
    /// Coarser than the clock of any file system that SQLite works on.
    private static let granularityNanoseconds: Int64 = 50_000_000

    /// - Returns: nil for a file that is not there or cannot be looked at.
    static func read(_ path: String) -> StoreMark? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let written = nanoseconds(status.st_mtim)
        return StoreMark(
            bytes: Int64(status.st_size), writtenNanoseconds: written,
            isSettled: abs(nanoseconds(now) - written) > granularityNanoseconds)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
}
