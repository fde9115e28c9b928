import GRDB

/// Lone workers of one context. Times are seconds since 1970; lists are joined by U+001F.
///
/// `worker_series` is what was imported, as JSON; `worker_meeting` is every single meeting and every occurrence up to
/// `unfolded_until`. The tables below `worker_person` are kept for a live calendar too.
enum M020Workers: StateMigration {
    static let identifier = "M020_Workers"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE worker_calendar (
                    only INTEGER PRIMARY KEY CHECK (only = 1),
                    settings TEXT,
                    longest_seconds REAL NOT NULL,
                    imported_at REAL,
                    practice_at REAL
                );
                INSERT INTO worker_calendar (only, longest_seconds) VALUES (1, 0);
                CREATE TABLE worker_series (
                    id TEXT PRIMARY KEY,
                    definition TEXT NOT NULL,
                    unfolded_until REAL
                );
                CREATE INDEX worker_series_unfolded ON worker_series (unfolded_until);
                CREATE TABLE worker_meeting (
                    number INTEGER PRIMARY KEY,
                    id TEXT NOT NULL UNIQUE,
                    series TEXT NOT NULL REFERENCES worker_series (id) ON DELETE CASCADE,
                    original_start REAL,
                    subject TEXT NOT NULL,
                    body TEXT NOT NULL,
                    body_type TEXT NOT NULL,
                    categories TEXT NOT NULL,
                    attendees TEXT NOT NULL,
                    start_at REAL NOT NULL,
                    end_at REAL NOT NULL
                );
                CREATE INDEX worker_meeting_start ON worker_meeting (start_at);
                CREATE INDEX worker_meeting_series ON worker_meeting (series);
                CREATE TABLE worker_attendee (
                    address TEXT NOT NULL,
                    meeting INTEGER NOT NULL REFERENCES worker_meeting (number) ON DELETE CASCADE,
                    PRIMARY KEY (address, meeting)
                ) WITHOUT ROWID;
                CREATE INDEX worker_attendee_meeting ON worker_attendee (meeting);
                CREATE TABLE worker_person (
                    number INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    phones TEXT NOT NULL,
                    addresses TEXT NOT NULL
                );
                CREATE TABLE worker_phone (
                    phone TEXT NOT NULL,
                    person INTEGER NOT NULL REFERENCES worker_person (number) ON DELETE CASCADE,
                    PRIMARY KEY (phone, person)
                ) WITHOUT ROWID;

                CREATE TABLE worker_counter (
                    at REAL NOT NULL,
                    function TEXT NOT NULL,
                    name TEXT NOT NULL,
                    value INTEGER NOT NULL
                );
                CREATE INDEX worker_counter_at ON worker_counter (at);
                CREATE TABLE worker_alert (
                    id INTEGER PRIMARY KEY,
                    at REAL NOT NULL,
                    list TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    body TEXT NOT NULL,
                    meeting TEXT,
                    way TEXT NOT NULL,
                    sent_at REAL,
                    marked_at REAL
                );
                CREATE INDEX worker_alert_meeting ON worker_alert (meeting);
                CREATE TABLE worker_event (
                    id INTEGER PRIMARY KEY,
                    at REAL NOT NULL,
                    meeting TEXT NOT NULL,
                    text TEXT NOT NULL
                );
                CREATE INDEX worker_event_meeting ON worker_event (meeting);
                CREATE TABLE worker_acknowledgement (
                    meeting TEXT PRIMARY KEY,
                    state TEXT NOT NULL,
                    until REAL NOT NULL,
                    note TEXT NOT NULL
                );
                CREATE TABLE worker_call (
                    id INTEGER PRIMARY KEY,
                    at REAL NOT NULL,
                    number TEXT,
                    name TEXT,
                    alert INTEGER REFERENCES worker_alert (id) ON DELETE SET NULL,
                    cleared_at REAL
                );
                CREATE TABLE worker_emergency (
                    meeting TEXT PRIMARY KEY,
                    at REAL NOT NULL
                );
                CREATE TABLE worker_check (
                    only INTEGER PRIMARY KEY CHECK (only = 1),
                    last_at REAL NOT NULL,
                    last_good_at REAL,
                    failure_code TEXT,
                    failure_message TEXT,
                    failure_hint TEXT
                );
                """)
    }
}
