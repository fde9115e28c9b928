package import FoundationEssentials
import GRDB
package import Model

/// The notifications of one context in our own store. What was sent must not be forgotten: every write has reached the disk when its
/// method returns.
package final class SQLiteNotifications: Sendable {
    package let settings: NotificationSettings
    package let path: String
    private let queue: DatabaseQueue
    private let clock: any WallClock

    /// - Parameters:
    ///   - folder: Absolute path of the state folder.
    ///   - context: Each context has its own file.
    /// - Throws: ``Problem``
    package init(folder: String, context: String, settings: NotificationSettings, clock: any WallClock = SystemClock())
        throws(Problem)
    {
        self.clock = clock
        var settings = settings
        settings.statuses = NotificationStatuses()
        settings.attributes = NotificationAttributes()
        settings.index = nil
        settings.table = ""
        self.settings = settings
        let file = DatabaseFile(
            folder: folder, name: ContextFileName.make("notifications", context: context), migrations: [M030Notifications.self],
            durability: .full)
        path = file.path
        do throws(StoreError) {
            queue = try file.open()
        } catch {
            throw Problem(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        }
    }

    package func close() { try? queue.close() }

    func write<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws(Problem) -> Value {
        do {
            // In a task of its own, which nobody cancels: what was sent must be written down, also while quitting.
            return try await Task { [queue] in try await queue.write(body) }.value
        } catch {
            throw problem(error, "write notifications to")
        }
    }

    func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws(Problem) -> Value {
        do {
            return try await queue.read(body)
        } catch {
            throw problem(error, "read notifications in")
        }
    }

    private func problem(_ error: any Error, _ doing: String) -> Problem {
        if let problem = error as? Problem { return problem }
        let error = StoreError(error, doing: doing, path: path)
        return Problem(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
    }

    // MARK: Adding

    /// Adds all or none.
    /// - Throws: ``Problem`` `NothingDone` for an id that is there already.
    package func add(_ all: [NewNotification], at now: Date) async throws(Problem) {
        try await write { db in
            for new in all { try Self.insert(new, at: now.timeIntervalSince1970, in: db) }
        }
    }

    private static func insert(_ new: NewNotification, at now: Double, in db: Database) throws {
        guard try Row.fetchOne(db, sql: "SELECT 1 FROM notification WHERE id = ?", arguments: [new.id]) == nil else {
            throw Problem(
                code: "NothingDone",
                message: "Notification \"\(HarmlessText.line(new.id))\" is there already. Nothing was added.",
                hint: "See nightdesk notification list.")
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO notification (id, status, event, sale_at, created_at, updated_at, next_at)
                VALUES (?, 'CREATED', ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                new.id, new.event, new.saleAt?.timeIntervalSince1970, now, now, new.sendAt?.timeIntervalSince1970 ?? now,
            ])
        let number = db.lastInsertedRowID
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO notification_recipient (notification, place, channel, target, state, tries)
                VALUES (?, ?, ?, ?, 'waiting', 0)
                """)
        for (place, recipient) in new.recipients.enumerated() {
            try statement.execute(arguments: [number, place, recipient.channel, recipient.target])
        }
    }
}

extension SQLiteNotifications: NotificationSource {
    package var findsByStatus: Bool { true }

    package func page(_ question: NotificationQuestion) async throws(Problem) -> NotificationPage {
        let settings = settings
        let now = clock.now
        return try await read { db in
            var after: Int64 = 0
            if case .number(let text)? = question.cursor?["number"] { after = Int64(text) ?? 0 }
            if question.countsOnly {
                let count = try Int.fetchOne(
                    db, sql: "SELECT COUNT(*) FROM notification WHERE status = ?", arguments: [question.status])
                return NotificationPage(records: [], count: count ?? 0)
            }
            let isAll = question.status == nil
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT * FROM notification WHERE number > ? \(isAll ? "" : "AND status = ?") ORDER BY number LIMIT ?",
                arguments: isAll ? [after, question.limit] : [after, question.status, question.limit])
            let records = try rows.map { try NotificationReading.record($0, in: db, settings: settings, now: now) }
            let last = rows.count == question.limit ? rows.last.map { $0["number"] as Int64 } : nil
            return NotificationPage(records: records, next: last.map { ["number": .number(String($0))] })
        }
    }

    package func record(_ id: String) async throws(Problem) -> NotificationRecord? {
        let (settings, now) = (settings, clock.now)
        return try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM notification WHERE id = ?", arguments: [id]).map {
                try NotificationReading.record($0, in: db, settings: settings, now: now)
            }
        }
    }

    package func retry(_ id: String) async -> RetryStep {
        let now = clock.now.timeIntervalSince1970
        do throws(Problem) {
            let isChanged = try await write { db in
                try db.execute(
                    sql: """
                        UPDATE notification SET status = 'RETRY', updated_at = ?, next_at = ?, reason = NULL
                        WHERE id = ? AND status = 'FAILED'
                        """, arguments: [now, now, id])
                guard db.changesCount == 1 else { return false }
                // Who has got it gets it no second time; nor who perhaps has.
                try db.execute(
                    sql: """
                        UPDATE notification_recipient SET state = 'waiting', tries = 0 WHERE state = 'failed'
                        AND notification = (SELECT number FROM notification WHERE id = ?)
                        """, arguments: [id])
                return true
            }
            return isChanged ? .changed(requestID: nil) : .conditionFailed
        } catch {
            return .failed(error)
        }
    }

    package func attempts(of id: String) async throws(Problem) -> [NotificationAttempt] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.at, r.channel, r.target, a.outcome, a.reason, a.provider_id
                    FROM notification_attempt a JOIN notification_recipient r ON r.number = a.recipient
                    JOIN notification n ON n.number = r.notification WHERE n.id = ? ORDER BY a.number
                    """, arguments: [id]
            ).map { row in
                NotificationAttempt(
                    at: Date(timeIntervalSince1970: row["at"]), channel: row["channel"], target: row["target"],
                    outcome: (row["outcome"] as String?).flatMap(NotificationAttempt.Outcome.init), reason: row["reason"],
                    providerID: row["provider_id"])
            }
        }
    }
}

