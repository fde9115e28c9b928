/// The figures that have limits, by their JSON names.
package enum LimitedFigure: String, Sendable, Codable, CaseIterable {
    case errorRate, throttles, durationP95Ms, iteratorAgeMs
    case visible, deadLetterDepth, oldestAgeSeconds
}

/// A figure above `warn` is a warning, above `crit` critical. A nil limit never triggers.
package struct Limits: Sendable, Equatable {
    package var warn: Double?
    package var crit: Double?

    package init(warn: Double? = nil, crit: Double? = nil) {
        self.warn = warn
        self.crit = crit
    }

    /// `.ok` for an unknown value: what is not known cannot be judged here.
    package func severity(of value: Double?) -> Severity {
        guard let value else { return .ok }
        if let crit, value > crit { return .critical }
        if let warn, value > warn { return .warning }
        return .ok
    }
}

/// One `thresholds` entry of a context: limits for the names that `match` fits.
package struct ThresholdRule: Sendable, Equatable {
    package var match: Glob
    package var limits: [LimitedFigure: Limits]

    package init(match: Glob, limits: [LimitedFigure: Limits]) {
        self.match = match
        self.limits = limits
    }
}

/// The limits in force: the context's rules, the first that fits and names the figure wins, then the defaults of the contract.
package struct Thresholds: Sendable, Equatable {
    package var rules: [ThresholdRule]

    package init(rules: [ThresholdRule] = []) { self.rules = rules }

    /// - Returns: The configured limits for `name`, or nil when only the contract's defaults apply.
    package func configured(_ figure: LimitedFigure, for name: String) -> Limits? {
        rules.lazy.filter { $0.match.matches(name) }.compactMap { $0.limits[figure] }.first
    }

    /// Contract, Default severities. Limits that depend on the resource (time-out, visibility time-out, growth) are added by its engine.
    package static let defaults: [LimitedFigure: Limits] = [
        .errorRate: Limits(warn: 0.01, crit: 0.05),
        .throttles: Limits(warn: 0),
        .iteratorAgeMs: Limits(warn: 60_000, crit: 600_000),
        .visible: Limits(warn: 100),
        .deadLetterDepth: Limits(warn: 0),
    ]
}
