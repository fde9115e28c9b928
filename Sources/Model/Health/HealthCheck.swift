/// One declared check of a set: what is asked, from when on the answer is bad, and how long it may take.
package struct HealthCheck: Sendable, Equatable {
    /// Unique in its set.
    package var name: String
    package var question: HealthQuestion
    package var limits: HealthLimits
    package var timeout: Duration
    /// A link or a name, shown beside what is not ok.
    package var runbook: String?

    package init(
        _ name: String, _ question: HealthQuestion, warn: Double? = nil, crit: Double? = nil,
        timeout: Duration = .seconds(10), runbook: String? = nil
    ) {
        self.name = name
        self.question = question
        limits = HealthLimits(warn: warn, crit: crit)
        self.timeout = timeout
        self.runbook = runbook
    }
}

/// From when on a figure is bad. Larger is worse, unless `crit` is below `warn`.
package struct HealthLimits: Sendable, Equatable {
    package var warn: Double?
    package var crit: Double?
    /// Decides only where one of the two is missing.
    package var smallerIsWorse: Bool

    package init(warn: Double? = nil, crit: Double? = nil, smallerIsWorse: Bool = false) {
        self.warn = warn
        self.crit = crit
        self.smallerIsWorse = smallerIsWorse
    }

    package var isEmpty: Bool { warn == nil && crit == nil }

    /// - Returns: `.unknown` for nil; at a limit itself it is still good.
    package func severity(of value: Double?) -> Severity {
        guard let value else { return .unknown }
        if let crit, isBeyond(crit, value) { return .critical }
        if let warn, isBeyond(warn, value) { return .warning }
        return .ok
    }

    private func isBeyond(_ limit: Double, _ value: Double) -> Bool { isDescending ? value < limit : value > limit }

    private var isDescending: Bool {
        guard let warn, let crit, warn != crit else { return smallerIsWorse }
        return crit < warn
    }
}
