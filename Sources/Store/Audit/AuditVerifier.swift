import FoundationEssentials
import GRDB
import GRDBSQLite
import Model

/// What ``AuditLog/verify()`` found (contract, Audit row).
package struct AuditVerdict: Sendable, Equatable {
    package var isOK: Bool
    /// Rows in the table.
    package var rows: Int
    /// The number of the first row that is changed, missing or too much; nil when all is well.
    package var firstBad: Int?
    /// What is wrong there, or what is worth knowing although all is well; nil for nothing.
    package var reason: String?

    /// `{ok, rows, firstBad, reason}`
    package var json: String {
        JSONText.object { json in
            json.member("ok", isOK)
            json.member("rows", rows)
            json.member("firstBad", firstBad)
            json.member("reason", reason)
        }
    }
}

/// Walks the chain from its first row to its last.
enum AuditVerifier {
    /// - Parameter db: In a transaction: rows and head are of one moment, since the head is read under the writers' lock and
    ///   the transaction sees the table as it is at its first read, which comes under that lock too.
    static func verify(_ db: Database, folder: String, patience: Duration) throws -> AuditVerdict {
        let (head, rows) = try state(db, folder: folder, patience: patience)
        guard let head = try head.get() ?? (rows == 0 ? .genesis : nil) else {
            return AuditVerdict(
                isOK: false, rows: rows, firstBad: rows + 1, reason: "\(AuditHead.fileName) is missing, so rows may be too.")
        }
        var chain = AuditChain()
        if let bad = try firstBroken(db, &chain) {
            return AuditVerdict(isOK: false, rows: rows, firstBad: bad.sequence, reason: bad.reason)
        }
        return judge(chain.end, head, rows: rows)
    }

    private static func state(
        _ db: Database, folder: String, patience: Duration
    ) throws -> (head: Result<AuditHead?, StoreError>, rows: Int) {
        try FileLock.withLock(.shared, path: folder + "/" + AuditHead.lockName, patience: patience) {
            let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM audit_entry") ?? 0
            return (Result { () throws(StoreError) in try AuditHead.read(folder: folder) }, rows)
        }
    }

    /// Reads through SQLite's own functions, since a million rows are to take less than two seconds.
    /// - Returns: The first row that does not follow from those before it.
    private static func firstBroken(_ db: Database, _ chain: inout AuditChain) throws -> (sequence: Int, reason: String)? {
        let statement = try db.makeStatement(sql: "SELECT sequence, body, hash FROM audit_entry ORDER BY sequence")
        return try withExtendedLifetime(statement) { try firstBroken(statement.sqliteStatement, &chain) }
    }

    private static func firstBroken(
        _ rows: OpaquePointer, _ chain: inout AuditChain
    ) throws -> (sequence: Int, reason: String)? {
        while true {
            let code = sqlite3_step(rows)
            if code == SQLITE_DONE { return nil }
            guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            let expected = chain.end.sequence + 1
            let sequence = Int(sqlite3_column_int64(rows, 0))
            guard sequence == expected else {
                let isMissing = sequence > expected
                return (
                    isMissing ? expected : sequence, isMissing ? "Row \(expected) is missing." : "Row \(sequence) was put in."
                )
            }
            chain.append(bytes(rows, 1))
            guard bytes(rows, 2).elementsEqual(chain.end.hash) else {
                return (sequence, "Row \(sequence) is not what was written, or the row before it is not.")
            }
        }
    }

    /// Good until the next step.
    private static func bytes(_ rows: OpaquePointer, _ column: Int32) -> UnsafeRawBufferPointer {
        // In this order: the length is that of the form which the blob call has made.
        let start = sqlite3_column_blob(rows, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(rows, column)))
    }

    /// The rows are whole among themselves; are they all, and no more?
    private static func judge(_ end: ChainLink, _ head: AuditHead, rows: Int) -> AuditVerdict {
        if head.allows(end) {
            let reason =
                end == head.before ? "The writing of row \(head.link.sequence) was interrupted; nothing was sent for it." : nil
            return AuditVerdict(isOK: true, rows: rows, firstBad: nil, reason: reason)
        }
        let wanted = head.link.sequence
        if end.sequence < (head.before?.sequence ?? wanted) {
            return AuditVerdict(
                isOK: false, rows: rows, firstBad: end.sequence + 1,
                reason: "The rows from \(end.sequence + 1) to \(head.before?.sequence ?? wanted) were cut off.")
        }
        if end.sequence > wanted {
            return AuditVerdict(
                isOK: false, rows: rows, firstBad: wanted + 1,
                reason: "Row \(wanted + 1) was put in behind the end that \(AuditHead.fileName) names.")
        }
        return AuditVerdict(
            isOK: false, rows: rows, firstBad: end.sequence,
            reason: "Row \(end.sequence) does not have the hash that \(AuditHead.fileName) names: rows were written anew.")
    }
}
