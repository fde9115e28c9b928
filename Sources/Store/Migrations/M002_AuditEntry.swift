import GRDB

/// The audit. `body` is the row's JSON without its hash, byte for byte what the hash is computed over; `hash` is 32 bytes
/// (``AuditChain``). `open_change` names the entries whose end is not written yet and the process that will write it: it
/// is no part of the record.
enum M002AuditEntry: StateMigration {
    static let identifier = "M002_AuditEntry"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE audit_entry (
                    sequence INTEGER PRIMARY KEY,
                    body TEXT NOT NULL,
                    hash BLOB NOT NULL
                );
                CREATE TABLE open_change (
                    sequence INTEGER PRIMARY KEY,
                    host TEXT NOT NULL,
                    pid INTEGER NOT NULL,
                    boot_id TEXT NOT NULL,
                    process_started INTEGER NOT NULL,
                    what_to_check TEXT NOT NULL
                );
                """)
    }
}
