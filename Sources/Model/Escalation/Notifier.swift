/// One attempt to send one notification, as a notifier gets it.
package struct Delivery: Sendable, Hashable {
    package var processID: String
    package var notification: EscalationNotification
    /// 1 for the first.
    package var attempt: Int
    /// The same for every attempt of this notification and for no other: lets a far end drop a repetition.
    package var key: String

    package init(processID: String, notification: EscalationNotification, attempt: Int, key: String) {
        self.processID = processID
        self.notification = notification
        self.attempt = attempt
        self.key = key
    }
}

/// What became of one attempt.
package enum DeliveryOutcome: Sendable, Equatable {
    /// The far end has taken it. `reference` is the far end's own id, such as Twilio's call sid.
    case delivered(reference: String?)
    /// It was not sent, for certain.
    ///
    /// - `reason`: one line without credentials; numbers and addresses masked.
    /// - `isFinal`: trying again cannot help, such as a number that is none.
    /// - `retryAfter`: what the far end asked for.
    case failed(reason: String, isFinal: Bool, retryAfter: Duration?)
    /// Sent, and no answer came: it may have arrived.
    case unknown(reason: String)
}

/// Sends notifications of one channel. One file each; a new channel touches nothing else than the list of them.
package protocol Notifier: Sendable {
    /// As requests name it.
    var channel: String { get }
    /// The key under which requests give the target, such as `phone-number`.
    var targetKey: String { get }
    /// Never throws: a failure is an outcome. Ends within its own time-out, also when the far end hangs.
    func deliver(_ delivery: Delivery) async -> DeliveryOutcome
}
