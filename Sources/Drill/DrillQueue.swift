/// The figures that a practice queue reports, by CloudWatch's names.
enum QueueMetric: String, CaseIterable {
    case visible = "ApproximateNumberOfMessagesVisible", inFlight = "ApproximateNumberOfMessagesNotVisible"
    case delayed = "ApproximateNumberOfMessagesDelayed", oldestAge = "ApproximateAgeOfOldestMessage"
    case sent = "NumberOfMessagesSent", received = "NumberOfMessagesReceived"
}

/// An SQS queue of the practice world.
package struct DrillQueue: Sendable {
    package var name: String
    /// Mean over a day.
    package var sentPerMinute: Double
    package var visibilityTimeoutSeconds = 300
    package var deadLetterQueue: String?
    /// Messages that lie in it whatever happens.
    package var resting = 0
    /// Messages a minute that pile up because nobody keeps pace; every eight hours somebody empties the queue.
    package var pilingUpPerMinute = 0.0

    package init(_ name: String, sentPerMinute: Double) {
        self.name = name
        self.sentPerMinute = sentPerMinute
    }

    package var isFIFO: Bool { name.hasSuffix(".fifo") }
}

extension DrillQueue {
    private static let emptiedEveryMinutes = 480

    /// What CloudWatch would have for one minute, and SQS in the minute that runs.
    func value(_ metric: QueueMetric, index: Int, minute: Int, noise: Noise) -> Double {
        let wave = Wave.level(minute: minute, phase: index)
        let sent = noise.count(sentPerMinute * wave * (1 + 0.3 * noise.swing(index, 11, minute)), index, 12, minute)
        let pilingMinutes = pilingUpPerMinute > 0 ? (minute + 200) % Self.emptiedEveryMinutes + 30 : 0
        let piled = (pilingUpPerMinute * Double(pilingMinutes)).rounded()
        let passing = noise.count(sent * 0.15 * noise.unit(index, 13, minute), index, 14, minute)
        let visible = Double(resting) + piled + passing
        switch metric {
        case .visible: return visible
        case .inFlight: return noise.count(sent * 0.1, index, 15, minute)
        case .delayed: return 0
        case .sent: return sent
        case .received: return max(0, sent - (pilingUpPerMinute > 0 ? pilingUpPerMinute.rounded() : 0))
        case .oldestAge:
            if resting > 0 { return Double(minute % 5760 * 60) + 1200 }
            if piled > 0 { return Double(pilingMinutes * 60) / 4 }
            return visible == 0 ? 0 : (20 * noise.unit(index, 16, minute)).rounded()
        }
    }
}
