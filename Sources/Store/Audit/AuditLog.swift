package import FoundationEssentials
import GRDB
package import Model

/// The record of every change: append-only rows in `state.sqlite`, chained by hashes (``AuditChain``), their end also in
/// `audit.head` (``AuditHead``). Several processes on one state folder write one chain.
///
/// The database is opened at the first use and again after a failure, so that a folder that can be written once more is used.
package actor AuditLog {
    /// A change whose first row is written.
    package struct Entry: Sendable {
        package let sequence: Int
        let change: Change
        let author: Author
    }

    /// A row still open is called unknown after this time when its process cannot be asked, because it ran on another
    /// machine. Longer than any call of ours may take.
    static let foreignPatience: Duration = .seconds(3600)

    /// The database that the rows are in.
    package static let fileName = StateDatabase.fileName

    package nonisolated let folder: String
    private let patience: Duration
    private var database: StateDatabase?

    /// - Parameters:
    ///   - folder: Absolute path of the state folder.
    ///   - patience: How long a lock of another process is waited for.
    package init(folder: String, patience: Duration = .seconds(2)) {
        self.folder = folder
        self.patience = patience
    }

    /// Writes that `change` is about to be carried out. When this throws, nothing may be sent.
    /// - Throws: ``StoreError``
    package func open(_ change: Change, by author: Author, at now: Date) async throws(StoreError) -> Entry {
        let sequence = try await append { writer in
            let row = try writer.append(AuditRow(opening: change, by: author, at: now))
            try writer.markOpen(row.sequence, whatToCheck: change.whatToCheck, owner: .current(host: author.host))
            return row.sequence
        }
        return Entry(sequence: sequence, change: change, author: author)
    }

    /// Writes how it ended.
    /// - Throws: ``StoreError``; the change is then done but not recorded, and its row stays open until ``settleOrphans(host:at:)``.
    package func close(_ entry: Entry, with outcome: Outcome, at now: Date) async throws(StoreError) {
        try await append { writer in
            try writer.append(AuditRow(closing: entry.sequence, of: entry.change, by: entry.author, with: outcome, at: now))
            try writer.markClosed(entry.sequence)
        }
    }

    /// Writes a change that was not allowed: both rows at once, since nothing happens in between.
    /// - Throws: ``StoreError``
    package func refuse(_ change: Change, by author: Author, with outcome: Outcome, at now: Date) async throws(StoreError) {
        try await append { writer in
            let opened = try writer.append(AuditRow(opening: change, by: author, at: now))
            try writer.append(AuditRow(closing: opened.sequence, of: change, by: author, with: outcome, at: now))
        }
    }

    /// Closes as unknown what a process left open that is gone; to be called at each start.
    /// - Parameter host: This machine's name.
    /// - Returns: The rows written, oldest first; their notes say what to check.
    /// - Throws: ``StoreError``
    package func settleOrphans(host: String, at now: Date) async throws(StoreError) -> [AuditRow] {
        let observer = OwnerProcess.current(host: host)
        return try await append { writer in
            try writer.orphans(seenFrom: observer, at: now).map { opened, whatToCheck in
                let row = try writer.append(AuditRow(orphan: opened, whatToCheck: whatToCheck, at: now))
                try writer.markClosed(opened.sequence)
                return row
            }
        }
    }

    /// The newest rows, oldest of them first.
    /// - Parameters:
    ///   - since: Older rows are left out; nil for no limit.
    ///   - limit: At least 1.
    /// - Throws: ``StoreError``
    package func list(since: Date? = nil, limit: Int = 1000) async throws(StoreError) -> [AuditRow] {
        try await use("read the audit in") { queue in
            try await queue.read { db in try AuditReader.rows(db, since: since, limit: limit) }
        }
    }

    /// Checks every row against the chain and the end of the chain against `audit.head`.
    /// - Throws: ``StoreError`` when the files cannot be read at all; a broken audit is an answer.
    package func verify() async throws(StoreError) -> AuditVerdict {
        // A connection of its own: a million rows take a second, and no change shall wait for it.
        let database = try openDatabase()
        defer { database.close() }
        let (folder, patience) = (folder, patience)
        do {
            return try await database.queue.read { db in
                try AuditVerifier.verify(db, folder: folder, patience: patience)
            }
        } catch {
            throw StoreError(error, doing: "read the audit in", path: database.path)
        }
    }

    private func append<Result: Sendable>(
        _ body: @escaping @Sendable (inout AuditWriter) throws -> Result
    ) async throws(StoreError) -> Result {
        let (folder, patience) = (folder, patience)
        return try await use("write the audit entry to") { queue in
            // In a task of its own, which nobody cancels: an end that is known must be written down, also while quitting.
            try await Task {
                try await queue.writeWithoutTransaction { db in
                    try AuditWriter.append(to: db, folder: folder, patience: patience, body)
                }
            }.value
        }
    }

    private func use<Result: Sendable>(
        _ what: String, _ body: (DatabaseQueue) async throws -> Result
    ) async throws(StoreError) -> Result {
        let database = if let database = self.database { database } else { try openDatabase() }
        self.database = database
        do {
            return try await body(database.queue)
        } catch {
            self.database = nil
            throw StoreError(error, doing: what, path: database.path)
        }
    }

    private func openDatabase() throws(StoreError) -> StateDatabase {
        try StateDatabase(
            DatabaseFile(
                folder: folder, name: StateDatabase.fileName, migrations: StateDatabase.migrations, durability: .full,
                patience: patience))
    }
}
