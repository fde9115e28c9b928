import FoundationEssentials
import GRDB
import Model

/// Puts requests into force, within one transaction.
struct RequestWriter {
    let db: Database
    /// Seconds since 1970.
    let now: Double

    func apply(_ taken: TakenRequest) throws -> RequestEffect {
        if let message = taken.messageID, try !remember(message) { return .repeated }
        switch taken.request.action {
        case .start(let entries): return try start(taken.request.processID, entries)
        case .stop: return try stop(taken.request.processID)
        }
    }

    /// - Returns: False when it was taken before.
    private func remember(_ message: String) throws -> Bool {
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO escalation_message (id, taken_at) VALUES (?, ?)").execute(
            arguments: [message, now])
        return db.changesCount > 0
    }

    private func start(_ id: ProcessID, _ entries: [EscalationRequest.Entry]) throws -> RequestEffect {
        if let newest = try EscalationRun.newest(db, of: id) {
            if newest.phase == .active { return .exists }
            try db.cachedStatement(sql: "UPDATE escalation_process SET is_newest = 0 WHERE run = ?").execute(arguments: [
                newest.run
            ])
        }
        let run = try insertRun(id, entries)
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO escalation_notification (run, number, channel, at, target, source, state, due_at, attempts, counted)
                VALUES (?, ?, ?, ?, ?, ?, 'scheduled', ?, 0, 0)
                """)
        for (number, entry) in entries.enumerated() {
            let notification = entry.notification
            try insert.execute(
                arguments: [
                    run, number, notification.channel, notification.at, notification.target.map { Data($0.utf8) },
                    Data(entry.source.utf8), notification.dueAt,
                ])
        }
        return .started
    }

    private func insertRun(_ id: ProcessID, _ entries: [EscalationRequest.Entry]) throws -> Int64 {
        let next = entries.map(\.notification).min { $0.dueAt < $1.dueAt }
        try db.cachedStatement(
            sql: """
                INSERT INTO escalation_process (process_id, key, phase, is_newest, started_at, next_at, next_channel, remaining, dead,
                    retrying, in_flight)
                VALUES (?, lower(hex(randomblob(12))), 'active', 1, ?, ?, ?, ?, 0, 0, 0)
                """
        ).execute(arguments: [Data(id.text.utf8), now, next?.at, next?.channel, entries.count])
        return db.lastInsertedRowID
    }

    private func stop(_ id: ProcessID) throws -> RequestEffect {
        guard let newest = try EscalationRun.newest(db, of: id), newest.phase == .active || newest.phase == .dead else {
            return .noSuchProcess
        }
        let counts = try Row.fetchOne(
            db,
            sql: """
                SELECT TOTAL(state = 'delivering') AS in_flight, TOTAL(state NOT IN ('delivering', 'delivered')) AS unsent
                FROM escalation_notification WHERE run = ?
                """, arguments: [newest.run])
        let inFlight = Int(counts?["in_flight"] ?? 0.0)
        try db.execute(sql: "UPDATE escalation_notification SET due_at = NULL WHERE run = ?", arguments: [newest.run])
        try db.execute(
            sql: "UPDATE escalation_process SET phase = ?, ended_at = ? WHERE run = ?",
            arguments: [
                (inFlight > 0 ? EscalationRun.Phase.stopping : .ended).rawValue, inFlight > 0 ? nil : now, newest.run,
            ])
        try EscalationRun.settle(db, run: newest.run, at: now)
        return .stopped(unsent: Int(counts?["unsent"] ?? 0.0), inFlight: inFlight)
    }
}

/// What a person orders of one process, within one transaction.
struct OrderWriter {
    let db: Database
    /// Seconds since 1970.
    let now: Double

    func hasten(_ id: ProcessID) throws -> Bool {
        guard let newest = try EscalationRun.newest(db, of: id), newest.phase == .active || newest.phase == .dead else {
            return false
        }
        // What waits comes first; then what a person was asked about, then what was given up.
        let choice = try Row.fetchOne(
            db,
            sql: """
                SELECT id, state FROM escalation_notification
                WHERE run = ? AND (due_at IS NOT NULL OR state IN ('unknown', 'deadLetter'))
                ORDER BY due_at IS NULL, due_at, state = 'deadLetter', number LIMIT 1
                """, arguments: [newest.run])
        guard let choice, let id = choice["id"] as Int64? else { return false }
        let isWaiting = ["scheduled", "retrying"].contains(choice["state"] as String)
        try db.execute(
            sql: """
                UPDATE escalation_notification SET due_at = MIN(IFNULL(due_at, ?1), ?1),
                    state = CASE WHEN ?2 THEN state ELSE 'retrying' END, counted = CASE WHEN ?2 THEN counted ELSE 0 END
                WHERE id = ?3
                """, arguments: [now, isWaiting, id])
        try db.execute(
            sql: "UPDATE escalation_process SET phase = 'active', ended_at = NULL WHERE run = ?", arguments: [newest.run])
        try EscalationRun.settle(db, run: newest.run, at: now)
        return true
    }

    func snooze(_ id: ProcessID, until: Double, note: String) throws -> Bool {
        guard let newest = try EscalationRun.newest(db, of: id), newest.phase == .active else { return false }
        try db.execute(
            sql: "UPDATE escalation_notification SET due_at = MAX(due_at, ?) WHERE run = ? AND due_at IS NOT NULL",
            arguments: [until, newest.run])
        guard db.changesCount > 0 else { return false }
        try db.execute(
            sql: "UPDATE escalation_process SET snoozed_until = ?, snooze_note = ? WHERE run = ?",
            arguments: [until, note, newest.run])
        try EscalationRun.settle(db, run: newest.run, at: now)
        return true
    }
}
