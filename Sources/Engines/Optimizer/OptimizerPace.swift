import FoundationEssentials
import Model

/// How far a phase is and how long it will take: from the throughput since its second sample on.
struct OptimizerPace {
    private var samples: [(at: Date, done: Double)] = []
    private let total: Double
    /// Throughput of the last samples only, so that a slow start is forgotten.
    private static let window = 8

    /// - Parameter total: Work of the phase; of the optimisation SIMs times plans.
    init(total: Double) { self.total = max(total, 1) }

    mutating func add(_ done: Double, at now: Date) {
        samples.append((now, min(done, total)))
        if samples.count > Self.window { samples.removeFirst() }
    }

    var share: Double? { samples.last.map { $0.done / total } }

    /// Work a second.
    var rate: Double? {
        guard samples.count >= 2, let first = samples.first, let last = samples.last else { return nil }
        let seconds = last.at.timeIntervalSince(first.at)
        return seconds > 0 && last.done > first.done ? (last.done - first.done) / seconds : nil
    }

    var etaSeconds: Double? {
        guard let rate, let done = samples.last?.done else { return nil }
        return (total - done) / rate
    }
}
