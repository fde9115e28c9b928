/// The figures that a practice function reports, by CloudWatch's names.
enum FunctionMetric: String, CaseIterable {
    case invocations = "Invocations", errors = "Errors", throttles = "Throttles", duration = "Duration"
    case concurrency = "ConcurrentExecutions", iteratorAge = "IteratorAge"
}

/// A Lambda function of the practice world: its habits, from which every figure of every minute follows.
package struct DrillFunction: Sendable {
    package var name: String
    /// Mean over a day.
    package var invocationsPerMinute: Double
    /// A fraction.
    package var errorRate = 0.001
    package var durationP95Ms = 400.0
    package var throttlesPerMinute = 0.0
    package var timeoutSeconds = 60
    package var memoryMB = 512
    package var runtime = "nodejs20.x"
    package var isStreamFed = false
    /// Usual lag of a stream-fed function.
    package var iteratorAgeMs = 800.0
    /// How long ago it was deployed, before the hour of the question.
    package var deployedHoursAgo = 240
    /// False for rates that stay as they are all day.
    var followsDay = true

    package init(_ name: String, invocationsPerMinute: Double) {
        self.name = name
        self.invocationsPerMinute = invocationsPerMinute
    }
}

extension DrillFunction {
    /// What CloudWatch would have for one minute; nil where it has no data point.
    func value(_ metric: FunctionMetric, index: Int, minute: Int, noise: Noise) -> Double? {
        let wave = followsDay ? Wave.level(minute: minute, phase: index) : 1
        let expected = invocationsPerMinute * wave * (1 + 0.2 * noise.swing(index, 1, minute))
        let invocations = noise.count(expected, index, 2, minute)
        guard invocations > 0 else { return nil }
        switch metric {
        case .invocations: return invocations
        case .errors: return min(invocations, noise.count(invocations * errorRate, index, 3, minute))
        case .throttles: return noise.count(throttlesPerMinute * wave, index, 4, minute)
        case .duration: return (durationP95Ms * (1 + 0.12 * noise.swing(index, 5, minute)) * 10).rounded() / 10
        case .concurrency: return max(1, (invocations / 60 * durationP95Ms / 1000).rounded(.up))
        case .iteratorAge: return isStreamFed ? (iteratorAgeMs * (1 + 0.3 * noise.swing(index, 6, minute))).rounded() : nil
        }
    }
}

/// The rhythm of a day: quiet at night, busy in the afternoon, each thing a little shifted.
enum Wave {
    static func level(minute: Int, phase: Int) -> Double {
        let shifted = (minute + phase % 7 * 11) % 1440
        // A triangle instead of a sine: as believable, and there is no libm call for each of thousands of points.
        let distanceFromPeak = Double(abs(shifted - 960))
        return 1.6 - 1.2 * min(distanceFromPeak, 1440 - distanceFromPeak) / 720
    }
}
