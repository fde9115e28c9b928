package import FoundationEssentials

/// One escalation process: a row of pane `escalations`.
package struct Escalation: Sendable, Equatable, Identifiable {
    /// The contract's words.
    package enum State: String, Sendable, CaseIterable {
        case scheduled, delivering, retrying
        /// A notification was given up, or its outcome is unknown and a person has to decide.
        case deadLetter
        /// Stopped while something was being sent.
        case stopping
        /// The store holds something that cannot be read.
        case unreadable
    }

    /// The newest attempt of any of its notifications.
    package struct LastAttempt: Sendable, Equatable {
        package var at: Date
        package var channel: String
        /// nil while it is being sent.
        package var outcome: EscalationAttempt.Outcome?

        package init(at: Date, channel: String, outcome: EscalationAttempt.Outcome?) {
            self.at = at
            self.channel = channel
            self.outcome = outcome
        }
    }

    package var processID: ProcessID
    package var state: State
    /// Seconds since 1970 at which the next one is sent, retries and snoozing counted; nil when nothing is to be sent.
    package var nextAt: Double?
    package var nextChannel: String?
    /// Notifications that were not delivered, given up ones included.
    package var remaining: Int
    /// Notifications that were given up or wait for a person's decision.
    package var dead: Int
    package var lastAttempt: LastAttempt?
    /// nil where the store does not know.
    package var startedAt: Date?
    /// nil while something is to be sent or somebody has to look.
    package var endedAt: Date?
    /// Why it was snoozed; nil when it is not.
    package var snoozeNote: String?
    /// What cannot be read, or why the newest attempt failed.
    package var reason: String?
    package var severity: Severity

    package var id: String { processID.key }

    package init(
        processID: ProcessID, state: State, nextAt: Double? = nil, nextChannel: String? = nil, remaining: Int = 0, dead: Int = 0,
        lastAttempt: LastAttempt? = nil, startedAt: Date? = nil, endedAt: Date? = nil, snoozeNote: String? = nil,
        reason: String? = nil, severity: Severity = .ok
    ) {
        self.processID = processID
        self.state = state
        self.nextAt = nextAt
        self.nextChannel = nextChannel
        self.remaining = remaining
        self.dead = dead
        self.lastAttempt = lastAttempt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.snoozeNote = snoozeNote
        self.reason = reason
        self.severity = severity
    }
}

extension Escalation {
    /// Later than this, nobody delivers (contract, Default severities).
    package static let overdueLimit: Duration = .seconds(60)

    /// How long the next notification could have been sent already; nil when it is not due. A process that was started late is not
    /// overdue from the beginning.
    package func overdueSeconds(at now: Date) -> Double? {
        guard endedAt == nil, let nextAt else { return nil }
        let due = max(nextAt.rounded(.up), startedAt?.timeIntervalSince1970 ?? nextAt)
        let seconds = now.timeIntervalSince1970 - due
        return seconds > 0 ? seconds : nil
    }

    package func isOverdue(at now: Date) -> Bool {
        state != .delivering && (overdueSeconds(at: now) ?? 0) > Self.overdueLimit / .seconds(1)
    }

    /// When time alone next changes the verdict: the moment from which the next one is due, then that from which it is overdue.
    package func nextVerdict(after now: Date) -> Date? {
        guard endedAt == nil, let nextAt else { return nil }
        let due = max(nextAt.rounded(.up), startedAt?.timeIntervalSince1970 ?? nextAt)
        // Just after: at the moment itself it is not yet so.
        let moments = [due, due + Self.overdueLimit / .seconds(1)].map { EpochMoment.date($0 + 0.01) }
        return moments.first { $0 > now }
    }

    /// Overdue, given up or unreadable is critical; a repetition is a warning.
    package func judged(at now: Date) -> Escalation {
        var row = self
        if endedAt != nil {
            row.severity = .ok
        } else if dead > 0 || state == .unreadable || isOverdue(at: now) {
            row.severity = .critical
        } else {
            row.severity = state == .retrying || state == .stopping ? .warning : .ok
        }
        return row
    }
}

extension Escalation: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("processId", processID.text)
        json.member("state", state.rawValue)
        json.member("nextAt", nextAt.map(EpochMoment.date))
        json.member("nextChannel", nextChannel)
        json.member("remaining", remaining)
        json.key("lastAttempt")
        if let lastAttempt {
            json.object { json in
                json.member("at", lastAttempt.at)
                json.member("channel", lastAttempt.channel)
                json.member("outcome", lastAttempt.outcome?.rawValue)
            }
        } else {
            json.null()
        }
        json.member("severity", severity.rawValue)
        // Only `list --all` has such rows; their state is that of the last moment.
        if let endedAt { json.member("endedAt", endedAt) }
    }
}
