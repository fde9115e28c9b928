import FoundationEssentials
import GRDB
import Model

/// The newest run of a process, as writers need it.
struct EscalationRun {
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
    var phase: Phase

    static func newest(_ db: Database, of id: ProcessID) throws -> EscalationRun? {
        let statement = try db.cachedStatement(
            sql: "SELECT run, phase FROM escalation_process WHERE process_id = ? AND is_newest = 1")
        return try Row.fetchOne(statement, arguments: [Data(id.text.utf8)]).map { row in
            EscalationRun(run: row["run"], phase: Phase(rawValue: row["phase"]) ?? .ended)
        }
    }

    /// Counts the notifications of a run anew and lets it end when nothing is left.
    static func settle(_ db: Database, run: Int64, at now: Double) throws {
        guard
            let row = try Row.fetchOne(
                try db.cachedStatement(
                    sql: """
                        SELECT p.phase, p.ended_at, COUNT(*) AS total, TOTAL(n.state = 'delivered') AS delivered,
                            TOTAL(n.state IN ('deadLetter', 'unknown')) AS dead, TOTAL(n.state = 'unknown') AS undecided,
                            TOTAL(n.state = 'retrying') AS retrying, TOTAL(n.state = 'delivering') AS in_flight,
                            TOTAL(n.due_at IS NOT NULL) AS pending
                        FROM escalation_notification n JOIN escalation_process p USING (run) WHERE n.run = ?
                        """), arguments: [run])
        else { return }
        let (dead, inFlight): (Int, Int) = (Int(row["dead"] as Double), Int(row["in_flight"] as Double))
        let isBusy = inFlight > 0 || (row["pending"] as Double) > 0 || (row["undecided"] as Double) > 0
        let phase = after(Phase(rawValue: row["phase"]) ?? .ended, isBusy: isBusy, inFlight: inFlight, dead: dead)
        let endedAt: Double? = phase == .active || phase == .stopping ? nil : (row["ended_at"] as Double?) ?? now
        try db.cachedStatement(
            sql: """
                UPDATE escalation_process SET phase = ?, ended_at = ?, remaining = ?, dead = ?, retrying = ?, in_flight = ?,
                    (next_at, next_channel) = (
                        SELECT CASE WHEN state = 'scheduled' AND due_at - at < 1 THEN at ELSE due_at END, channel FROM escalation_notification
                        WHERE run = ?7 AND due_at IS NOT NULL ORDER BY due_at, number LIMIT 1)
                WHERE run = ?7
                """
        ).execute(
            arguments: [
                phase.rawValue, endedAt, (row["total"] as Int) - Int(row["delivered"] as Double), dead,
                Int(row["retrying"] as Double), inFlight, run,
            ])
    }

    private static func after(_ phase: Phase, isBusy: Bool, inFlight: Int, dead: Int) -> Phase {
        switch phase {
        case .active: isBusy ? .active : dead > 0 ? .dead : .ended
        case .stopping: inFlight > 0 ? .stopping : .ended
        case .dead, .ended: phase
        }
    }
}
