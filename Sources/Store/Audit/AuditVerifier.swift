import FoundationEssentials
import GRDB
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

    /// - Returns: The first row that does not follow from those before it.
    private static func firstBroken(
        _ db: Database, _ chain: inout AuditChain
    ) throws -> (sequence: Int, reason: String)? {
        let rows = try Row.fetchCursor(db, sql: "SELECT sequence, body, hash FROM audit_entry ORDER BY sequence")
        while let row = try rows.next() {
            let expected = chain.end.sequence + 1
            let sequence: Int = row[0]
            guard sequence == expected else {
                let isMissing = sequence > expected
                return (
                    isMissing ? expected : sequence, isMissing ? "Row \(expected) is missing." : "Row \(sequence) was put in."
                )
            }
            let isWhole = try row.withUnsafeData(atIndex: 1) { body in
                chain.append(body ?? Data())
                return try row.withUnsafeData(atIndex: 2) { $0.map { chain.end.hash.elementsEqual($0) } ?? false }
            }
            guard isWhole else {
                return (sequence, "Row \(sequence) is not what was written, or the row before it is not.")
            }
        }
        return nil
    }

    /// The rows are whole among themselves; are they all, and no more?
    private static func judge(_ end: ChainLink, _ head: AuditHead, rows: Int) -> AuditVerdict {
        if head.allows(end) {
            let wasInterrupted = head.pending != nil && end == head.link
            let reason = wasInterrupted ? "The writing of row \(end.sequence + 1) was interrupted; nothing was sent for it." : nil
            return AuditVerdict(isOK: true, rows: rows, firstBad: nil, reason: reason)
        }
        let wanted = head.link.sequence
        if end.sequence < wanted {
            return AuditVerdict(
                isOK: false, rows: rows, firstBad: end.sequence + 1,
                reason: "The rows from \(end.sequence + 1) to \(wanted) were cut off.")
        }
        if end.sequence > (head.pending?.sequence ?? wanted) {
            return AuditVerdict(
                isOK: false, rows: rows, firstBad: wanted + 1,
                reason: "Row \(wanted + 1) was put in behind the end that \(AuditHead.fileName) names.")
        }
        return AuditVerdict(
            isOK: false, rows: rows, firstBad: end.sequence,
            reason: "Row \(end.sequence) does not have the hash that \(AuditHead.fileName) names: rows were written anew.")
    }
}
