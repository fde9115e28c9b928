import FoundationEssentials
import GRDB
import Glibc

/// The file that outlives the program: `state.sqlite` in the state folder (contract, Files).
/// The folder is 0700 and the files are 0600, since what is monitored is nobody else's business.
package final class StateDatabase: Sendable {
    package static let fileName = "state.sqlite"

    package let path: String
    let queue: DatabaseQueue

    /// Opens the database, making folder, file and tables where they are missing.
    /// - Parameter folder: Absolute path of the state folder.
    /// - Throws: ``StoreError``; the console then goes on without a store.
    package init(folder: String) throws(StoreError) {
        path = folder + "/" + Self.fileName
        do {
            try Self.makeFolder(folder)
            try Self.makeFile(path)
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            try Self.migrate(queue, path: path)
            try Self.restrictCompanions(of: path)
        } catch {
            throw StoreError(error, doing: "open", path: path)
        }
    }

    /// Closes the file, so that SQLite folds the write-ahead log into it. Errors are of no consequence: the log is read at the next start.
    package func close() { try? queue.close() }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "state"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        return configuration
    }

    static let migrations: [any StateMigration.Type] = [M001PaneCache.self]

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.identifier) { db in try migration.migrate(db) }
        }
        return migrator
    }

    private static func migrate(_ queue: DatabaseQueue, path: String) throws {
        let migrator = migrator
        let (isNewer, isCurrent) = try queue.read { db in
            (try migrator.hasBeenSuperseded(db), try migrator.hasCompletedMigrations(db))
        }
        guard !isNewer else {
            throw StoreError(
                .newerSchema, "Could not open \(path): a newer version of nightdesk has written it.",
                hint: "Start that version, or choose another folder with --state-dir.")
        }
        if !isCurrent { try migrator.migrate(queue) }
    }

    /// Makes the folder with its parents; an existing folder of ours is narrowed to 0700.
    private static func makeFolder(_ folder: String) throws(StoreError) {
        var path = ""
        for part in folder.split(separator: "/") {
            path += "/" + part
            if mkdir(path, 0o700) != 0, errno != EEXIST { throw systemError("make the folder", path) }
        }
        guard chmod(folder, 0o700) == 0 else { throw systemError("restrict the folder", folder) }
    }

    /// Made by us before SQLite opens it: SQLite gives `-wal` and `-shm` the mode of the main file.
    private static func makeFile(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw systemError("open", path) }
        defer { Glibc.close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw systemError("restrict", path) }
    }

    /// Companions left by an older run may be wider than the file.
    private static func restrictCompanions(of path: String) throws(StoreError) {
        for companion in [path + "-wal", path + "-shm"] where access(companion, F_OK) == 0 {
            guard chmod(companion, 0o600) == 0 else { throw systemError("restrict", companion) }
        }
    }

    private static func systemError(_ what: String, _ path: String) -> StoreError {
        let number = errno
        let code: StoreError.Code =
            number == ENOSPC ? .diskFull : number == EACCES || number == EROFS || number == EPERM ? .readOnly : .other
        return StoreError(
            code, "Could not \(what) \(path): \(String(cString: strerror(number))).",
            hint: "Check the folder, or choose another with --state-dir.")
    }
}

/// One step of the schema. Literal names, never edited once shipped.
protocol StateMigration: Sendable {
    static var identifier: String { get }
    static func migrate(_ db: Database) throws
}
