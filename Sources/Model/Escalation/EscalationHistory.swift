package import FoundationEssentials

/// One attempt to send one notification, as the journal has it.
package struct EscalationAttempt: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable {
        case delivered, failed
        /// Sent, perhaps, and no answer came.
        case unknown
    }

    package var at: Date
    /// nil while it is being sent.
    package var outcome: Outcome?
    package var endedAt: Date?
    package var reason: String?
    /// The far end's own id of it.
    package var reference: String?

    package init(at: Date, outcome: Outcome? = nil, endedAt: Date? = nil, reason: String? = nil, reference: String? = nil) {
        self.at = at
        self.outcome = outcome
        self.endedAt = endedAt
        self.reason = reason
        self.reference = reference
    }
}

/// One notification with everything that was done about it.
package struct EscalationStep: Sendable, Equatable {
    /// The contract's words.
    package enum State: String, Sendable, CaseIterable {
        case scheduled, delivering, retrying, delivered, deadLetter
        /// Perhaps sent; a person decides whether it is sent again (`unknown: ask`).
        case unknown

        /// Whether it will be sent without anybody doing anything.
        package var isPending: Bool { self == .scheduled || self == .retrying }
    }

    package var notification: EscalationNotification
    package var state: State
    /// Seconds since 1970 at which it is sent next, retries and snoozing counted; nil when it is not.
    package var dueAt: Double?
    /// Oldest first.
    package var attempts: [EscalationAttempt]
    /// The notification's JSON object as the request had it, unknown keys included; nil where the store does not keep it.
    package var source: String?

    package init(
        notification: EscalationNotification, state: State, dueAt: Double? = nil, attempts: [EscalationAttempt] = [],
        source: String? = nil
    ) {
        self.notification = notification
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.source = source
    }
}

/// All that is known of one process: what `escalation show` prints.
package struct EscalationHistory: Sendable, Equatable {
    package var row: Escalation
    /// In the order of the request.
    package var steps: [EscalationStep]

    package init(row: Escalation, steps: [EscalationStep]) {
        self.row = row
        self.steps = steps
    }

    /// What stopping would keep from being sent.
    package var pending: [EscalationStep] { steps.filter { $0.state.isPending || $0.state == .unknown } }
}

extension EscalationHistory: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("processId", row.processID.text)
        json.member("state", row.state.rawValue)
        json.member("nextAt", row.nextAt.map(EpochMoment.date))
        json.member("startedAt", row.startedAt)
        json.member("endedAt", row.endedAt)
        json.member("snoozeNote", row.snoozeNote)
        json.member("severity", row.severity.rawValue)
        json.key("notifications")
        json.array(steps) { json, step in json.object { step.write(to: &$0) } }
    }

    package var json: String { JSONText.object { write(to: &$0) } }
}

extension EscalationStep {
    fileprivate func write(to json: inout JSONText) {
        json.member("channel", notification.channel)
        json.member("at", notification.moment)
        json.member("target", notification.target)
        json.member("state", state.rawValue)
        json.member("dueAt", dueAt.map(EpochMoment.date))
        json.key("attempts")
        json.array(attempts) { json, attempt in
            json.object { json in
                json.member("at", attempt.at)
                json.member("outcome", attempt.outcome?.rawValue)
                json.member("reason", attempt.reason)
                json.member("endedAt", attempt.endedAt)
                json.member("reference", attempt.reference)
            }
        }
    }
}
