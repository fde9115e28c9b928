import FoundationEssentials
import Model

/// Reads processes for lists and for one process's history.
struct PostgresReading {
    let tables: EscalationTables

    func list(includesEnded: Bool, in transaction: borrowing PostgresTransaction) throws(PostgresError) -> [Escalation] {
        try transaction.run(
            """
            SELECT * FROM \(tables.process) WHERE is_newest \(includesEnded ? "" : "AND phase <> 'ended'")
            ORDER BY phase = 'ended', next_at IS NULL, next_at, run
            """
        ).named.map(Self.escalation)
    }

    func history(of id: ProcessID, in transaction: borrowing PostgresTransaction) throws(PostgresError) -> EscalationHistory? {
        let found = try transaction.run(
            "SELECT * FROM \(tables.process) WHERE process_id = $1::bytea AND is_newest", [SQLText.bytes(id.text)]
        ).named.first
        guard let row = found else { return nil }
        let run = String(row.integer("run"))
        let attempts = try transaction.run(
            """
            SELECT a.* FROM \(tables.attempt) a JOIN \(tables.notification) n ON n.id = a.notification_id
            WHERE n.run = $1::bigint ORDER BY a.notification_id, a.number
            """, [run]
        ).named
        let byNotification = Dictionary(grouping: attempts) { $0.integer("notification_id") }
        let steps = try transaction.run(
            "SELECT * FROM \(tables.notification) WHERE run = $1::bigint ORDER BY number", [run]
        ).named
        return EscalationHistory(
            row: Self.escalation(row), steps: steps.map { Self.step($0, attempts: byNotification[$0.integer("id")] ?? []) })
    }

    private static func escalation(_ row: PostgresRow) -> Escalation {
        let lastAttempt = row.date("last_at").map { at in
            Escalation.LastAttempt(
                at: at, channel: row.text("last_channel") ?? "",
                outcome: row.text("last_outcome").flatMap(EscalationAttempt.Outcome.init))
        }
        let isOver = row.text("phase") == PostgresRun.Phase.ended.rawValue
        return Escalation(
            processID: ProcessID(row.bytes("process_id") ?? ""), state: state(row), nextAt: row.number("next_at"),
            nextChannel: row.text("next_channel"), remaining: Int(row.integer("remaining")), dead: Int(row.integer("dead")),
            lastAttempt: lastAttempt, startedAt: row.date("started_at"), endedAt: isOver ? row.date("ended_at") : nil,
            snoozeNote: row.text("snooze_note"), reason: row.text("last_reason"))
    }

    private static func state(_ row: PostgresRow) -> Escalation.State {
        if row.text("phase") == PostgresRun.Phase.stopping.rawValue { return .stopping }
        if row.integer("in_flight") > 0 { return .delivering }
        if row.integer("dead") > 0 { return .deadLetter }
        return row.integer("retrying") > 0 ? .retrying : .scheduled
    }

    private static func step(_ row: PostgresRow, attempts: [PostgresRow]) -> EscalationStep {
        EscalationStep(
            notification: EscalationNotification(
                channel: row.text("channel") ?? "", at: row.number("at") ?? 0, target: row.bytes("target")),
            state: row.text("state").flatMap(EscalationStep.State.init) ?? .unknown, dueAt: row.number("due_at"),
            attempts: attempts.map(attempt), source: row.bytes("source"))
    }

    private static func attempt(_ row: PostgresRow) -> EscalationAttempt {
        EscalationAttempt(
            at: row.date("started_at") ?? .distantPast, outcome: row.text("outcome").flatMap(EscalationAttempt.Outcome.init),
            endedAt: row.date("ended_at"), reason: row.text("reason"), reference: row.text("reference"))
    }
}
