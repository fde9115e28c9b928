package import FoundationEssentials
import GRDB
package import Model

extension SQLiteNotifications: NotificationOutbox {
    /// As often as the original's sender tries (systems.md 3).
    private static let mostTries = 3
    /// After the first attempt; twice as long after each more.
    private static let firstPause = 10.0

    package func claim(at now: Date) async throws(Problem) -> [ClaimedNotification] {
        try await write { db in
            let seconds = now.timeIntervalSince1970
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT number, id, created_at FROM notification WHERE next_at IS NOT NULL AND next_at <= ?
                        ORDER BY next_at, number LIMIT 1
                        """, arguments: [seconds])
            else { return [] }
            let (number, id): (Int64, String) = (row["number"], row["id"])
            try db.execute(
                sql: "UPDATE notification SET status = 'QUEUED', updated_at = ?, next_at = NULL WHERE number = ?",
                arguments: [seconds, number])
            let recipients = try Row.fetchAll(
                db, sql: "SELECT * FROM notification_recipient WHERE notification = ? AND state = 'waiting' ORDER BY place",
                arguments: [number])
            return try recipients.map { recipient in
                let place: Int64 = recipient["number"]
                try db.execute(
                    sql: "UPDATE notification_recipient SET state = 'sending', tries = tries + 1 WHERE number = ?",
                    arguments: [place])
                try db.execute(
                    sql: "INSERT INTO notification_attempt (recipient, at) VALUES (?, ?)", arguments: [place, seconds])
                let notification = EscalationNotification(
                    channel: recipient["channel"], at: row["created_at"], target: recipient["target"])
                return ClaimedNotification(
                    attemptID: db.lastInsertedRowID, notificationID: id,
                    delivery: Delivery(
                        processID: id, notification: notification, attempt: (recipient["tries"] as Int) + 1,
                        key: "notification-\(id)-\(place)"))
            }
        }
    }

    package func end(_ claim: ClaimedNotification, _ outcome: DeliveryOutcome, at now: Date) async throws(Problem) {
        try await write { db in
            let seconds = now.timeIntervalSince1970
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT r.number, r.notification, r.tries FROM notification_attempt a
                        JOIN notification_recipient r ON r.number = a.recipient WHERE a.number = ? AND a.outcome IS NULL
                        """, arguments: [claim.attemptID])
            else { return }
            let tries: Int = row["tries"]
            let ending = Ending(outcome, mayTryAgain: tries < Self.mostTries)
            try db.execute(
                sql: "UPDATE notification_attempt SET outcome = ?, reason = ?, provider_id = ?, ended_at = ? WHERE number = ?",
                arguments: [ending.outcome, ending.reason, ending.providerID, seconds, claim.attemptID])
            try db.execute(
                sql: "UPDATE notification_recipient SET state = ?, provider_id = COALESCE(?, provider_id) WHERE number = ?",
                arguments: [ending.state, ending.providerID, row["number"] as Int64])
            let pause = max(Self.firstPause * Double(1 << (tries - 1)), ending.retryAfter ?? 0)
            try Self.settle(row["notification"], retryAt: seconds + pause, at: seconds, in: db)
        }
    }

    package func adopt(at now: Date) async throws(Problem) -> Int {
        try await write { db in
            let seconds = now.timeIntervalSince1970
            let open = try Row.fetchAll(
                db,
                sql: """
                    SELECT a.number, a.recipient, r.notification FROM notification_attempt a
                    JOIN notification_recipient r ON r.number = a.recipient WHERE a.outcome IS NULL
                    """)
            let reason = "the sender ended before an answer came"
            for row in open {
                try db.execute(
                    sql: "UPDATE notification_attempt SET outcome = 'unknown', reason = ?, ended_at = ? WHERE number = ?",
                    arguments: [reason, seconds, row["number"] as Int64])
                try db.execute(
                    sql: "UPDATE notification_recipient SET state = 'unknown' WHERE number = ?",
                    arguments: [row["recipient"] as Int64])
                try Self.settle(row["notification"], retryAt: seconds, at: seconds, in: db)
            }
            return open.count
        }
    }

    package func nextDue() async throws(Problem) -> Date? {
        try await read { db in
            try Double.fetchOne(db, sql: "SELECT MIN(next_at) FROM notification WHERE next_at IS NOT NULL")
                .map { Date(timeIntervalSince1970: $0) }
        }
    }

    /// What became of an attempt, in the words of the tables.
    private struct Ending {
        var outcome: String
        var state: String
        var reason: String?
        var providerID: String?
        var retryAfter: Double?

        init(_ outcome: DeliveryOutcome, mayTryAgain: Bool) {
            switch outcome {
            case .delivered(let reference):
                (self.outcome, state, providerID) = ("delivered", "delivered", reference)
            case .failed(let reason, let isFinal, let retryAfter):
                (self.outcome, state) = ("failed", isFinal || !mayTryAgain ? "failed" : "waiting")
                self.reason = reason
                self.retryAfter = retryAfter.map { $0 / .seconds(1) }
            case .unknown(let reason):
                (self.outcome, state) = ("unknown", "unknown")
                self.reason = reason
            }
        }
    }

    /// Once nobody is being told: again for those who wait, else the end. Where one recipient failed it can be retried: that reaches only
    /// those who have failed, never one who perhaps has it.
    private static func settle(_ number: Int64, retryAt: Double, at now: Double, in db: Database) throws {
        let states = Set(
            try String.fetchAll(
                db, sql: "SELECT DISTINCT state FROM notification_recipient WHERE notification = ?", arguments: [number]))
        guard !states.contains("sending") else { return }
        if states.contains("waiting") {
            try db.execute(
                sql: "UPDATE notification SET next_at = ?, updated_at = ? WHERE number = ?", arguments: [retryAt, now, number])
            return
        }
        let status = states.contains("failed") ? "FAILED" : states.contains("unknown") ? "UNKNOWN" : "DELIVERED"
        // Whoever ended last may have been the one who was told.
        try db.execute(
            sql: """
                UPDATE notification SET status = ?, updated_at = ?, next_at = NULL,
                sent_at = CASE WHEN ? = 'DELIVERED' THEN ? ELSE sent_at END,
                reason = CASE WHEN ? = 'DELIVERED' THEN NULL ELSE (
                    SELECT a.reason FROM notification_attempt a JOIN notification_recipient r ON r.number = a.recipient
                    WHERE r.notification = ? AND r.state IN ('failed', 'unknown') AND a.reason IS NOT NULL
                    ORDER BY a.number DESC LIMIT 1) END
                WHERE number = ?
                """, arguments: [status, now, status, now, status, number, number])
    }
}
