import GRDB

/// Notifications of one context. Times are seconds since 1970.
///
/// `next_at` is when the sender takes a notification up; NULL where it does not. A recipient is `waiting`, `sending`, `delivered`,
/// `failed` or `unknown`; `tries` counts its attempts since the notification was made or last retried.
enum M030Notifications: StateMigration {
    static let identifier = "M030_Notifications"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE notification (
                    number INTEGER PRIMARY KEY,
                    id TEXT NOT NULL UNIQUE,
                    status TEXT NOT NULL,
                    event TEXT,
                    sale_at REAL,
                    created_at REAL NOT NULL,
                    updated_at REAL NOT NULL,
                    sent_at REAL,
                    next_at REAL,
                    reason TEXT
                );
                CREATE INDEX notification_status ON notification (status, number);
                CREATE INDEX notification_next ON notification (next_at) WHERE next_at IS NOT NULL;
                CREATE TABLE notification_recipient (
                    number INTEGER PRIMARY KEY,
                    notification INTEGER NOT NULL REFERENCES notification (number) ON DELETE CASCADE,
                    place INTEGER NOT NULL,
                    channel TEXT NOT NULL,
                    target TEXT NOT NULL,
                    state TEXT NOT NULL,
                    tries INTEGER NOT NULL,
                    provider_id TEXT
                );
                CREATE INDEX notification_recipient_of ON notification_recipient (notification);
                CREATE TABLE notification_attempt (
                    number INTEGER PRIMARY KEY,
                    recipient INTEGER NOT NULL REFERENCES notification_recipient (number) ON DELETE CASCADE,
                    at REAL NOT NULL,
                    ended_at REAL,
                    outcome TEXT,
                    reason TEXT,
                    provider_id TEXT
                );
                CREATE INDEX notification_attempt_of ON notification_attempt (recipient);
                CREATE INDEX notification_attempt_open ON notification_attempt (number) WHERE outcome IS NULL;
                """)
    }
}
