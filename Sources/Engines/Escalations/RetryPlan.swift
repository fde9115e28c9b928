package import FoundationEssentials
package import Model

/// What becomes of a notification after an attempt to send it.
package struct RetryPlan: Sendable, Equatable {
    /// What is done when nobody knows whether a notification was sent.
    package enum Unknown: String, Sendable, CaseIterable {
        /// Sent again: a person matters more than a double call.
        case resend
        /// A person decides.
        case ask
    }

    /// Attempts after the first one.
    package var retries: Int
    package var unknown: Unknown

    private static let firstDelay: Duration = .seconds(5)
    private static let longestDelay: Duration = .seconds(300)
    /// A far end that asks for more patience than this is asked anyway.
    private static let longestRetryAfter: Duration = .seconds(3600)

    package init(retries: Int = 3, unknown: Unknown = .resend) {
        self.retries = retries
        self.unknown = unknown
    }

    /// - Parameters:
    ///   - counted: Attempts that count so far, this one included; at least 1.
    ///   - jitter: 0..<1; spreads what has failed together.
    package func next(after outcome: DeliveryOutcome, counted: Int, at now: Date, jitter: Double) -> ClosedAttempt.Next {
        switch outcome {
        case .delivered: return .done
        case .failed(_, isFinal: true, _): return .deadLetter
        case .failed(_, _, let retryAfter): return again(counted: counted, at: now, jitter: jitter, atLeast: retryAfter ?? .zero)
        case .unknown: return unknown == .ask ? .ask : again(counted: counted, at: now, jitter: jitter, atLeast: .zero)
        }
    }

    /// For an attempt that an engine's end has cut off. It does not use up a retry: an engine that is killed over and over must not
    /// lose a notification. The first time it is sent again at once.
    /// - Parameter attempt: All attempts so far; at least 1.
    package func next(afterCutOff attempt: Int, at now: Date, jitter: Double) -> ClosedAttempt.Next {
        guard unknown == .resend else { return .ask }
        let delay = attempt <= 1 ? 0 : Self.delay(after: attempt - 1, jitter: jitter) / .seconds(1)
        return .again(at: now.timeIntervalSince1970 + delay)
    }

    private func again(counted: Int, at now: Date, jitter: Double, atLeast: Duration) -> ClosedAttempt.Next {
        guard counted <= retries else { return .deadLetter }
        let delay = max(Self.delay(after: counted, jitter: jitter), min(atLeast, Self.longestRetryAfter))
        return .again(at: now.timeIntervalSince1970 + delay / .seconds(1))
    }

    /// 5, 15, 45, 135 and then 300 s, each 20 % more or less.
    private static func delay(after attempts: Int, jitter: Double) -> Duration {
        var delay = firstDelay
        for _ in 1..<max(1, min(attempts, 6)) { delay *= 3 }
        return min(delay, longestDelay) * (0.8 + 0.4 * jitter)
    }
}
