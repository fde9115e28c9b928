/// Our own tables in PostgreSQL: processes with their journal, and the engines that work on them.
///
/// They mirror the SQLite store's. Texts of strangers are bytes, since PostgreSQL's texts take no NUL. Times are seconds since 1970.
struct EscalationTables: Sendable {
    let process: String
    let notification: String
    let attempt: String
    let message: String
    let engine: String
    private let prefix: String

    /// - Parameter prefix: Before every table's name; a constant, since names cannot be bound.
    init(prefix: StaticString) {
        self.prefix = "\(prefix)"
        process = "\(prefix)process"
        notification = "\(prefix)notification"
        attempt = "\(prefix)attempt"
        message = "\(prefix)message"
        engine = "\(prefix)engine"
    }

    /// Those of an engine of our own.
    static let own = EscalationTables(prefix: "nightdesk_escalation_")
    /// Those beside the original's: what its table has no room for.
    static let beside = EscalationTables(prefix: "nightdesk_live_")

    /// Makes what is missing. Two engines that start at once wait for each other.
    func create(_ transaction: borrowing PostgresTransaction) throws(PostgresError) {
        let isThere = try transaction.run("SELECT to_regclass($1) IS NOT NULL", [engine]).rows.first?.first == "t"
        guard !isThere else { return }
        try transaction.run("SELECT pg_advisory_xact_lock(hashtext($1))", [prefix])
        for statement in statements { try transaction.run(statement) }
    }

    private var statements: [String] {
        [
            """
            CREATE TABLE IF NOT EXISTS \(process) (
                run bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, process_id bytea NOT NULL, key text NOT NULL, phase text NOT NULL,
                is_newest boolean NOT NULL, started_at float8 NOT NULL, ended_at float8, snoozed_until float8, snooze_note text,
                next_at float8, next_channel text, remaining int NOT NULL, dead int NOT NULL DEFAULT 0, retrying int NOT NULL DEFAULT 0,
                in_flight int NOT NULL DEFAULT 0, last_at float8, last_channel text, last_outcome text, last_reason text,
                original text)
            """,
            "CREATE UNIQUE INDEX IF NOT EXISTS \(process)_newest ON \(process) (process_id) WHERE is_newest",
            "CREATE INDEX IF NOT EXISTS \(process)_open ON \(process) (phase) WHERE is_newest AND phase <> 'ended'",
            """
            CREATE TABLE IF NOT EXISTS \(notification) (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run bigint NOT NULL REFERENCES \(process) ON DELETE CASCADE,
                number int NOT NULL, channel text NOT NULL, at float8 NOT NULL, target bytea, source bytea NOT NULL, state text NOT NULL,
                due_at float8, attempts int NOT NULL DEFAULT 0, counted int NOT NULL DEFAULT 0, UNIQUE (run, number))
            """,
            "CREATE INDEX IF NOT EXISTS \(notification)_due ON \(notification) (channel, due_at) WHERE due_at IS NOT NULL",
            """
            CREATE TABLE IF NOT EXISTS \(attempt) (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                notification_id bigint NOT NULL REFERENCES \(notification) ON DELETE CASCADE,
                number int NOT NULL, engine text NOT NULL, due_at float8 NOT NULL, started_at float8 NOT NULL, ended_at float8, outcome text,
                reason text, reference text, UNIQUE (notification_id, number))
            """,
            "CREATE INDEX IF NOT EXISTS \(attempt)_open ON \(attempt) (engine) WHERE outcome IS NULL",
            "CREATE TABLE IF NOT EXISTS \(message) (id text PRIMARY KEY, taken_at float8 NOT NULL)",
            "CREATE INDEX IF NOT EXISTS \(message)_age ON \(message) (taken_at)",
            """
            CREATE TABLE IF NOT EXISTS \(engine) (
                engine text PRIMARY KEY, host text NOT NULL, pid int NOT NULL, at float8 NOT NULL, heard_at float8 NOT NULL,
                lease_seconds float8 NOT NULL, counts text NOT NULL)
            """,
        ]
    }
}
