package import FoundationEssentials

/// A running deployment of the optimizer at one moment, as far as it can be seen from outside. What only its database knows is nil, and
/// shown as "no source configured".
package struct LiveSight: Sendable, Equatable {
    package var asOf: Date
    package var progress: LiveProgress
    /// In the deployment's order; all six, also those that are not there.
    package var queues: [LiveQueue]
    /// Likewise, all four.
    package var functions: [LiveFunction]
    package var stuck: [LiveStuck]
    /// What could not be asked.
    package var missing: [Problem]
    /// Whether the dead letters are those that an order of ours can move: not where the deployment is reached with other AWS settings
    /// than the queues of the context.
    package var canRedrive = true

    package init(
        asOf: Date, progress: LiveProgress, queues: [LiveQueue], functions: [LiveFunction], stuck: [LiveStuck], missing: [Problem]
    ) {
        self.asOf = asOf
        self.progress = progress
        self.queues = queues
        self.functions = functions
        self.stuck = stuck
        self.missing = missing
    }

    package var severity: Severity {
        if stuck.contains(where: { $0.severity == .critical }) { return .critical }
        if !stuck.isEmpty { return .warning }
        return progress.step == nil && !missing.isEmpty ? .unknown : .ok
    }

    /// Over all four functions, a fraction; nil where nothing ran or one was not told.
    package var errorRate: Double? {
        let told = functions.filter { $0.invocations != nil && $0.errors != nil }
        let invocations = told.reduce(0) { $0 + ($1.invocations ?? 0) }
        guard told.count == functions.count, invocations > 0 else { return nil }
        return told.reduce(0) { $0 + ($1.errors ?? 0) } / invocations
    }

    /// Complete runs without errors of all complete ones, as far as the log was read; nil where none was.
    package var successRate: Double? {
        let logs = functions.compactMap(\.log)
        let good = logs.reduce(0) { $0 + $1[.completed] }
        let bad = logs.reduce(0) { $0 + $1[.completedWithErrors] }
        return good + bad == 0 ? nil : Double(good) / Double(good + bad)
    }

    /// Seconds from the begin of the run to its end, or to now; nil where its begin was not seen.
    package var processingSeconds: Double? {
        guard let start = progress.startedAt else { return nil }
        let end = progress.isUnderWay ? asOf : progress.endedAt ?? asOf
        return max(0, end.timeIntervalSince(start))
    }
}

extension LiveSight {
    /// Neither a queue nor a function nor a log told anything.
    package var isSilent: Bool {
        queues.allSatisfy { $0.visible == nil } && functions.allSatisfy { $0.invocations == nil && $0.log == nil }
    }

    /// Everything was asked, and nothing of that name is there.
    package var isAbsent: Bool {
        missing.isEmpty && queues.allSatisfy { $0.url == nil }
            && functions.allSatisfy { $0.timeoutSeconds == nil && $0.invocations == nil }
    }
}
