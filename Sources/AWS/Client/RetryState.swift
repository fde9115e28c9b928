import FoundationEssentials

/// Why an attempt failed, as far as it matters for the next one.
struct AttemptFailure: Error, Equatable {
    enum Cause: Equatable {
        /// A definite "not done, slow down".
        case throttled
        /// Nothing reached the service.
        case notConnected
        /// It may have been carried out: the connection broke, a fault on the service's side, an answer that cannot be read.
        case interrupted, timedOut
        /// Refused for the time in the signature; this is the service's.
        case clock(serviceTime: Date)
        /// Refused for credentials that a provider may renew.
        case expired
        /// Another attempt would end the same way.
        case definite
    }

    var cause: Cause
    /// What the service asks to wait.
    var retryAfter: Duration?
    var error: AWSError
}

/// Decides, for one call, what follows a failed attempt. No clock, no randomness of its own.
struct RetryState {
    enum Step: Equatable {
        case giveUp
        case wait(Duration)
        case renewCredentials
        case correctClock(serviceTime: Date)
    }

    let policy: RetryPolicy
    /// Of the operation: whether it may be sent again after it may have arrived.
    let mayRepeat: Bool
    private(set) var attempt = 1
    private var hasRenewed = false
    private var hasCorrected = false
    private var lastCost: Int?

    init(policy: RetryPolicy, mayRepeat: Bool) {
        self.policy = policy
        self.mayRepeat = mayRepeat
    }

    mutating func step(after failure: AttemptFailure, budget: inout RetryBudget, jitter: Double) -> Step {
        switch failure.cause {
        case .definite: return .giveUp
        case .expired:
            defer { hasRenewed = true }
            return hasRenewed ? .giveUp : .renewCredentials
        case .clock(let serviceTime):
            defer { hasCorrected = true }
            return hasCorrected ? .giveUp : .correctClock(serviceTime: serviceTime)
        case .interrupted, .timedOut:
            return mayRepeat ? wait(failure, cost: failure.cause == .timedOut ? 10 : 5, &budget, jitter) : .giveUp
        case .throttled, .notConnected:
            return wait(failure, cost: 5, &budget, jitter)
        }
    }

    /// What a success gives back: the cost of the last retry, or a single token.
    func reward() -> Int { lastCost ?? 1 }

    private mutating func wait(_ failure: AttemptFailure, cost: Int, _ budget: inout RetryBudget, _ jitter: Double) -> Step {
        guard attempt < policy.maximumAttempts else { return .giveUp }
        // Who asks for longer than we would ever wait is asked again by the next refresh, not by this call.
        if let asked = failure.retryAfter, asked > policy.maximumDelay { return .giveUp }
        guard budget.take(cost) else { return .giveUp }
        let delay = max(policy.delay(after: attempt, jitter: jitter), failure.retryAfter ?? .zero)
        attempt += 1
        lastCost = cost
        return .wait(delay)
    }
}
