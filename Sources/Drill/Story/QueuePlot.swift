/// What the story does to one queue, at moments in seconds since 1970, oldest first.
struct QueuePlot: Sendable, Equatable {
    struct Turn: Sendable, Equatable {
        var at: Double
        var arriving: Int
        var growthPerMinute: Double?
        var upTo: Int?
    }

    /// Messages that lie in the queue because of the story, and how long the oldest of them has.
    struct Backlog: Sendable, Equatable {
        var messages = 0.0
        var ageSeconds = 0.0
        var growthPerMinute = 0.0
        var limit = Double.infinity

        mutating func turn(_ turn: Turn) {
            messages += Double(turn.arriving)
            guard let growth = turn.growthPerMinute else { return }
            growthPerMinute = growth
            limit = turn.upTo.map(Double.init) ?? .infinity
        }

        /// While it grows nobody gets to the oldest message; while it drains the oldest gets younger as the messages get fewer.
        mutating func advance(by seconds: Double) {
            let change = growthPerMinute / 60 * seconds
            if change >= 0 {
                if messages > 0 || change > 0 { ageSeconds += seconds }
                messages = max(messages, min(limit, messages + change))
            } else {
                let left = max(0, messages + change)
                ageSeconds *= messages > 0 ? left / messages : 0
                messages = left
            }
        }

        /// Seconds until nothing is left; nil when it does not drain.
        var secondsToDrain: Double? {
            if messages == 0, growthPerMinute <= 0 { return 0 }
            return growthPerMinute < 0 ? messages / -growthPerMinute * 60 : nil
        }
    }

    var turns: [Turn] = []

    func backlog(at moment: Double) -> Backlog {
        var backlog = Backlog()
        var last = turns.first?.at ?? moment
        for turn in turns where turn.at <= moment {
            backlog.advance(by: turn.at - last)
            backlog.turn(turn)
            last = turn.at
        }
        backlog.advance(by: max(0, moment - last))
        return backlog
    }

    /// What CloudWatch has for the minute that holds the moment, or SQS at the moment.
    /// - Parameter usual: The figures without the story.
    func value(_ metric: QueueMetric, at moment: Double, usual: (QueueMetric) -> Double) -> Double {
        switch metric {
        case .visible: return usual(.visible) + backlog(at: moment).messages.rounded()
        case .oldestAge: return max(usual(.oldestAge), backlog(at: moment).ageSeconds.rounded())
        case .inFlight, .delayed: return usual(metric)
        case .sent: return max(usual(.sent), growth(at: moment))
        // What piles up has been sent and not received; what drains is received beyond what is sent.
        case .received: return max(0, max(usual(.sent), growth(at: moment)) - growth(at: moment))
        }
    }

    /// Whole messages in the minute that holds the moment.
    private func growth(at moment: Double) -> Double {
        let begin = (moment / 60).rounded(.down) * 60
        return (backlog(at: begin + 60).messages - backlog(at: begin).messages).rounded()
    }
}
