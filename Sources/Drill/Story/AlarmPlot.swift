import FoundationEssentials

/// What the story does to one alarm, at moments in seconds since 1970, oldest first.
struct AlarmPlot: Sendable, Equatable {
    struct Turn: Sendable, Equatable {
        var at: Double
        var state: String
        var reason: String
    }

    var turns: [Turn] = []

    /// The alarm as it stands at a moment, with the transitions that the story has brought.
    func applied(to alarm: DrillAlarm, at moment: Double) -> DrillAlarm {
        guard let first = turns.first else { return alarm }
        var changed = alarm
        // What the alarm was before goes back to its habits before the story, not to a moment in the middle of it.
        changed.enteredAt = alarm.since(at: Date(timeIntervalSince1970: min(moment, first.at)))
        for turn in turns where turn.at <= moment {
            changed.reason = turn.reason
            guard turn.state != changed.state else { continue }
            let at = Date(timeIntervalSince1970: turn.at)
            changed.transitions.insert(DrillTransition(at: at, from: changed.state, to: turn.state), at: 0)
            changed.state = turn.state
        }
        return changed
    }
}
