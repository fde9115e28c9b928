import FoundationEssentials
import Model

/// Closes and claims attempts, within one transaction.
struct PostgresDeliveries {
    let tables: EscalationTables
    let live: LiveProcesses?
    let step: DeliveryStep
    private var now: Double { step.now.timeIntervalSince1970 }

    init(tables: EscalationTables, live: LiveProcesses?, step: DeliveryStep) {
        self.tables = tables
        self.live = live
        self.step = step
    }

    func turn(_ transaction: borrowing PostgresTransaction) throws(PostgresError) -> DeliveryTurn {
        var touched = try close(transaction)
        var turn = DeliveryTurn()
        let channels = step.free.filter { $0.value > 0 }
        if !channels.isEmpty { try live?.synchronize(tables, at: now, in: transaction) }
        for (channel, free) in channels.sorted(by: { $0.key < $1.key }) {
            turn.claimed += try claim(channel, limit: free, &touched, transaction)
        }
        turn.claimed.sort { ($0.dueAt, $0.claim.number) < ($1.dueAt, $1.claim.number) }
        try PostgresRun.settle(touched, at: now, tables, transaction)
        try live?.writeBack(touched, tables, transaction)
        if !step.free.isEmpty { try lookAhead(&turn, transaction) }
        return turn
    }

    // MARK: Closing

    /// - Returns: The runs that are touched, locked.
    private func close(_ transaction: borrowing PostgresTransaction) throws(PostgresError) -> Set<Int64> {
        guard !step.closing.isEmpty else { return [] }
        // In one order, so that two engines do not wait for each other.
        let runs = try transaction.run(
            """
            SELECT p.run FROM \(tables.process) p WHERE p.run IN (
                SELECT n.run FROM \(tables.attempt) a JOIN \(tables.notification) n ON n.id = a.notification_id
                WHERE a.id = ANY ($1::bigint[]) AND a.outcome IS NULL)
            ORDER BY p.run FOR UPDATE OF p
            """, [SQLText.list(step.closing.map(\.claim.number))])
        // An attempt that is closed already stays as it is: another engine has taken it over.
        try transaction.run(
            """
            WITH given AS (
                SELECT * FROM json_to_recordset($1::json)
                    AS g (place int, id bigint, ended float8, outcome text, reason text, reference text, state text, due float8, uncounted int)
            ), closed AS (
                UPDATE \(tables.attempt) a SET ended_at = g.ended, outcome = g.outcome, reason = g.reason, reference = g.reference
                FROM given g WHERE a.id = g.id AND a.outcome IS NULL
                RETURNING g.place, a.notification_id, a.started_at, g.outcome, g.reason, g.state, g.due, g.uncounted
            ), changed AS (
                UPDATE \(tables.notification) n SET state = c.state, counted = counted - c.uncounted,
                    due_at = CASE WHEN p.phase = 'active' THEN c.due END
                FROM closed c, \(tables.process) p WHERE n.id = c.notification_id AND p.run = n.run
                RETURNING n.run, n.channel, c.place, c.started_at, c.outcome, c.reason
            )
            UPDATE \(tables.process) p SET last_at = l.started_at, last_channel = l.channel, last_outcome = l.outcome, last_reason = l.reason
            FROM (SELECT DISTINCT ON (run) * FROM changed ORDER BY run, place DESC) l WHERE p.run = l.run
            """, [closings])
        return Set(runs.named.map { $0.integer("run") })
    }

    private var closings: String {
        var json = JSONText()
        json.array(step.closing.enumerated()) { json, item in
            let attempt = item.element
            let (state, dueAt): (EscalationStep.State, Double?) =
                switch attempt.next {
                case .done: (.delivered, nil)
                case .again(let at): (.retrying, at)
                case .deadLetter: (.deadLetter, nil)
                case .ask: (.unknown, nil)
                }
            json.object { json in
                json.member("place", item.offset)
                json.member("id", Int(attempt.claim.number))
                json.member("ended", attempt.endedAt.timeIntervalSince1970)
                json.member("outcome", attempt.outcome.rawValue)
                json.member("reason", attempt.reason?.replacing("\0", with: "\u{FFFD}"))
                json.member("reference", attempt.reference?.replacing("\0", with: "\u{FFFD}"))
                json.member("state", state.rawValue)
                json.member("due", dueAt)
                json.member("uncounted", attempt.counts ? 0 : 1)
            }
        }
        return json.text
    }

