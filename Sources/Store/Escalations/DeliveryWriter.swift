import FoundationEssentials
import GRDB
import Model

/// Closes and claims attempts, within one transaction.
struct DeliveryWriter {
    let db: Database
    let step: DeliveryStep
    private var now: Double { step.now.timeIntervalSince1970 }

    func turn() throws -> DeliveryTurn {
        var touched: Set<Int64> = []
        for attempt in step.closing {
            if let run = try close(attempt) { touched.insert(run) }
        }
        var turn = DeliveryTurn()
        // An engine that has lost the lease closes what it has sent, and takes nothing more.
        if !step.free.isEmpty, try EngineLease.holder(db)?.beat.engine == step.engine {
            // In a fixed order, so that equal stores answer equally.
            for (channel, free) in step.free.sorted(by: { $0.key < $1.key }) where free > 0 {
                turn.claimed += try claim(channel, limit: free, &touched)
            }
            turn.claimed.sort { ($0.dueAt, $0.claim.number) < ($1.dueAt, $1.claim.number) }
            turn.unservedChannels = try unserved()
        }
        for run in touched.sorted() { try EscalationRun.settle(db, run: run, at: now) }
        turn.nextDueAt = try nextDue(after: turn.claimed)
        return turn
    }

    // MARK: Closing

    /// - Returns: The run that it belongs to; nil where the attempt is closed already.
    private func close(_ attempt: ClosedAttempt) throws -> Int64? {
        try db.cachedStatement(
            sql: """
                UPDATE escalation_attempt SET ended_at = ?, outcome = ?, reason = ?, reference = ? WHERE id = ? AND outcome IS NULL
                """
        ).execute(
            arguments: [
                attempt.endedAt.timeIntervalSince1970, attempt.outcome.rawValue, attempt.reason, attempt.reference,
                attempt.claim.number,
            ])
        guard db.changesCount > 0 else { return nil }
        let found = try Row.fetchOne(
            try db.cachedStatement(
                sql: """
                    SELECT n.id, n.run, n.channel, a.started_at, p.phase FROM escalation_attempt a
                    JOIN escalation_notification n ON n.id = a.notification_id JOIN escalation_process p USING (run) WHERE a.id = ?
                    """), arguments: [attempt.claim.number])
        guard let row = found else { return nil }
        let isActive = EscalationRun.Phase(rawValue: row["phase"]) == .active
        let (state, dueAt) = Self.next(attempt.next, isActive: isActive)
        try db.cachedStatement(
            sql: "UPDATE escalation_notification SET state = ?, due_at = ?, counted = counted - ? WHERE id = ?"
        ).execute(arguments: [state.rawValue, dueAt, attempt.counts ? 0 : 1, row["id"] as Int64])
        try db.cachedStatement(
            sql: """
                UPDATE escalation_process SET last_at = ?, last_channel = ?, last_outcome = ?, last_reason = ? WHERE run = ?
                """
        ).execute(
            arguments: [
                row["started_at"] as Double, row["channel"] as String, attempt.outcome.rawValue, attempt.reason,
                row["run"] as Int64,
            ])
        return row["run"]
    }

    /// A stopped process sends nothing again; what is left of it keeps the state that it had.
    private static func next(_ next: ClosedAttempt.Next, isActive: Bool) -> (EscalationStep.State, Double?) {
        switch next {
        case .done: (.delivered, nil)
        case .again(let at): (.retrying, isActive ? at : nil)
        case .deadLetter: (.deadLetter, nil)
        case .ask: (.unknown, nil)
        }
    }

    // MARK: Claiming

    private func claim(_ channel: String, limit: Int, _ touched: inout Set<Int64>) throws -> [ClaimedDelivery] {
        let due = min(now, step.dueBy?.timeIntervalSince1970 ?? now)
        let only = step.only.map { Data($0.text.utf8) }
        let rows = try Row.fetchAll(
            try db.cachedStatement(
                sql: """
                    SELECT n.*, p.process_id, p.key FROM escalation_notification n JOIN escalation_process p USING (run)
                    WHERE n.channel = ?1 AND n.due_at <= ?2 AND (?3 IS NULL OR p.process_id = ?3)
                    ORDER BY n.due_at, n.id LIMIT ?4
                    """), arguments: [channel, due, only, limit])
        return try rows.map { row in
            touched.insert(row["run"])
            return try open(row)
        }
    }

