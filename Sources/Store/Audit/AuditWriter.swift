import FoundationEssentials
import GRDB
import Model

/// Appends rows within one transaction, under the lock that all processes share.
struct AuditWriter {
    private let db: Database
    private var chain: AuditChain

    /// Runs `body` and writes what it appended: unsettled head, rows, settled head (``AuditHead``).
    /// - Throws: ``StoreError`` or the database's error; nothing is appended then.
    static func append<Result>(
        to db: Database, folder: String, patience: Duration, _ body: (inout AuditWriter) throws -> Result
    ) throws -> Result {
        try FileLock.withLock(.exclusive, path: folder + "/" + AuditHead.lockName, patience: patience) {
            let (old, new, result) = try transact(db, folder: folder, body)
            // Rows and the unsettled head prove each other, so a failure here is no failure of the append.
            if new != old { try? AuditHead(link: new).write(folder: folder, synced: false) }
            return result
        }
    }

    private static func transact<Result>(
        _ db: Database, folder: String, _ body: (inout AuditWriter) throws -> Result
    ) throws -> (old: ChainLink, new: ChainLink, Result) {
        try db.beginTransaction(.immediate)
        do {
            let tail = try AuditChain.tail(db)
            try check(tail, against: try AuditHead.read(folder: folder), folder: folder)
            var writer = AuditWriter(db: db, chain: AuditChain(after: tail))
            let result = try body(&writer)
            if writer.chain.end != tail {
                try AuditHead(link: writer.chain.end, before: tail).write(folder: folder, synced: true)
            }
            try db.commit()
            return (tail, writer.chain.end, result)
        } catch {
            if db.isInsideTransaction { try? db.rollback() }
            // Best taken back, though a row that never came is allowed for: this may be a full disk.
            if let tail = try? AuditChain.tail(db), let head = try? AuditHead.read(folder: folder), head.before == tail {
                try? AuditHead(link: tail).write(folder: folder, synced: false)
            }
            throw error
        }
    }

    /// Rows behind a broken end would hide what was cut off it.
    private static func check(_ tail: ChainLink, against head: AuditHead?, folder: String) throws(StoreError) {
        let isFresh = head == nil && tail == .genesis
        guard isFresh || head?.allows(tail) == true else {
            throw StoreError(
                .tampered, "The audit in \(folder) does not end where \(AuditHead.fileName) says: rows were removed or changed.",
                hint: "Run nightdesk audit verify. To go on, move \(StateDatabase.fileName) and \(AuditHead.fileName) away "
                    + "together and keep them: a new audit begins.")
        }
    }

    /// - Returns: The row with its number and hash.
    @discardableResult
    mutating func append(_ row: AuditRow) throws -> AuditRow {
        var row = row
        row.sequence = chain.end.sequence + 1
        let body = row.content
        chain.append(body)
        row.hash = HashText.text(chain.end.hash)
        try db.cachedStatement(sql: "INSERT INTO audit_entry (sequence, body, hash) VALUES (?, ?, ?)").execute(
            arguments: [row.sequence, body, Data(chain.end.hash)])
        return row
    }

    func markOpen(_ sequence: Int, whatToCheck: String, owner: OwnerProcess) throws {
        try db.execute(
            sql: """
                INSERT INTO open_change (sequence, host, pid, boot_id, process_started, what_to_check) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [sequence, owner.host, owner.pid, owner.bootID, owner.startTicks, whatToCheck])
    }

    func markClosed(_ sequence: Int) throws {
        try db.execute(sql: "DELETE FROM open_change WHERE sequence = ?", arguments: [sequence])
    }

    /// The opened rows whose process will not close them, oldest first.
    func orphans(seenFrom observer: OwnerProcess, at now: Date) throws -> [(opened: AuditRow, whatToCheck: String)] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT open_change.*, body, hash FROM open_change JOIN audit_entry USING (sequence) ORDER BY sequence
                """)
        return try rows.compactMap { row in
            let opened = try AuditReader.row(row)
            let isOrphan =
                switch OwnerProcess(row: row).life(seenFrom: observer) {
                case .running: false
                case .gone: true
                case .unknown: now.timeIntervalSince(opened.at) > AuditLog.foreignPatience / .seconds(1)
                }
            return isOrphan ? (opened, row["what_to_check"]) : nil
        }
    }
}
