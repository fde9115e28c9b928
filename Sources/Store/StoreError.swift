import GRDB
import Glibc

/// Why something could not be kept or fetched, for a person.
package struct StoreError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        /// The file was written by a newer version of the program.
        case newerSchema
        /// The file is no database, or a damaged one.
        case corrupt
        case diskFull
        /// The folder or the file may not be written.
        case readOnly
        /// Another process held the file for too long.
        case busy
        /// The audit is not what it was when it was written.
        case tampered
        case other
    }

    package var code: Code
    /// What was tried, on which file, and why it failed.
    package var message: String
    /// What to do.
    package var hint: String

    package init(_ code: Code, _ message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// - Parameter path: The database file, named in the message.
    init(_ error: any Error, doing what: String, path: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(
                .other, "Could not \(what) \(path): \(error).", hint: "Nothing is kept between starts until this is solved.")
            return
        }
        let (code, why, hint) = Self.explain(error.resultCode)
        let reason = why ?? (error.message ?? "SQLite error \(error.resultCode.rawValue)")
        self.init(code, "Could not \(what) \(path): \(reason).", hint: hint)
    }

    /// - Parameter number: What a call of the system left in `errno`.
    init(systemError number: Int32, doing what: String, path: String) {
        let code: Code =
            switch number {
            case ENOSPC, EDQUOT, EFBIG: .diskFull
            case EACCES, EROFS, EPERM: .readOnly
            default: .other
            }
        self.init(
            code, "Could not \(what) \(path): \(String(cString: strerror(number))).",
            hint: "Check the folder, or choose another with --state-dir.")
    }

    private static func explain(_ code: ResultCode) -> (Code, String?, String) {
        switch code {
        case .SQLITE_FULL: (.diskFull, "the disk is full", "Free some space; until then nothing is kept between starts.")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            (.corrupt, "the file is damaged or no database", "Move the file away; a new one is made at the next start.")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            (
                .readOnly, "it may not be opened or written",
                "Check the owner and the mode of the folder, or choose another with --state-dir."
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            (.busy, "another process is writing to it", "It is tried again at the next save.")
        default: (.other, nil, "Nothing is kept between starts until this is solved.")
        }
    }
}
