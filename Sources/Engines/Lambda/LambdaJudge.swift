import Model

/// Decides how bad a function is, and says why (contract, Default severities).
struct LambdaJudge: Sendable {
    let thresholds: Thresholds

    /// Fills in severity and reasons. Without a failing figure a function is ok only when its three sums are known.
    func judge(_ function: inout LambdaFunction) {
        let verdicts = [
            errorRate(of: function), throttles(of: function), duration(of: function), iteratorAge(of: function),
        ].compactMap { $0 }.sorted { $0.severity > $1.severity }
        function.reasons = verdicts.map(\.reason)
        let isKnown = function.invocations != nil && function.errors != nil && function.throttles != nil
        function.severity = verdicts.first?.severity ?? (isKnown ? .ok : .unknown)
    }

    private func errorRate(of function: LambdaFunction) -> Verdict? {
        let limits = thresholds.limits(.errorRate, for: function.name)
        return Verdict(function.errorRate, limits) { value, limit in
            "error rate \(Wording.percent(value)) > \(Wording.percent(limit))"
        }
    }

    private func throttles(of function: LambdaFunction) -> Verdict? {
        let limits = thresholds.limits(.throttles, for: function.name)
        return Verdict(function.throttles, limits) { value, limit in
            Wording.count(Int(value), "throttle") + (limit > 0 ? " > \(Wording.number(limit))" : "")
        }
    }

    private func iteratorAge(of function: LambdaFunction) -> Verdict? {
        let limits = thresholds.limits(.iteratorAgeMs, for: function.name)
        return Verdict(function.iteratorAgeMs, limits) { value, limit in
            "iterator age \(Wording.duration(milliseconds: value)) > \(Wording.duration(milliseconds: limit))"
        }
    }

    private func duration(of function: LambdaFunction) -> Verdict? {
        let (limits, isByTimeout) = durationLimits(of: function)
        return Verdict(function.durationP95Ms, limits) { value, limit in
            let text = "p95 \(Wording.duration(milliseconds: value)) > \(Wording.duration(milliseconds: limit))"
            return isByTimeout ? text + ", 80 % of its time-out" : text
        }
    }

    /// The configured limits; else those of the operations documents; else by the function's own time-out.
    func durationLimits(of function: LambdaFunction) -> (limits: Limits, isByTimeout: Bool) {
        if let configured = thresholds.configured(.durationP95Ms, for: function.name) { return (configured, false) }
        if function.name.hasPrefix("prd3292-") { return (Limits(warn: 50_000), false) }
        if function.name.hasPrefix("altaworx-") { return (Limits(crit: 600_000), false) }
        return (Limits(warn: function.timeoutSeconds.map { Double($0) * 1000 * 0.8 }), true)
    }
}

/// One figure above one of its limits.
struct Verdict: Sendable, Equatable {
    var severity: Severity
    var reason: String

    init(_ severity: Severity, _ reason: String) {
        self.severity = severity
        self.reason = reason
    }

    /// nil when the figure is unknown or within its limits.
    init?(_ value: Double?, _ limits: Limits, _ reason: (_ value: Double, _ limit: Double) -> String) {
        let severity = limits.severity(of: value)
        guard let value, let limit = severity == .critical ? limits.crit : severity == .warning ? limits.warn : nil else {
            return nil
        }
        self.init(severity, reason(value, limit))
    }
}

extension Thresholds {
    /// The limits in force where the resource's own properties do not matter.
    func limits(_ figure: LimitedFigure, for name: String) -> Limits {
        configured(figure, for: name) ?? Self.defaults[figure] ?? Limits()
    }
}
