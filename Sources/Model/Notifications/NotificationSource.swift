package import FoundationEssentials

/// Where a page of records begins; only its source reads it.
package typealias NotificationCursor = [String: AttributeValue]

/// What one request for records asks for.
package struct NotificationQuestion: Sendable, Equatable {
    /// Only these; nil for all, or where the source cannot look for a status.
    package var status: String?
    /// The number is wanted, not the records.
    package var countsOnly = false
    /// Records to look at, at most.
    package var limit: Int
    package var cursor: NotificationCursor?

    package init(status: String? = nil, countsOnly: Bool = false, limit: Int, cursor: NotificationCursor? = nil) {
        self.status = status
        self.countsOnly = countsOnly
        self.limit = limit
        self.cursor = cursor
    }
}

package struct NotificationPage: Sendable, Equatable {
    package var records: [NotificationRecord]
    /// As many as there are records, or instead of them.
    package var count: Int
    /// Looked at, others than notifications included.
    package var scanned: Int
    /// nil at the last page.
    package var next: NotificationCursor?
    /// Capacity consumed; 0 where reading is free.
    package var units: Double

    package init(
        records: [NotificationRecord], count: Int? = nil, scanned: Int? = nil, next: NotificationCursor? = nil, units: Double = 0
    ) {
        self.records = records
        self.count = count ?? records.count
        self.scanned = scanned ?? self.count
        self.next = next
        self.units = units
    }
}

/// What became of the request to retry one record.
package enum RetryStep: Sendable, Equatable {
    /// It was FAILED and is RETRY now.
    case changed(requestID: String?)
    /// It is not FAILED, or not there: nothing was changed.
    case conditionFailed
    case failed(Problem)
    /// Sent, and no good answer came.
    case unknown(Problem)
}

/// Notifications, wherever they are kept: a table of DynamoDB, or our own store.
package protocol NotificationSource: Sendable {
    var settings: NotificationSettings { get }
    /// True where ``NotificationQuestion/status`` saves reading the others.
    var findsByStatus: Bool { get }
    func page(_ question: NotificationQuestion) async throws(Problem) -> NotificationPage
    /// As it is after everything that was written before; nil where there is none.
    func record(_ id: String) async throws(Problem) -> NotificationRecord?
    /// Sets the record to RETRY if it is FAILED, in one step that nobody can come between.
    func retry(_ id: String) async -> RetryStep
    /// What was tried for each recipient, oldest first; empty where the source does not know.
    func attempts(of id: String) async throws(Problem) -> [NotificationAttempt]
}

/// One attempt to tell one recipient.
package struct NotificationAttempt: Sendable, Equatable {
    package enum Outcome: String, Sendable {
        case delivered, failed, unknown
    }

    package var at: Date
    package var channel: String
    /// A number or an address, whole.
    package var target: String
    /// nil while it is being sent.
    package var outcome: Outcome?
    package var reason: String?
    /// The far end's own id of it.
    package var providerID: String?

    package init(
        at: Date, channel: String, target: String, outcome: Outcome?, reason: String? = nil, providerID: String? = nil
    ) {
        self.at = at
        self.channel = channel
        self.target = target
        self.outcome = outcome
        self.reason = reason
        self.providerID = providerID
    }
}
