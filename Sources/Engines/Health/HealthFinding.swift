import Model

/// What a look at one thing has brought, before it is timed and named.
struct HealthFinding: Sendable, Equatable {
    var verdict: Severity
    var value: Double?
    var unit: String?
    /// The limits that were applied.
    var limits = HealthLimits()
    var evidence: String

    init(_ verdict: Severity, _ value: Double?, _ unit: String?, limits: HealthLimits = HealthLimits(), _ evidence: String) {
        self.verdict = verdict
        self.value = value
        self.unit = unit
        self.limits = limits
        self.evidence = evidence
    }

    /// Without a figure.
    init(_ verdict: Severity, _ evidence: String) { self.init(verdict, nil, nil, evidence) }

    /// Nothing can be said.
    static func unknown(_ evidence: String) -> HealthFinding { HealthFinding(.unknown, evidence) }
}

/// One of several things that a check looks at.
struct HealthPart: Sendable, Equatable {
    var severity: Severity
    var text: String

    init(_ severity: Severity, _ text: String) {
        self.severity = severity
        self.text = text
    }
}

extension [HealthPart] {
    var verdict: Severity { map(\.severity).worst }

    /// What is not ok, worst first and at most so many; `whenOK` where all is.
    func evidence(whenOK: String, most: Int = 5) -> String {
        let bad = enumerated().filter { $0.element.severity != .ok }
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }.map(\.element.text)
        guard !bad.isEmpty else { return whenOK }
        let more = bad.count > most ? "; and \(bad.count - most) more" : ""
        return bad.prefix(most).joined(separator: "; ") + more
    }

    var badCount: Double { Double(count { $0.severity != .ok }) }
}
