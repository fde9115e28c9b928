/// The standard retry mode of the AWS SDKs. Source: AWS SDKs and Tools Reference Guide, "Retry behavior".
package struct RetryPolicy: Sendable, Equatable {
    /// The first attempt counts.
    package var maximumAttempts = 3
    package var maximumDelay: Duration = .seconds(20)

    package init(maximumAttempts: Int = 3) {
        self.maximumAttempts = max(1, maximumAttempts)
    }

    /// Full jitter: anything from nothing to 2^(attempt − 1) seconds, 20 s at most.
    /// - Parameters:
    ///   - attempt: The attempt that failed, from 1.
    ///   - jitter: 0..<1.
    package func delay(after attempt: Int, jitter: Double) -> Duration {
        let ceiling = min(Duration.seconds(1 << min(max(attempt, 1) - 1, 10)), maximumDelay)
        return ceiling * jitter
    }
}

/// What retries may cost, shared by all calls of a client, so that a service in trouble is not buried in them.
package struct RetryBudget: Sendable, Equatable {
    package static let capacity = 500
    package private(set) var tokens = capacity

    package init() {}

    /// - Returns: False when the budget is spent; then nothing is taken.
    mutating func take(_ cost: Int) -> Bool {
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }

    mutating func giveBack(_ cost: Int) {
        tokens = min(Self.capacity, tokens + cost)
    }
}
