package import FoundationEssentials

/// What a person orders of one process, with the change that is asked about and recorded.
package struct EscalationOrder: Sendable, Equatable {
    package enum Act: Sendable, Equatable {
        case start(EscalationRequest)
        case stop
        case deliver
        case snooze(until: Date, note: String)
        /// Starts again what a stop has kept from being sent.
        case restart(EscalationRequest)
    }

    /// How the process is reached.
    package enum Way: Sendable, Equatable {
        /// Our own store.
        case store
        /// A message to the queue that a running deployment reads.
        case queue(url: String)
    }

    package let processID: ProcessID
    package let act: Act
    package let way: Way
    package let change: Change
    /// What would start it again as it was when the order was made; nil where a stop has nothing to undo.
    package let remainder: EscalationRequest?

    package init(
        _ act: Act, _ processID: ProcessID, way: Way, place: Place, history: EscalationHistory?
    ) {
        self.processID = processID
        self.act = act
        self.way = way
        remainder = act == .stop ? history?.remainder : nil
        let name = HarmlessText.line(processID.text)
        change = Change(
            action: "escalation.\(act.word)", targets: [name], permission: .mutate, place: place,
            summary: Self.summary(act, name, way, place, history), oldValues: Self.before(act, history),
            whatToCheck: "Look at nightdesk escalation show \(name): what is still scheduled there will be sent.")
    }

    package var title: String { "\(act.title) \(HarmlessText.line(processID.text))" }

    private static func summary(
        _ act: Act, _ name: String, _ way: Way, _ place: Place, _ history: EscalationHistory?
    ) -> [String] {
        switch act {
        case .start(let request): return start(request, name, way, "Start")
        case .restart(let request): return start(request, name, way, "Start again")
        case .stop: return stop(name, way, place, history)
        case .deliver:
            let next =
                history?.pending.min { ($0.dueAt ?? .infinity) < ($1.dueAt ?? .infinity) }
                ?? history?.steps.last { $0.state == .deadLetter }
            return ["Send now: " + (next.map(line) ?? "the next notification of \(name)")]
        case .snooze(let until, let note):
            return ["Send nothing of \(name) before \(ISO8601.text(until)): \(HarmlessText.line(note))"]
        }
    }

    private static func start(_ request: EscalationRequest, _ name: String, _ way: Way, _ verb: String) -> [String] {
        guard case .start(let entries) = request.action else { return [] }
        let first = ["\(verb) \(name)\(way.words)"]
        return first + entries.map { "  " + line(EscalationStep(notification: $0.notification, state: .scheduled)) }
    }

    /// Exactly what will not be sent, and what has been sent already.
    private static func stop(_ name: String, _ way: Way, _ place: Place, _ history: EscalationHistory?) -> [String] {
        var lines = ["Stop \(name)\(way.words)"]
        guard let history, history.row.endedAt == nil else { return lines + ["  No such process is known here."] }
        let groups: [(String, (EscalationStep) -> Bool)] = [
            ("will not be sent", { $0.state.isPending || $0.state == .unknown }), ("was given up", { $0.state == .deadLetter }),
            ("is being sent and cannot be held back", { $0.state == .delivering }), ("was sent", { $0.state == .delivered }),
        ]
        for (words, belongs) in groups {
            lines += history.steps.filter(belongs).map { "  \(words): \(line($0))" }
        }
        return lines
    }

    private static func before(_ act: Act, _ history: EscalationHistory?) -> [Fact] {
        guard let history else { return [] }
        switch act {
        case .start, .restart: return []
        case .stop, .deliver, .snooze: break
        }
        return [
            Fact("remaining", String(history.row.remaining)),
            Fact("next", history.row.nextAt.map { ISO8601.text(EpochMoment.date($0)) }),
        ]
    }

    /// `phone …111 at 2024-01-15T12:34:56.000Z`
    package static func line(_ step: EscalationStep) -> String {
        let target = step.notification.target.map { " " + Masker.masked(HarmlessText.line($0)) } ?? " (no target)"
        return
            "\(HarmlessText.line(step.notification.channel))\(target) at \(ISO8601.text(EpochMoment.date(step.dueAt ?? step.notification.at)))"
    }
}

extension EscalationOrder.Act {
    package var word: String {
        switch self {
        case .start, .restart: "start"
        case .stop: "stop"
        case .deliver: "deliver"
        case .snooze: "snooze"
        }
    }

    package var title: String {
        switch self {
        case .start: "Start escalation"
        case .restart: "Start escalation again"
        case .stop: "Stop escalation"
        case .deliver: "Deliver now:"
        case .snooze: "Snooze escalation"
        }
    }
}

extension EscalationOrder.Way {
    fileprivate var words: String {
        switch self {
        case .store: ""
        case .queue(let url): " by a message to \(url.split(separator: "/").last.map(String.init) ?? url)"
        }
    }
}

extension EscalationHistory {
    /// The request that starts again what is left, for undo.
    package var remainder: EscalationRequest? {
        let entries = steps.filter { $0.state != .delivered && $0.state != .delivering }.map {
            EscalationRequest.Entry(notification: $0.notification, source: $0.source ?? "{}")
        }
        return entries.isEmpty ? nil : EscalationRequest(processID: row.processID, action: .start(entries))
    }
}
