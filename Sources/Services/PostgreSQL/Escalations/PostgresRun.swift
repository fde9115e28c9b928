import Model

/// A run of a process, as writers need it.
struct PostgresRun {
    enum Phase: String {
        /// Something is to be sent, or a person has to decide.
        case active
        /// Stopped while something was being sent.
        case stopping
        /// Nothing is left to send, and something was given up.
        case dead
        case ended
    }

    let run: Int64
    let phase: Phase

    /// Locked until the transaction ends.
    static func newest(
        of id: ProcessID, _ tables: EscalationTables, _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) -> PostgresRun? {
        try transaction.run(
            "SELECT run, phase FROM \(tables.process) WHERE process_id = $1::bytea AND is_newest FOR UPDATE",
            [SQLText.bytes(id.text)]
        ).named.first.map { PostgresRun(run: $0.integer("run"), phase: Phase(rawValue: $0.text("phase") ?? "") ?? .ended) }
    }

    /// Nothing of it is sent any more; what is being sent cannot be held back.
    static func stop(
        _ run: Int64, at now: Double, _ tables: EscalationTables, _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) -> RequestEffect {
        let counts = try transaction.run(
            """
            SELECT count(*) FILTER (WHERE state = 'delivering') AS in_flight,
                count(*) FILTER (WHERE state NOT IN ('delivering', 'delivered')) AS unsent
            FROM \(tables.notification) WHERE run = $1::bigint
            """, [String(run)]
        ).named.first
        let inFlight = Int(counts?.integer("in_flight") ?? 0)
        try transaction.run("UPDATE \(tables.notification) SET due_at = NULL WHERE run = $1::bigint", [String(run)])
        let phase: Phase = inFlight > 0 ? .stopping : .ended
        try transaction.run(
            "UPDATE \(tables.process) SET phase = $2, ended_at = $3::float8 WHERE run = $1::bigint",
            [String(run), phase.rawValue, inFlight > 0 ? nil : SQLText.number(now)])
        try settle([run], at: now, tables, transaction)
        return .stopped(unsent: Int(counts?.integer("unsent") ?? 0), inFlight: inFlight)
    }

    /// Counts the notifications of runs anew and lets those end of which nothing is left. The runs must be locked.
    static func settle(
        _ runs: some Collection<Int64>, at now: Double, _ tables: EscalationTables, _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) {
        guard !runs.isEmpty else { return }
        try transaction.run(
            """
            WITH counted AS (
                SELECT run, count(*) AS total, count(*) FILTER (WHERE state = 'delivered') AS delivered,
                    count(*) FILTER (WHERE state IN ('deadLetter', 'unknown')) AS dead, count(*) FILTER (WHERE state = 'retrying') AS retrying,
                    count(*) FILTER (WHERE state = 'delivering') AS in_flight,
                    count(*) FILTER (WHERE due_at IS NOT NULL OR state IN ('delivering', 'unknown')) AS busy
                FROM \(tables.notification) WHERE run = ANY ($1::bigint[]) GROUP BY run
            ), upcoming AS (
                SELECT DISTINCT ON (run) run, channel, CASE WHEN state = 'scheduled' AND due_at - at < 1 THEN at ELSE due_at END AS at
                FROM \(tables.notification) WHERE run = ANY ($1::bigint[]) AND due_at IS NOT NULL ORDER BY run, due_at, number
            ), judged AS (
                SELECT c.*, u.at AS next_at, u.channel AS next_channel, CASE p.phase
                    WHEN 'active' THEN CASE WHEN c.busy > 0 THEN 'active' WHEN c.dead > 0 THEN 'dead' ELSE 'ended' END
                    WHEN 'stopping' THEN CASE WHEN c.in_flight > 0 THEN 'stopping' ELSE 'ended' END
                    ELSE p.phase END AS new_phase
                FROM counted c JOIN \(tables.process) p USING (run) LEFT JOIN upcoming u USING (run)
            )
            UPDATE \(tables.process) p SET phase = j.new_phase, remaining = j.total - j.delivered, dead = j.dead, retrying = j.retrying,
                in_flight = j.in_flight, next_at = j.next_at, next_channel = j.next_channel,
                ended_at = CASE WHEN j.new_phase IN ('active', 'stopping') THEN NULL ELSE coalesce(p.ended_at, $2::float8) END
            FROM judged j WHERE p.run = j.run
            """, [SQLText.list(runs), SQLText.number(now)])
    }
}
