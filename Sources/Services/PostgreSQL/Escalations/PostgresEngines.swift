import FoundationEssentials
import Model

/// Who works here, and what those have left that do not any more.
struct PostgresEngines {
    let tables: EscalationTables
    /// Longer than any queue keeps a message, which is 14 days.
    private static let messageSeconds = 15.0 * 86_400
    private static let endedSeconds = 90.0 * 86_400
    /// The database's time, unless a test has brought its own as parameter 1.
    private static let time = "coalesce($1::float8, extract(epoch FROM clock_timestamp())::float8)"

    func beat(_ beat: EngineBeat, leaseTime: Double?, in transaction: borrowing PostgresTransaction) throws {
        let counts = String(decoding: try JSONEncoder().encode(beat.counts), as: UTF8.self)
        try transaction.run(
            """
            INSERT INTO \(tables.engine) (engine, host, pid, at, heard_at, lease_seconds, counts)
            VALUES ($2, $3, $4::int, $5::float8, \(Self.time), $6::float8, $7)
            ON CONFLICT (engine) DO UPDATE SET host = excluded.host, pid = excluded.pid, at = excluded.at, heard_at = excluded.heard_at,
                lease_seconds = excluded.lease_seconds, counts = excluded.counts
            """,
            [
                SQLText.number(leaseTime), beat.engine.text, beat.host, String(beat.pid),
                SQLText.number(beat.at.timeIntervalSince1970),
                SQLText.number(beat.lease / .seconds(1)), counts,
            ])
    }

    func all(in transaction: borrowing PostgresTransaction) throws -> [EngineBeat] {
        try transaction.run("SELECT * FROM \(tables.engine) ORDER BY at DESC").named.map { row in
            let counts = try? JSONDecoder().decode(EngineCounts.self, from: Data((row.text("counts") ?? "").utf8))
            return EngineBeat(
                engine: EngineID(row.text("engine") ?? ""), host: row.text("host") ?? "", pid: Int32(row.integer("pid")),
                at: row.date("at") ?? .distantPast, lease: .milliseconds(Int64((row.number("lease_seconds") ?? 0) * 1000)),
                counts: counts ?? EngineCounts())
        }
    }

    /// Attempts of engines that have retired, or were not heard of for their lease; of this engine's own, those that it does not know.
    func adopt(
        for engine: EngineID, knowing known: Set<ClaimID>?, leaseTime: Double?, in transaction: borrowing PostgresTransaction
    ) throws(PostgresError) -> [ClaimedDelivery] {
        let rows = try transaction.run(
            """
            WITH orphaned AS (
                SELECT a.id FROM \(tables.attempt) a WHERE a.outcome IS NULL AND CASE WHEN a.engine = $2
                    THEN a.id <> ALL ($3::bigint[])
                    ELSE NOT EXISTS (
                        SELECT FROM \(tables.engine) e WHERE e.engine = a.engine AND e.heard_at + e.lease_seconds >= \(Self.time))
                    END
                ORDER BY a.id FOR UPDATE SKIP LOCKED
            ), adopted AS (
                UPDATE \(tables.attempt) a SET engine = $2 FROM orphaned o WHERE a.id = o.id
                RETURNING a.id, a.notification_id, a.number, a.due_at
            )
            SELECT a.id AS claim, a.due_at AS was_due_at, a.number AS attempts, n.number, n.channel, n.at, n.target, n.counted, p.process_id, p.key
            FROM adopted a JOIN \(tables.notification) n ON n.id = a.notification_id JOIN \(tables.process) p USING (run) ORDER BY a.id
            """, [SQLText.number(leaseTime), engine.text, known.map { SQLText.list($0.map(\.number)) }])
        try transaction.run(
            """
            DELETE FROM \(tables.engine) e WHERE e.engine <> $2 AND e.heard_at + 10 * e.lease_seconds < \(Self.time)
            """, [SQLText.number(leaseTime), engine.text])
        return rows.named.map(ClaimedDelivery.init)
    }

    /// Forgets what is not kept for ever.
    func prune(at now: Double, in transaction: borrowing PostgresTransaction) throws(PostgresError) {
        try transaction.run(
            "DELETE FROM \(tables.message) WHERE taken_at < $1::float8", [SQLText.number(now - Self.messageSeconds)])
        try transaction.run(
            "DELETE FROM \(tables.process) WHERE phase = 'ended' AND ended_at < $1::float8",
            [SQLText.number(now - Self.endedSeconds)])
    }
}
