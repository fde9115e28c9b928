import Synchronization

/// What AWS charges for asking, in dollars, from its public price lists. The free tier is not counted.
package enum Price {
    /// GetMetricData, each metric asked for.
    package static let metric = 0.01 / 1000
    /// Any other call of CloudWatch.
    package static let cloudWatchCall = 0.01 / 1000
    package static let queueCall = 0.40 / 1_000_000
}

/// The dollars an hour that the pollers of one context may cost together. When their default cadences would cost more, what is dear
/// (metrics) is slowed, everywhere by the same factor; what is cheap (alarms, queue attributes) is counted and keeps its cadence.
package final class Budget: Sendable {
    private struct Cost {
        var metrics = 0.0
        var calls = 0.0
    }

    package let dollarsPerHour: Double
    /// Cost an hour at the default cadence, by source; a lock because each poller is an actor of its own.
    private let costs = Mutex<[String: Cost]>([:])

    package init(dollarsPerHour: Double = 1) { self.dollarsPerHour = dollarsPerHour }

    /// Notes what `source` costs an hour at its default cadences.
    /// - Parameters:
    ///   - metrics: Dollars for metrics asked for, which can be slowed.
    ///   - calls: Dollars for calls that are made in any case.
    /// - Returns: The factor by which the cadence of metrics is to be widened, at least 1.
    @discardableResult
    package func factor(notingMetrics metrics: Double, calls: Double = 0, for source: String) -> Double {
        let total = costs.withLock { costs in
            costs[source] = Cost(metrics: metrics, calls: calls)
            return costs.values.reduce(into: Cost()) { sum, cost in
                sum.metrics += cost.metrics
                sum.calls += cost.calls
            }
        }
        guard dollarsPerHour > 0 else { return 1 }
        // A tenth is always left for metrics, or a large account would have none.
        return max(1, total.metrics / max(dollarsPerHour - total.calls, dollarsPerHour / 10))
    }
}
