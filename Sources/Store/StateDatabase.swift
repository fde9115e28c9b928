import GRDB

/// The file that outlives the program: `state.sqlite` in the state folder (contract, Files).
package final class StateDatabase: Sendable {
    package static let fileName = "state.sqlite"
    static let migrations: [any StateMigration.Type] = [M001PaneCache.self, M002AuditEntry.self]

    package let path: String
    let queue: DatabaseQueue

    /// Opens the database, making folder, file and tables where they are missing.
    /// - Parameter folder: Absolute path of the state folder.
    /// - Throws: ``StoreError``; the console then goes on without a store.
    package convenience init(folder: String) throws(StoreError) {
        try self.init(DatabaseFile(folder: folder, name: Self.fileName, migrations: Self.migrations))
    }

    init(_ file: DatabaseFile) throws(StoreError) {
        path = file.path
        queue = try file.open()
    }

    /// Closes the file, so that SQLite folds the write-ahead log into it. Errors are of no consequence: the log is read at the next start.
    package func close() { try? queue.close() }
}
