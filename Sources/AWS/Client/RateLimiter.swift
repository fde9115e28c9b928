package import Model
import Synchronization

/// A group of calls that AWS counts together, with the rate that we allow ourselves: below the quota, others use the account too.
package enum RateFamily: Hashable, Sendable {
    case lambdaControl, metricData, describeAlarms, cloudWatch, sqs, filterLogs, logs, lookUpEvents, costs, dynamoDB, other

    package init(_ target: Target) {
        switch (target.service, target.name) {
        // Counted with the function's concurrency and not with the control plane.
        case (.lambda, "Invoke"): self = .other
        case (.lambda, _): self = .lambdaControl
        case (.cloudWatch, "GetMetricData"): self = .metricData
        case (.cloudWatch, "DescribeAlarms"): self = .describeAlarms
        case (.cloudWatch, _): self = .cloudWatch
        case (.sqs, _): self = .sqs
        case (.logs, "FilterLogEvents"): self = .filterLogs
        case (.logs, _): self = .logs
        case (.dynamoDB, _): self = .dynamoDB
        case (.cloudTrail, "LookupEvents"): self = .lookUpEvents
        case (.costExplorer, _): self = .costs
        default: self = .other
        }
    }

    /// Requests a second, per account and region. Quotas: Lambda control plane 15, GetMetricData 50, DescribeAlarms 9,
    /// ListMetrics 25, SQS thousands, LookupEvents 2, Cost Explorer 5, FilterLogEvents and the other calls of CloudWatch Logs 5 and more, by region.
    /// Source: the services' pages "Quotas".
    package var requestsPerSecond: Double {
        switch self {
        case .lambdaControl: 10
        case .metricData: 40
        case .describeAlarms: 6
        case .filterLogs, .logs, .costs: 4
        case .lookUpEvents: 1.8
        case .cloudWatch, .other: 15
        // A table is bounded by its capacity; who reads or writes many records has a budget of its own.
        case .dynamoDB: 200
        case .sqs: 300
        }
    }
}

/// Keeps our own requests below what AWS allows, so that the account's other users are not throttled because of us.
/// One per account; clients of several regions may share it.
package final class RateLimiter: Sendable {
    private struct Key: Hashable {
        let family: RateFamily
        let region: String
    }

    private let clock: any WallClock
    private let buckets = Mutex<[Key: RateBucket]>([:])

    package init(clock: any WallClock) {
        self.clock = clock
    }

    /// Returns when a request may go out.
    /// - Throws: `CancellationError` when the task is cancelled while it waits; its place is then given to another.
    func admit(_ family: RateFamily, region: String) async throws {
        let now = clock.now
        let turn = change(family, region) { $0.reserve(at: now) }
        guard turn > now else { return }
        do {
            try await clock.sleep(until: turn)
        } catch {
            change(family, region) { $0.giveBack() }
            throw error
        }
    }

    /// Tells that AWS asked to slow down.
    func throttled(_ family: RateFamily, region: String, retryAfter: Duration?) {
        let now = clock.now
        change(family, region) { $0.slowDown(at: now, holdFor: retryAfter.map { $0 / .seconds(1) }) }
    }

    /// The rate that is allowed now, as a share of the full one: 1 where nothing has been throttled lately.
    package func share(_ family: RateFamily, region: String) -> Double {
        buckets.withLock { $0[Key(family: family, region: region)].map { $0.rate / $0.fullRate } ?? 1 }
    }

    @discardableResult
    private func change<Result: Sendable>(_ family: RateFamily, _ region: String, _ body: (inout RateBucket) -> Result) -> Result
    {
        let fresh = RateBucket(rate: family.requestsPerSecond, at: clock.now)
        return buckets.withLock { body(&$0[Key(family: family, region: region), default: fresh]) }
    }
}
