import GRDB
import Glibc

/// How a SQLite file of ours is opened. The folder is 0700 and the files are 0600, since what is monitored is nobody else's business.
struct DatabaseFile {
    /// What a committed transaction survives.
    enum Durability: String {
        /// The end of the process; a power cut may take the last seconds.
        case normal = "NORMAL"
        /// A power cut too, at the price of waiting for the disk.
        case full = "FULL"
    }

    /// Absolute path of the state folder.
    var folder: String
    var name: String
    var migrations: [any StateMigration.Type]
    var durability = Durability.normal
    /// How long a lock of another process is waited for.
    var patience: Duration = .seconds(2)
    /// True for files that give pages back to the disk when rows go.
    var shrinks = false

    var path: String { folder + "/" + name }

    /// Opens the database, making folder, file and tables where they are missing.
    func open() throws(StoreError) -> DatabaseQueue {
        do {
            try Self.makeFolder(folder)
            // Two consoles that start together on a new folder would both switch to the write-ahead log and make the tables.
            return try FileLock.withLock(.exclusive, path: folder + "/open.lock", patience: patience) {
                try Self.makeFile(path)
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try migrate(queue)
                try Self.restrictCompanions(of: path)
                return queue
            }
        } catch {
            throw StoreError(error, doing: "open", path: path)
        }
    }

    private var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = name
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(patience / .seconds(1))
        configuration.prepareDatabase { [durability, shrinks] db in
            // Counts only while the file is empty, so it comes first.
            if shrinks { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
        }
        return configuration
    }

    private var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.identifier) { db in try migration.migrate(db) }
        }
        return migrator
    }

    private func migrate(_ queue: DatabaseQueue) throws {
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
            if mkdir(path, 0o700) != 0, errno != EEXIST {
                throw StoreError(systemError: errno, doing: "make the folder", path: path)
            }
        }
        guard chmod(folder, 0o700) == 0 else {
            throw StoreError(systemError: errno, doing: "restrict the folder", path: folder)
        }
    }

    /// Made by us before SQLite opens it: SQLite gives `-wal` and `-shm` the mode of the main file.
    ///
    /// A file that is there is never opened here: closing it would take away the locks that another connection of this process
    /// holds on it, and the next process to leave would delete the write-ahead log under that connection.
    /// Source: SQLite, "How To Corrupt An SQLite Database File", 2.2.
    private static func makeFile(_ path: String) throws(StoreError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        guard descriptor >= 0 || errno == EEXIST else { throw StoreError(systemError: errno, doing: "open", path: path) }
        guard chmod(path, 0o600) == 0 else { throw StoreError(systemError: errno, doing: "restrict", path: path) }
    }

    /// Companions left by an older run may be wider than the file.
    private static func restrictCompanions(of path: String) throws(StoreError) {
        for companion in [path + "-wal", path + "-shm"] where access(companion, F_OK) == 0 {
            guard chmod(companion, 0o600) == 0 else { throw StoreError(systemError: errno, doing: "restrict", path: companion) }
        }
    }
}

/// One step of the schema. Literal names, never edited once shipped.
protocol StateMigration: Sendable {
    static var identifier: String { get }
    static func migrate(_ db: Database) throws
}
