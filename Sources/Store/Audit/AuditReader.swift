import FoundationEssentials
import GRDB
import Model

/// Reads rows back from what was stored.
enum AuditReader {
    /// Clocks are set back now and then, so older rows may stand behind newer ones by this much.
    private static let clockToleranceSeconds = 3600.0

    static func rows(_ db: Database, since: Date?, limit: Int) throws -> [AuditRow] {
        var rows: [AuditRow] = []
        let cursor = try Row.fetchCursor(db, sql: "SELECT sequence, body, hash FROM audit_entry ORDER BY sequence DESC")
        while rows.count < limit, let stored = try cursor.next() {
            let row = try row(stored)
            if let since {
                if row.at < since.addingTimeInterval(-clockToleranceSeconds) { break }
                if row.at < since { continue }
            }
            rows.append(row)
        }
        return rows.reversed()
    }

    /// - Throws: ``StoreError`` `.tampered` for what we have never written.
    static func row(_ stored: Row) throws(StoreError) -> AuditRow {
        guard let body = Data.fromDatabaseValue(stored["body"]), let hash = Data.fromDatabaseValue(stored["hash"]),
            var row = try? JSONDecoder().decode(AuditRow.self, from: body)
        else {
            throw StoreError(
                .tampered, "Row \(stored["sequence"] as Int) of the audit cannot be read.", hint: "Run nightdesk audit verify.")
        }
        row.hash = HashText.text(hash)
        return row
    }
}
