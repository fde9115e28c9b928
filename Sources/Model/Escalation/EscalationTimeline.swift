package import FoundationEssentials

/// One line of what a process has sent and will send.
package struct EscalationMoment: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The outcome of an attempt.
        case delivered, failed, unknown
        /// An attempt that is under way.
        case sending
        /// Was given up: nothing more is sent unless somebody delivers it.
        case deadLetter
        /// Nobody knows whether it was sent, and a person decides whether it is sent again.
        case undecided
        /// Still to come; `retrying` for one that has failed before.
        case scheduled, retrying
        /// Not sent because the process was stopped before.
        case stopped
    }

    package var at: Date
    package var kind: Kind
    /// Its place in the request, from 1.
    package var number: Int
    package var channel: String
    /// Whole: whoever shows it masks it, unless a person has asked.
    package var target: String?
    /// Why an attempt failed.
    package var reason: String?

    package init(at: Date, kind: Kind, number: Int, channel: String, target: String?, reason: String? = nil) {
        self.at = at
        self.kind = kind
        self.number = number
        self.channel = channel
        self.target = target
        self.reason = reason
    }

    package var isToCome: Bool { kind == .scheduled || kind == .retrying }
    package var severity: Severity {
        switch kind {
        case .delivered: .ok
        case .failed, .retrying: .warning
        case .deadLetter, .undecided: .critical
        case .unknown: .unknown
        case .sending, .scheduled, .stopped: .ok
        }
    }
}

extension EscalationHistory {
    /// Everything that was sent, oldest first, then what is given up or waits for a person, then what is still to come.
    package var timeline: [EscalationMoment] {
        let sent = steps.enumerated().flatMap { place, step in step.attempts.map { step.moment($0, place + 1) } }
        let stands = steps.enumerated().compactMap { place, step in step.stand(place + 1, isOver: row.endedAt != nil) }
        return sent.sorted { ($0.at, $0.number) < ($1.at, $1.number) }
            + stands.sorted { ($0.isToCome ? 1 : 0, $0.at, $0.number) < ($1.isToCome ? 1 : 0, $1.at, $1.number) }
    }
}

extension EscalationStep {
    fileprivate func moment(_ attempt: EscalationAttempt, _ number: Int) -> EscalationMoment {
        let kind: EscalationMoment.Kind =
            switch attempt.outcome {
            case .delivered: .delivered
            case .failed: .failed
            case .unknown: .unknown
            case nil: .sending
            }
        return EscalationMoment(
            at: attempt.at, kind: kind, number: number, channel: notification.channel, target: notification.target,
            reason: attempt.reason)
    }

    /// What has become of the notification, where its attempts do not say it already.
    fileprivate func stand(_ number: Int, isOver: Bool) -> EscalationMoment? {
        let kind: EscalationMoment.Kind
        switch state {
        case .delivered, .delivering: return nil
        case .deadLetter: kind = .deadLetter
        case .unknown: kind = isOver ? .stopped : .undecided
        case .scheduled: kind = isOver || dueAt == nil ? .stopped : .scheduled
        case .retrying: kind = isOver || dueAt == nil ? .stopped : .retrying
        }
        let last = kind == .deadLetter ? attempts.last?.endedAt : nil
        return EscalationMoment(
            at: last ?? EpochMoment.date(dueAt ?? notification.at), kind: kind, number: number, channel: notification.channel,
            target: notification.target)
    }
}
