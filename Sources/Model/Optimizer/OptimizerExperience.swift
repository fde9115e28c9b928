/// What past runs of a provider took: the weights of the phases and the first estimate rest on it.
package struct OptimizerExperience: Sendable, Equatable, Codable {
    /// Seconds for a million SIMs, by the phase's name.
    private var secondsPerMillion: [String: Double]

    /// As the first runs took; only what they are to each other counts for the progress.
    package static let none = OptimizerExperience(secondsPerMillion: [:])

    private init(secondsPerMillion: [String: Double]) { self.secondsPerMillion = secondsPerMillion }

    /// Of shorter runs the phases say nothing about those of longer ones.
    private static let shortestSeconds = 0.5

    /// - Parameter runs: Finished ones; of each phase the median counts.
    package init(of runs: [(devices: Int, phaseSeconds: [String: Double])]) {
        secondsPerMillion = [:]
        let runs = runs.filter { $0.phaseSeconds.values.reduce(0, +) >= Self.shortestSeconds }
        for phase in OptimizerPhase.embedded {
            let rates = runs.filter { $0.devices > 0 }.compactMap { run in
                run.phaseSeconds[phase.rawValue].map { $0 * 1_000_000 / Double(run.devices) }
            }.sorted()
            if !rates.isEmpty { secondsPerMillion[phase.rawValue] = rates[rates.count / 2] }
        }
    }

    package var isEmpty: Bool { secondsPerMillion.isEmpty }

    /// What a run of so many SIMs is expected to take, by the phase's name; empty where nothing is known.
    package func seconds(devices: Int) -> [String: Double] {
        secondsPerMillion.mapValues { $0 * Double(devices) / 1_000_000 }
    }

    /// Seconds of all phases behind this one; nil where nothing is known.
    package func secondsAfter(_ phase: OptimizerPhase, devices: Int) -> Double? {
        guard !isEmpty, let place = OptimizerPhase.embedded.firstIndex(of: phase) else { return nil }
        let seconds = seconds(devices: devices)
        // Repairing goes on beside the search, group by group.
        return OptimizerPhase.embedded[(place + 1)...].filter { $0 != .repair }.reduce(0) { $0 + (seconds[$1.rawValue] ?? 0) }
    }

    /// What the second half of the progress is divided by, where nothing is known.
    private static let usual: [(phase: OptimizerPhase, weight: Double)] = [
        (.optimise, 35), (.repair, 3), (.write, 9), (.report, 3),
    ]
    /// No phase is so short that it has no room on the bar; percent.
    private static let least = 1.0

    /// Percent at a phase's begin and end: to 50 as the original reports it (0 start, 20 sync queued, 30 synced, 40 groups built,
    /// 50 queues sent), from there on by what the phases took.
    package func percents(of phase: OptimizerPhase) -> ClosedRange<Double> {
        switch phase {
        case .sync: return 0...20
        case .validate: return 20...30
        case .group: return 30...40
        case .baseline: return 40...50
        case .apply: return 100...100
        case .optimise, .repair, .write, .report: break
        }
        let known = Self.usual.compactMap { secondsPerMillion[$0.phase.rawValue] }
        let sum = known.reduce(0, +)
        let weights =
            known.count == Self.usual.count && sum > 0
            ? known.map { max(Self.least, 50 * $0 / sum) } : Self.usual.map(\.weight)
        let place = Self.usual.firstIndex { $0.phase == phase } ?? 0
        let total = weights.reduce(0, +)
        let begin = 50 + 50 * weights[..<place].reduce(0, +) / total
        return begin...min(100, begin + 50 * weights[place] / total)
    }
}
