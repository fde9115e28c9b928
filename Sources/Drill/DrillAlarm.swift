import FoundationEssentials

/// A change of an alarm's state.
struct DrillTransition: Sendable, Equatable {
    var at: Date
    var from: String
    var to: String
}

/// An alarm of the practice world.
package struct DrillAlarm: Sendable {
    package var name: String
    package var state: String
    package var reason: String
    package var summary = ""
    package var namespace = "AWS/Lambda"
    package var metric = ""
    package var dimension: (name: String, value: String)?
    package var statistic = "Sum"
    package var periodSeconds = 300
    package var evaluationPeriods = 2
    package var threshold = 0.0
    package var actionsEnabled = true
    /// The rule of a composite alarm; the metric is then of no meaning.
    package var rule: String?
    /// How long the state lasts before something else is reported; the state is entered at every full multiple of it.
    package var sinceHours = 4
    /// When the first state was entered, where a story says so; nil leaves it to ``sinceHours``.
    var enteredAt: Date?
    /// What a story has brought, newest first.
    var transitions: [DrillTransition] = []

    package init(_ name: String, state: String, reason: String) {
        self.name = name
        self.state = state
        self.reason = reason
    }

    /// When the present state began.
    func since(at now: Date) -> Date {
        if let newest = transitions.first { return newest.at }
        if let enteredAt { return enteredAt }
        let length = Double(sinceHours) * 3600
        return Date(timeIntervalSince1970: ((now.timeIntervalSince1970 - 600) / length).rounded(.down) * length)
    }

    /// The newest transitions, newest first: what a story has brought, and two of before.
    func history(at now: Date) -> [DrillTransition] {
        let first = transitions.last?.from ?? state
        let other = first == "OK" ? "ALARM" : "OK"
        var before = self
        before.transitions = []
        let since = before.since(at: now)
        return transitions + [
            DrillTransition(at: since, from: other, to: first),
            DrillTransition(at: since.addingTimeInterval(-5400), from: first, to: other),
        ]
    }
}
