package import Model

/// How an escalation engine works. Sources: `systems.md` section 4 and the contract's `escalations` section.
package struct EngineSettings: Sendable, Equatable {
    package var channels: EscalationChannels
    package var limits: ActivatorState.Limits
    package var plan: RetryPlan
    /// `SQS_READ_WAIT_TIME_SECONDS`, 0...20 s.
    package var queueWait: Duration
    /// `INITIATOR_MAX_RUN_TIME_MILLIS`: a single pass takes requests no longer than this.
    package var longestDrain: Duration
    /// Longest time between two looks at the store; what is due earlier is met exactly.
    package var interval: Duration
    /// How long what is being sent is waited for when the engine has to end.
    package var farewell: Duration

    package init(
        channels: EscalationChannels = EscalationChannels(), limits: ActivatorState.Limits = ActivatorState.Limits(),
        plan: RetryPlan = RetryPlan(), queueWait: Duration = .seconds(3), longestDrain: Duration = .seconds(120),
        interval: Duration = .seconds(1), farewell: Duration = .seconds(8)
    ) {
        self.channels = channels
        self.limits = limits
        self.plan = plan
        self.queueWait = queueWait
        self.longestDrain = longestDrain
        self.interval = interval
        self.farewell = farewell
    }
}

/// What an engine says while it works, for a feed or a log. Numbers and addresses are masked.
package struct EngineNote: Sendable, Equatable {
    package var severity: Severity
    package var text: String

    package init(_ severity: Severity, _ text: String) {
        self.severity = severity
        self.text = text
    }
}
