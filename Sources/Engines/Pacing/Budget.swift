import Synchronization

/// What AWS charges for asking, in dollars, from its public price lists. The free tier is not counted.
package enum Price {
    /// GetMetricData, each metric asked for.
    package static let metric = 0.01 / 1000
    /// Any other call of CloudWatch.
    package static let cloudWatchCall = 0.01 / 1000
    package static let queueCall = 0.40 / 1_000_000
}

/// The dollars an hour that the pollers of one context may cost together. When their default cadences would cost more,
/// all are slowed by the same factor.
package final class Budget: Sendable {
    package let dollarsPerHour: Double
    /// Cost an hour at the default cadence, by source; a lock because each poller is an actor of its own.
    private let costs = Mutex<[String: Double]>([:])

    package init(dollarsPerHour: Double = 1) { self.dollarsPerHour = dollarsPerHour }

    /// Notes what `source` costs an hour at its default cadence.
    /// - Returns: The factor by which everybody's cadence is to be widened, at least 1.
    package func factor(noting dollars: Double, for source: String) -> Double {
        let total = costs.withLock { costs in
            costs[source] = dollars
            return costs.values.reduce(0, +)
        }
        guard dollarsPerHour > 0 else { return 1 }
        return max(1, total / dollarsPerHour)
    }
}
