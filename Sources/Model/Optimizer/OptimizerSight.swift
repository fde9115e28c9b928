package import FoundationEssentials

/// What can be seen of a run from outside: what its own figures cannot tell, because whoever wrote them may be gone.
package struct OptimizerSight: Sendable, Equatable {
    package enum Process: Sendable, Equatable {
        case working
        /// Suspended by a signal: it lives and does nothing.
        case stopped(pid: Int)
        case gone
        /// On another machine, where it cannot be looked at.
        case elsewhere(host: String)
    }

    package var process: Process
    /// How long its finished groups took.
    package var groupSeconds: [Double]
    /// Processes that have worked on it.
    package var attempts: Int
    /// Starts of the same provider that were refused because this one is open.
    package var refusedStarts: Int
    package var lastRefusalAt: Date?
    package var cancelRequestedAt: Date?
    /// Groups of an ended run whose search was cut short.
    package var groupsCutShort: Int
    /// The run that has to end before this one begins, where that one is stuck.
    package var waitsForStuck: Int?

    package init(
        process: Process = .working, groupSeconds: [Double] = [], attempts: Int = 1, refusedStarts: Int = 0,
        lastRefusalAt: Date? = nil, cancelRequestedAt: Date? = nil, groupsCutShort: Int = 0,
        waitsForStuck: Int? = nil
    ) {
        self.process = process
        self.groupSeconds = groupSeconds
        self.attempts = attempts
        self.refusedStarts = refusedStarts
        self.lastRefusalAt = lastRefusalAt
        self.cancelRequestedAt = cancelRequestedAt
        self.groupsCutShort = groupsCutShort
        self.waitsForStuck = waitsForStuck
    }
}
