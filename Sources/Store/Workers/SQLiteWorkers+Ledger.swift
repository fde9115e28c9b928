package import FoundationEssentials
import GRDB
package import Model

/// What happened to a meeting, for its detail.
enum WorkerHistory {
    static func add(_ text: String, meeting: String, at now: Date, in db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO worker_event (at, meeting, text) VALUES (?, ?, ?)"
        ).execute(arguments: [now.timeIntervalSince1970, meeting, text])
    }
}

extension SQLiteWorkers: WorkerLedger {
    package func add(_ counters: WorkerCounters, at now: Date) async throws(Problem) {
        try await write("count in") { db in
            let statement = try db.cachedStatement(
                sql: "INSERT INTO worker_counter (at, function, name, value) VALUES (?, ?, ?, ?)")
            for (name, value) in counters.values {
                try statement.execute(arguments: [now.timeIntervalSince1970, counters.function, name, value])
            }
        }
    }

    package func keepUnsent(_ alert: WorkerAlert, at now: Date) async throws(Problem) -> Int64 {
        try await write("keep an alert in") { db in
            try Self.insert(alert, way: "mail", at: now, sentAt: nil, in: db)
            return db.lastInsertedRowID
        }
    }

    package func toldUnmarked(since start: Date) async throws(Problem) -> Set<[UInt8]> {
        try await read("read alerts from") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT subject, meeting FROM worker_alert
                    WHERE meeting IS NOT NULL AND sent_at IS NOT NULL AND marked_at IS NULL AND at >= ?
                    """, arguments: [start.timeIntervalSince1970])
            return Set(
                rows.map { WorkerAlert(list: .overdue, subject: $0["subject"], body: "", meetingID: $0["meeting"]).key })
        }
    }

    /// A mark of this store's own calendar has closed it already.
    package func noteMarked(_ alert: WorkerAlert, at now: Date) async throws(Problem) {
        let isOpen = try await read("read alerts from") { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM worker_alert WHERE meeting = ? AND subject = ? AND marked_at IS NULL)",
                arguments: [alert.meetingID, alert.subject]) ?? false
        }
        guard isOpen else { return }
        try await write("close an alert in") { db in
            try db.execute(
                sql: "UPDATE worker_alert SET marked_at = ? WHERE meeting = ? AND subject = ? AND marked_at IS NULL",
                arguments: [now.timeIntervalSince1970, alert.meetingID, alert.subject])
        }
    }

    package func note(_ call: EmergencyCall, unsent: Int64?) async throws(Problem) {
        try await write("keep a call in") { db in
            try db.execute(
                sql: "INSERT INTO worker_call (at, number, name, alert) VALUES (?, ?, ?, ?)",
                arguments: [call.at.timeIntervalSince1970, call.number, call.name, unsent])
        }
    }

    package func note(_ text: String, about id: String, at now: Date) async throws(Problem) {
        try await write("note in") { db in try WorkerHistory.add(text, meeting: id, at: now, in: db) }
    }

    package func unsent() async throws(Problem) -> [(id: Int64, alert: WorkerAlert)] {
        try await read("read alerts from") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM worker_alert WHERE sent_at IS NULL ORDER BY id").map { row in
                (
                    id: row["id"],
                    alert: WorkerAlert(
                        list: AlertList(rawValue: row["list"]) ?? .emergency, subject: row["subject"], body: row["body"],
                        meetingID: row["meeting"])
                )
            }
        }
    }

    package func markSent(_ id: Int64, at now: Date) async throws(Problem) {
        try await write("close an alert in") { db in
            try db.execute(
                sql: "UPDATE worker_alert SET sent_at = ?, body = '' WHERE id = ?", arguments: [now.timeIntervalSince1970, id])
        }
    }

    package func noteCheck(at now: Date, failure: Problem?) async throws(Problem) {
        try await write("note a check in") { db in
            try db.execute(
                sql: """
                    INSERT INTO worker_check (only, last_at, last_good_at, failure_code, failure_message, failure_hint)
                    VALUES (1, ?1, ?2, ?3, ?4, ?5)
                    ON CONFLICT (only) DO UPDATE SET last_at = ?1, last_good_at = coalesce(?2, last_good_at), failure_code = ?3,
                        failure_message = ?4, failure_hint = ?5
                    """,
                arguments: [
                    now.timeIntervalSince1970, failure == nil ? now.timeIntervalSince1970 : nil, failure?.code, failure?.message,
                    failure?.hint,
                ])
        }
    }

    package func noteEmergency(_ ids: [String], at now: Date) async throws(Problem) {
        guard !ids.isEmpty else { return }
        try await write("note an emergency in") { db in
            for id in ids {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO worker_emergency (meeting, at) VALUES (?, ?)",
                    arguments: [id, now.timeIntervalSince1970])
            }
        }
    }

    /// - Parameter keepsBody: False for what a mail server has taken: then nothing personal is left here.
    private static func insert(
        _ alert: WorkerAlert, way: String, at now: Date, sentAt: Date?, keepsBody: Bool = true, in db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO worker_alert (at, list, subject, body, meeting, way, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                now.timeIntervalSince1970, alert.list.rawValue, alert.subject, keepsBody ? alert.body : "", alert.meetingID, way,
                sentAt?.timeIntervalSince1970,
            ])
        if let id = alert.meetingID, sentAt != nil {
            try WorkerHistory.add("\(alert.subject): told by \(way)", meeting: id, at: now, in: db)
        }
    }

    /// An alert that was delivered: by mail, or by being shown here, which is the only place then where its text is.
    package func keepSent(_ alert: WorkerAlert, way: String, isShownHere: Bool, at now: Date) async throws(Problem) {
        try await write("keep an alert in") { db in
            try Self.insert(alert, way: way, at: now, sentAt: now, keepsBody: isShownHere, in: db)
        }
    }
}

extension SQLiteWorkers {
    // MARK: Calls for help that fit no meeting

    /// Those that nobody has cleared, newest first, by the number under which they are kept.
    package func openCalls() async throws(Problem) -> [(number: Int64, call: EmergencyCall)] {
        try await read("read calls from") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.id, c.at, c.number, c.name, c.alert IS NULL OR a.sent_at IS NOT NULL AS told
                    FROM worker_call c LEFT JOIN worker_alert a ON a.id = c.alert WHERE c.cleared_at IS NULL ORDER BY c.id DESC
                    """
            ).map { row in
                (
                    number: row["id"],
                    call: EmergencyCall(
                        number: row["number"], name: row["name"], at: Date(timeIntervalSince1970: row["at"]), isTold: row["told"])
                )
            }
        }
    }

    /// Its number is forgotten with that.
    /// - Returns: False where there is no such call.
    package func clearCall(_ number: Int64, at now: Date) async throws(Problem) -> Bool {
        try await write("clear a call in") { db in
            try db.execute(
                sql: "UPDATE worker_call SET cleared_at = ?, number = NULL, name = NULL WHERE id = ? AND cleared_at IS NULL",
                arguments: [now.timeIntervalSince1970, number])
            return db.changesCount > 0
        }
    }

    /// Alerts that only this console shows, newest first.
    package func outbox(since start: Date) async throws(Problem) -> [(at: Date, alert: WorkerAlert)] {
        try await read("read alerts from") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM worker_alert WHERE body <> '' AND at >= ? ORDER BY id DESC LIMIT 50",
                arguments: [start.timeIntervalSince1970]
            ).map { row in
                (
                    at: Date(timeIntervalSince1970: row["at"]),
                    alert: WorkerAlert(
                        list: AlertList(rawValue: row["list"]) ?? .emergency, subject: row["subject"], body: row["body"],
                        meetingID: row["meeting"])
                )
            }
        }
    }

    /// Connect calls of any kind since then.
    package func calls(since start: Date) async throws(Problem) -> Int {
        try await read("read figures from") { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT coalesce(SUM(value), 0) FROM worker_counter
                    WHERE at >= ? AND function = 'Connect' AND name IN ('Checkins', 'Checkouts', 'Emergencies')
                    """, arguments: [start.timeIntervalSince1970]) ?? 0
        }
    }
}

extension SQLiteWorkers {
    // MARK: Acknowledging

    /// - Returns: The meeting's marks as they are now.
    package func acknowledge(_ id: String, _ acknowledgement: WorkerAcknowledgement, at now: Date) async throws(Problem) {
        try await write("acknowledge in") { db in
            try db.execute(
                sql: "REPLACE INTO worker_acknowledgement (meeting, state, until, note) VALUES (?, ?, ?, ?)",
                arguments: [
                    id, acknowledgement.state.rawValue, acknowledgement.until.timeIntervalSince1970, acknowledgement.note,
                ])
            try WorkerHistory.add("acknowledged: \(acknowledgement.note)", meeting: id, at: now, in: db)
        }
    }

    /// What is known of meetings beside the calendar, by id.
    package func marks() async throws(Problem) -> [String: WorkerMarks] {
        try await read("read acknowledgements from") { db in
            var marks: [String: WorkerMarks] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM worker_acknowledgement") {
                guard let state = MeetingState(rawValue: row["state"]) else { continue }
                marks[row["meeting"], default: WorkerMarks()].acknowledgement = WorkerAcknowledgement(
                    state: state, until: Date(timeIntervalSince1970: row["until"]), note: row["note"])
            }
            for row in try Row.fetchAll(db, sql: "SELECT * FROM worker_emergency") {
                marks[row["meeting"], default: WorkerMarks()].emergencyAt = Date(timeIntervalSince1970: row["at"])
            }
            return marks
        }
    }

    /// What happened to a meeting, newest first.
    package func history(of id: String) async throws(Problem) -> [(at: Date, text: String)] {
        try await read("read a history from") { db in
            try Row.fetchAll(
                db, sql: "SELECT at, text FROM worker_event WHERE meeting = ? ORDER BY id DESC LIMIT 50", arguments: [id]
            ).map { (at: Date(timeIntervalSince1970: $0["at"]), text: $0["text"]) }
        }
    }

    /// The figures of a day, and how the last checks went.
    package func overview(since start: Date, at now: Date) async throws(Problem) -> WorkerOverview {
        try await read("read figures from") { db in
            var overview = WorkerOverview()
            let rows = try Row.fetchAll(
                db, sql: "SELECT name, SUM(value) AS total FROM worker_counter WHERE at >= ? GROUP BY name",
                arguments: [start.timeIntervalSince1970])
            for row in rows { overview.counters[row["name"]] = row["total"] }
            if let row = try Row.fetchOne(db, sql: "SELECT * FROM worker_check") {
                overview.lastCheckAt = Date(timeIntervalSince1970: row["last_at"])
                overview.lastGoodCheckAt = (row["last_good_at"] as Double?).map { Date(timeIntervalSince1970: $0) }
                if let code = row["failure_code"] as String? {
                    overview.failure = Problem(code: code, message: row["failure_message"] ?? "", hint: row["failure_hint"] ?? "")
                }
            }
            overview.unsentCount = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM worker_alert WHERE sent_at IS NULL") ?? 0
            return overview
        }
    }
}