    private func open(_ row: Row) throws -> ClaimedDelivery {
        let (id, number): (Int64, Int) = (row["id"], (row["attempts"] as Int) + 1)
        try db.cachedStatement(
            sql: """
                INSERT INTO escalation_attempt (notification_id, number, engine, due_at, started_at) VALUES (?, ?, ?, ?, ?)
                """
        ).execute(arguments: [id, number, step.engine.text, row["due_at"] as Double, now])
        let claim = ClaimID(db.lastInsertedRowID)
        try db.cachedStatement(
            sql: """
                UPDATE escalation_notification SET state = 'delivering', due_at = NULL, attempts = ?, counted = counted + 1 WHERE id = ?
                """
        ).execute(arguments: [number, id])
        try db.cachedStatement(
            sql: """
                UPDATE escalation_process SET last_at = ?, last_channel = ?, last_outcome = NULL, last_reason = NULL,
                    snoozed_until = NULL, snooze_note = NULL
                WHERE run = ?
                """
        ).execute(arguments: [now, row["channel"] as String, row["run"] as Int64])
        return ClaimedDelivery(
            claim: claim, delivery: Self.delivery(row, attempt: number), countedAttempts: (row["counted"] as Int) + 1,
            dueAt: row["due_at"])
    }

    private static func delivery(_ row: Row, attempt: Int) -> Delivery {
        let target = (row["target"] as Data?).map { String(decoding: $0, as: UTF8.self) }
        return Delivery(
            processID: String(decoding: row["process_id"] as Data, as: UTF8.self),
            notification: EscalationNotification(channel: row["channel"], at: row["at"], target: target), attempt: attempt,
            key: "\(row["key"] as String)-\(row["number"] as Int)")
    }

    // MARK: What else is due

    private func unserved() throws -> [String] {
        try String.fetchAll(
            try db.cachedStatement(
                sql: "SELECT DISTINCT channel FROM escalation_notification WHERE due_at <= ? ORDER BY channel"),
            arguments: [now]
        ).filter { step.free[$0] == nil }
    }

    /// Of channels that could take more: the others are asked again when one of theirs has ended.
    private func nextDue(after claimed: [ClaimedDelivery]) throws -> Double? {
        let used = Dictionary(claimed.map { ($0.delivery.notification.channel, 1) }, uniquingKeysWith: +)
        let statement = try db.cachedStatement(
            sql: """
                SELECT MIN(due_at) FROM escalation_notification n
                WHERE channel = ?1 AND due_at IS NOT NULL
                    AND (?2 IS NULL OR run IN (SELECT run FROM escalation_process WHERE process_id = ?2))
                """)
        let only = step.only.map { Data($0.text.utf8) }
        return try step.free.filter { $0.value > used[$0.key, default: 0] }.keys.compactMap { channel in
            try Double.fetchOne(statement, arguments: [channel, only])
        }.min()
    }

    // MARK: Taking over

    static func adopt(_ db: Database, for engine: EngineID, knowing known: Set<ClaimID>?) throws -> [ClaimedDelivery] {
        let inHand = known.map { "[" + $0.map { String($0.number) }.joined(separator: ",") + "]" }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT n.*, a.id AS claim, a.number AS attempt, a.due_at AS was_due_at, p.process_id, p.key FROM escalation_attempt a
                JOIN escalation_notification n ON n.id = a.notification_id JOIN escalation_process p USING (run)
                WHERE a.outcome IS NULL AND (a.engine <> ?1 OR ?2 IS NOT NULL AND a.id NOT IN (SELECT value FROM json_each(?2)))
                ORDER BY a.id
                """, arguments: [engine.text, inHand])
        try db.execute(
            sql: "UPDATE escalation_attempt SET engine = ? WHERE outcome IS NULL AND engine <> ?",
            arguments: [engine.text, engine.text])
        return rows.map { row in
            ClaimedDelivery(
                claim: ClaimID(row["claim"]), delivery: delivery(row, attempt: row["attempt"]), countedAttempts: row["counted"],
                dueAt: row["was_due_at"])
        }
    }
}
