package import FoundationEssentials

/// Where the present comes from. Decisions take a `Date`; only loops at the edge ask a clock.
package protocol WallClock: Sendable {
    var now: Date { get }
    /// Returns when `deadline` has come; throws `CancellationError` when the task is cancelled.
    func sleep(until deadline: Date) async throws
}

/// The machine's own clock.
package struct SystemClock: WallClock {
    package init() {}
    package var now: Date { Date() }
    package func sleep(until deadline: Date) async throws {
        try await Task.sleep(for: .seconds(max(0, deadline.timeIntervalSinceNow)))
    }
}
