package import FoundationEssentials

/// A notification that is to be put into our own store.
package struct NewNotification: Sendable, Equatable {
    package struct Recipient: Sendable, Equatable {
        /// A channel of the escalations: `phone`, `email` …
        package var channel: String
        package var target: String

        package init(channel: String, target: String) {
            self.channel = channel
            self.target = target
        }
    }

    package var id: String
    package var event: String?
    package var saleAt: Date?
    /// Not before; nil for at once.
    package var sendAt: Date?
    package var recipients: [Recipient]

    package init(id: String, event: String? = nil, saleAt: Date? = nil, sendAt: Date? = nil, recipients: [Recipient]) {
        self.id = id
        self.event = event
        self.saleAt = saleAt
        self.sendAt = sendAt
        self.recipients = recipients
    }
}

/// One delivery that the sender has taken on; its attempt is written down before it is sent.
package struct ClaimedNotification: Sendable, Equatable {
    /// Of the attempt.
    package var attemptID: Int64
    package var notificationID: String
    package var delivery: Delivery

    package init(attemptID: Int64, notificationID: String, delivery: Delivery) {
        self.attemptID = attemptID
        self.notificationID = notificationID
        self.delivery = delivery
    }
}

/// What the sender of our own notifications needs of their store.
package protocol NotificationOutbox: Sendable {
    /// Takes the notification that has been due longest: QUEUED from now on, an attempt begun for each recipient who has not got it.
    /// - Returns: Empty when nothing is due.
    func claim(at now: Date) async throws(Problem) -> [ClaimedNotification]
    /// Writes down what became of one attempt, and what follows for the notification.
    func end(_ claim: ClaimedNotification, _ outcome: DeliveryOutcome, at now: Date) async throws(Problem)
    /// Attempts that were begun by a sender that is gone have an unknown end: they may have arrived.
    /// - Returns: How many.
    func adopt(at now: Date) async throws(Problem) -> Int
    /// When the next notification is due; nil when none is.
    func nextDue() async throws(Problem) -> Date?
}
