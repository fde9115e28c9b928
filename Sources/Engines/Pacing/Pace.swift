package import AWS

/// How often a source is asked: its default cadence, widened by throttling and by the budget; after a failure soon again, then ever later.
package struct Pace: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        case good
        /// Something came, but the service asked to slow down.
        case throttled
        case failed(AWSError.Kind)
    }

    /// The default cadence.
    package let base: Duration
    /// 1, 2, 4 or 8.
    package private(set) var throttleFactor = 1
    /// At least 1.
    package private(set) var budgetFactor = 1.0
    /// At least 1; more where there are so many things that asking all of them takes long.
    package private(set) var sizeFactor = 1.0
    /// Failures in a row.
    package private(set) var failures = 0
    private var lastFailure: AWSError.Kind?
    private var calmRounds = 0

    private static let widest = 8
    /// So many good rounds in a row narrow the cadence by one step.
    private static let roundsToNarrow = 2

    package init(base: Duration) { self.base = base }

    /// - Parameter budgetFactor: From ``Budget``.
    package mutating func note(_ outcome: Outcome, budgetFactor: Double = 1, sizeFactor: Double = 1) {
        self.budgetFactor = max(1, budgetFactor)
        self.sizeFactor = max(1, sizeFactor)
        switch outcome {
        case .good:
            (failures, lastFailure) = (0, nil)
            narrow()
        case .throttled:
            (failures, lastFailure) = (0, nil)
            widen()
        case .failed(let kind):
            failures += 1
            lastFailure = kind
            if kind == .throttled { widen() }
        }
    }

    private mutating func widen() {
        throttleFactor = min(Self.widest, throttleFactor * 2)
        calmRounds = 0
    }

    private mutating func narrow() {
        guard throttleFactor > 1 else { return }
        calmRounds += 1
        guard calmRounds >= Self.roundsToNarrow else { return }
        throttleFactor /= 2
        calmRounds = 0
    }

    package var cadence: Duration { base * max(Double(throttleFactor), budgetFactor, sizeFactor) }

    /// In words for the pane's badge; nil at the default cadence.
    package var slowedBy: String? {
        let reasons = [
            throttleFactor > 1 ? "throttled" : nil, budgetFactor > 1 ? "budget" : nil, sizeFactor > 1 ? "size" : nil,
        ].compactMap { $0 }
        return reasons.isEmpty ? nil : reasons.joined(separator: ", ")
    }

    /// From one attempt to the next: the cadence after a good one; 5, 10, 20 … 120 s after failures; ten minutes where the
    /// endpoint does not offer the call at all, which asking often will not change.
    package var delay: Duration {
        switch lastFailure {
        case nil: cadence
        case .notOffered: .seconds(600)
        case .throttled: cadence
        case .denied, .credentials, .notFound, .rejected, .server, .transport, .unreadable, .cancelled:
            .seconds(min(120, 5 << min(5, failures - 1)))
        }
    }
}
