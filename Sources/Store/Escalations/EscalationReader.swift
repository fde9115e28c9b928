import FoundationEssentials
import GRDB
import Model

/// Reads processes for lists and for one process's history.
enum EscalationReader {
    static func list(_ db: Database, includesEnded: Bool) throws -> [Escalation] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT * FROM escalation_process WHERE is_newest = 1 \(includesEnded ? "" : "AND phase <> 'ended'")
                ORDER BY phase = 'ended', next_at IS NULL, next_at, run
                """)
        var list: [Escalation] = []
        while let row = try rows.next() { list.append(escalation(row)) }
        return list
    }

    static func history(_ db: Database, of id: ProcessID) throws -> EscalationHistory? {
        let found = try Row.fetchOne(
            db, sql: "SELECT * FROM escalation_process WHERE process_id = ? AND is_newest = 1", arguments: [Data(id.text.utf8)])
        guard let row = found else { return nil }
        let run: Int64 = row["run"]
        let attempts = try Row.fetchAll(
            db,
            sql: """
                SELECT a.* FROM escalation_attempt a JOIN escalation_notification n ON n.id = a.notification_id
                WHERE n.run = ? ORDER BY a.notification_id, a.number
                """, arguments: [run])
        let byNotification = Dictionary(grouping: attempts) { $0["notification_id"] as Int64 }
        let steps = try Row.fetchAll(
            db, sql: "SELECT * FROM escalation_notification WHERE run = ? ORDER BY number", arguments: [run])
        return EscalationHistory(
            row: escalation(row), steps: steps.map { step($0, attempts: byNotification[$0["id"] as Int64] ?? []) })
    }

    private static func escalation(_ row: Row) -> Escalation {
        let lastAttempt: Escalation.LastAttempt? = (row["last_at"] as Double?).map { at in
            Escalation.LastAttempt(
                at: Date(timeIntervalSince1970: at), channel: row["last_channel"] ?? "",
                outcome: (row["last_outcome"] as String?).flatMap(EscalationAttempt.Outcome.init))
        }
        return Escalation(
            processID: ProcessID(bytes: row["process_id"] as Data), state: state(row), nextAt: row["next_at"],
            nextChannel: row["next_channel"], remaining: row["remaining"], dead: row["dead"], lastAttempt: lastAttempt,
            startedAt: Date(timeIntervalSince1970: row["started_at"]),
            endedAt: isOver(row) ? (row["ended_at"] as Double?).map(Date.init(timeIntervalSince1970:)) : nil,
            snoozeNote: row["snooze_note"], reason: row["last_reason"])
    }

    /// A process with something given up has not ended for whoever has to look at it.
    private static func isOver(_ row: Row) -> Bool { EscalationRun.Phase(rawValue: row["phase"]) == .ended }

    private static func state(_ row: Row) -> Escalation.State {
        if EscalationRun.Phase(rawValue: row["phase"]) == .stopping { return .stopping }
        if (row["in_flight"] as Int) > 0 { return .delivering }
        if (row["dead"] as Int) > 0 { return .deadLetter }
        return (row["retrying"] as Int) > 0 ? .retrying : .scheduled
    }

    private static func step(_ row: Row, attempts: [Row]) -> EscalationStep {
        let target = (row["target"] as Data?).map { String(decoding: $0, as: UTF8.self) }
        return EscalationStep(
            notification: EscalationNotification(channel: row["channel"], at: row["at"], target: target),
            state: EscalationStep.State(rawValue: row["state"]) ?? .unknown, dueAt: row["due_at"],
            attempts: attempts.map(attempt), source: String(decoding: row["source"] as Data, as: UTF8.self))
    }

    private static func attempt(_ row: Row) -> EscalationAttempt {
        EscalationAttempt(
            at: Date(timeIntervalSince1970: row["started_at"]),
            outcome: (row["outcome"] as String?).flatMap(EscalationAttempt.Outcome.init),
            endedAt: (row["ended_at"] as Double?).map(Date.init(timeIntervalSince1970:)), reason: row["reason"],
            reference: row["reference"])
    }
}
