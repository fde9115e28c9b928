import FoundationEssentials
import GRDB
import Model

/// Reads processes for lists and for one process's history.
enum EscalationReader {
    static func list(_ db: Database, includesEnded: Bool) throws -> [Escalation] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(columns) FROM escalation_process WHERE is_newest = 1 \(includesEnded ? "" : "AND phase <> 'ended'")
                ORDER BY phase = 'ended', next_at IS NULL, next_at, run
                """)
        var list: [Escalation] = []
        while let row = try rows.next() { list.append(escalation(row)) }
        return list
    }

    static func history(_ db: Database, of id: ProcessID) throws -> EscalationHistory? {
        let found = try Row.fetchOne(
            db, sql: "SELECT \(columns) FROM escalation_process WHERE process_id = ? AND is_newest = 1",
            arguments: [Data(id.text.utf8)])
        guard let row = found else { return nil }
        let run: Int64 = row[0]
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

    /// In the order in which ``escalation(_:)`` reads them: by place, since to find ten thousand rows' columns by name takes longer than
    /// to read them.
    private static let columns = """
        run, process_id, phase, in_flight, dead, retrying, next_at, next_channel, remaining, last_at, last_channel, last_outcome,
        started_at, ended_at, snooze_note, last_reason
        """

    private static func escalation(_ row: Row) -> Escalation {
        let phase = EscalationRun.Phase(rawValue: row[2])
        let dead: Int = row[4]
        let lastAttempt: Escalation.LastAttempt? = (row[9] as Double?).map { at in
            Escalation.LastAttempt(
                at: Date(timeIntervalSince1970: at), channel: row[10] ?? "",
                outcome: (row[11] as String?).flatMap(EscalationAttempt.Outcome.init))
        }
        return Escalation(
            processID: ProcessID(bytes: row[1] as Data),
            state: state(phase, inFlight: row[3], dead: dead, retrying: row[5]), nextAt: row[6], nextChannel: row[7],
            remaining: row[8], dead: dead, lastAttempt: lastAttempt, startedAt: Date(timeIntervalSince1970: row[12]),
            // A process with something given up has not ended for whoever has to look at it.
            endedAt: phase == .ended ? (row[13] as Double?).map(Date.init(timeIntervalSince1970:)) : nil, snoozeNote: row[14],
            reason: row[15])
    }

    private static func state(_ phase: EscalationRun.Phase?, inFlight: Int, dead: Int, retrying: Int) -> Escalation.State {
        if phase == .stopping { return .stopping }
        if inFlight > 0 { return .delivering }
        if dead > 0 { return .deadLetter }
        return retrying > 0 ? .retrying : .scheduled
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