/// Rows of `notification` as records, with the attributes that a table of DynamoDB would have.
enum NotificationReading {
    static func record(_ row: Row, in db: Database, settings: NotificationSettings, now: Date) throws -> NotificationRecord {
        let id: String = row["id"]
        var item: [String: AttributeValue] = ["status": .string(row["status"])]
        func time(_ name: String, _ value: Double?) {
            if let value { item[name] = .string(ISO8601.text(Date(timeIntervalSince1970: value))) }
        }
        time("createdAt", row["created_at"])
        time("updatedAt", row["updated_at"])
        time("sentAt", row["sent_at"])
        time("saleStartsAt", row["sale_at"])
        if let event = row["event"] as String? { item["eventId"] = .string(event) }
        if let reason = row["reason"] as String? { item["failureReason"] = .string(reason) }
        item["recipients"] = .list(try recipients(of: row["number"], in: db))
        return NotificationRecord(id: id, item, settings: settings, now: now)
    }

    private static func recipients(of number: Int64, in db: Database) throws -> [AttributeValue] {
        let statement = try db.cachedStatement(
            sql:
                "SELECT channel, target, state, tries, provider_id FROM notification_recipient WHERE notification = ? ORDER BY place"
        )
        return try Row.fetchAll(statement, arguments: [number]).map { row in
            var members: [String: AttributeValue] = [
                "channel": .string(row["channel"]), "target": .string(row["target"]), "state": .string(row["state"]),
                "tries": .number(String(row["tries"] as Int)),
            ]
            if let id = row["provider_id"] as String? { members["providerId"] = .string(id) }
            return .map(members)
        }
    }
}