    // MARK: Claiming

    /// What another engine has locked is left to it. Processes are locked too, so that their counts stay true.
    private func claim(
        _ channel: String, limit: Int, _ touched: inout Set<Int64>, _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) -> [ClaimedDelivery] {
        let due = min(now, step.dueBy?.timeIntervalSince1970 ?? now)
        let rows = try transaction.run(
            """
            WITH picked AS (
                SELECT n.id, n.due_at, n.attempts FROM \(tables.notification) n JOIN \(tables.process) p USING (run) \(live?.join ?? "")
                WHERE n.channel = $1 AND n.due_at <= $2::float8 AND ($3::bytea IS NULL OR p.process_id = $3::bytea)
                ORDER BY n.due_at, n.id LIMIT $4::int FOR UPDATE SKIP LOCKED
            ), opened AS (
                INSERT INTO \(tables.attempt) (notification_id, number, engine, due_at, started_at)
                SELECT id, attempts + 1, $5, due_at, $6::float8 FROM picked RETURNING id, notification_id, due_at
            ), changed AS (
                UPDATE \(tables.notification) n SET state = 'delivering', due_at = NULL, attempts = n.attempts + 1, counted = counted + 1
                FROM picked WHERE n.id = picked.id RETURNING n.*
            ), noted AS (
                UPDATE \(tables.process) p SET last_at = $6::float8, last_channel = $1, last_outcome = NULL, last_reason = NULL,
                    snoozed_until = NULL, snooze_note = NULL
                WHERE p.run IN (SELECT run FROM changed)
            )
            SELECT o.id AS claim, o.due_at AS was_due_at, c.run, c.number, c.channel, c.at, c.target, c.attempts, c.counted, p.process_id, p.key
            FROM opened o JOIN changed c ON c.id = o.notification_id JOIN \(tables.process) p USING (run)
            """,
            [
                channel, SQLText.number(due), step.only.map { SQLText.bytes($0.text) }, String(limit), step.engine.text,
                SQLText.number(now),
            ])
        return rows.named.map { row in
            touched.insert(row.integer("run"))
            return ClaimedDelivery(row)
        }
    }

    // MARK: What else is due

    private func lookAhead(_ turn: inout DeliveryTurn, _ transaction: borrowing PostgresTransaction) throws(PostgresError) {
        let rows = try transaction.run(
            """
            SELECT n.channel, min(n.due_at) AS due FROM \(tables.notification) n JOIN \(tables.process) p USING (run)
            WHERE n.due_at IS NOT NULL AND ($1::bytea IS NULL OR p.process_id = $1::bytea) GROUP BY n.channel
            """, [step.only.map { SQLText.bytes($0.text) }])
        let used = Dictionary(turn.claimed.map { ($0.delivery.notification.channel, 1) }, uniquingKeysWith: +)
        for row in rows.named {
            guard let channel = row.text("channel"), let due = row.number("due") else { continue }
            guard let free = step.free[channel] else {
                if due <= now { turn.unservedChannels.append(channel) }
                continue
            }
            if free > used[channel, default: 0] { turn.nextDueAt = min(turn.nextDueAt ?? due, due) }
        }
        turn.unservedChannels.sort()
    }
}

extension ClaimedDelivery {
    /// - Parameter row: Columns `claim`, `was_due_at`, `attempts` (the number of this one), `counted`, and those of its notification and process.
    init(_ row: PostgresRow) {
        let number = row.integer("number")
        let notification = EscalationNotification(
            channel: row.text("channel") ?? "", at: row.number("at") ?? 0, target: row.bytes("target"))
        self.init(
            claim: ClaimID(row.integer("claim")),
            delivery: Delivery(
                processID: row.bytes("process_id") ?? "", notification: notification, attempt: Int(row.integer("attempts")),
                key: "\(row.text("key") ?? "")-\(number)"),
            countedAttempts: Int(row.integer("counted")), dueAt: row.number("was_due_at") ?? 0)
    }
}
