import GRDB

/// The engine's own file: escalation processes with their journal, and who works on them.
///
/// A process may be started again once it has ended; each start is a run. What strangers have written is kept as bytes, since a text may hold any
/// character, NUL too. Times are seconds since 1970. `due_at` is set exactly while a notification waits to be sent. The columns from `next_at` on
/// say of a run what its notifications come to, so that a list need not count them.
enum M010Escalations: StateMigration {
    static let identifier = "M010_Escalations"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE escalation_process (
                    run INTEGER PRIMARY KEY AUTOINCREMENT,
                    process_id BLOB NOT NULL,
                    key TEXT NOT NULL,
                    phase TEXT NOT NULL,
                    is_newest INTEGER NOT NULL,
                    started_at REAL NOT NULL,
                    ended_at REAL,
                    snoozed_until REAL,
                    snooze_note TEXT,
                    next_at REAL,
                    next_channel TEXT,
                    remaining INTEGER NOT NULL,
                    dead INTEGER NOT NULL,
                    retrying INTEGER NOT NULL,
                    in_flight INTEGER NOT NULL,
                    last_at REAL,
                    last_channel TEXT,
                    last_outcome TEXT,
                    last_reason TEXT
                );
                CREATE UNIQUE INDEX escalation_newest ON escalation_process (process_id) WHERE is_newest = 1;
                CREATE INDEX escalation_open ON escalation_process (phase) WHERE is_newest = 1 AND phase <> 'ended';
                CREATE INDEX escalation_ended ON escalation_process (ended_at) WHERE ended_at IS NOT NULL;
                CREATE TABLE escalation_notification (
                    id INTEGER PRIMARY KEY,
                    run INTEGER NOT NULL REFERENCES escalation_process (run) ON DELETE CASCADE,
                    number INTEGER NOT NULL,
                    channel TEXT NOT NULL,
                    at REAL NOT NULL,
                    target BLOB,
                    source BLOB NOT NULL,
                    state TEXT NOT NULL,
                    due_at REAL,
                    attempts INTEGER NOT NULL,
                    counted INTEGER NOT NULL,
                    UNIQUE (run, number)
                );
                CREATE INDEX escalation_due ON escalation_notification (channel, due_at) WHERE due_at IS NOT NULL;
                CREATE TABLE escalation_attempt (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    notification_id INTEGER NOT NULL REFERENCES escalation_notification (id) ON DELETE CASCADE,
                    number INTEGER NOT NULL,
                    engine TEXT NOT NULL,
                    due_at REAL NOT NULL,
                    started_at REAL NOT NULL,
                    ended_at REAL,
                    outcome TEXT,
                    reason TEXT,
                    reference TEXT,
                    UNIQUE (notification_id, number)
                );
                CREATE INDEX escalation_attempt_open ON escalation_attempt (engine) WHERE outcome IS NULL;
                CREATE TABLE escalation_message (
                    id TEXT PRIMARY KEY,
                    taken_at REAL NOT NULL
                ) WITHOUT ROWID;
                CREATE INDEX escalation_message_age ON escalation_message (taken_at);
                CREATE TABLE engine_lease (
                    only INTEGER PRIMARY KEY CHECK (only = 1),
                    engine TEXT NOT NULL,
                    host TEXT NOT NULL,
                    pid INTEGER NOT NULL,
                    boot_id TEXT NOT NULL,
                    process_started INTEGER NOT NULL,
                    at REAL NOT NULL,
                    lease_seconds REAL NOT NULL,
                    counts TEXT NOT NULL
                );
                """)
    }
}
