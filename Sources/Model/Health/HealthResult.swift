package import FoundationEssentials

/// What came of one check (contract, JSON: Health answer).
package struct HealthResult: Sendable, Equatable {
    package var name: String
    package var kind: String
    package var target: String
    package var verdict: Severity
    /// nil where there is no figure or it is not known.
    package var value: Double?
    package var unit: String?
    package var warn: Double?
    package var crit: Double?
    /// Why the verdict is what it is, in a sentence for a person.
    package var evidence: String
    package var durationMs: Double
    package var runbook: String?

    package init(
        name: String, kind: String, target: String, verdict: Severity, value: Double? = nil, unit: String? = nil,
        warn: Double? = nil, crit: Double? = nil, evidence: String, durationMs: Double = 0, runbook: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.target = target
        self.verdict = verdict
        self.value = value
        self.unit = unit
        self.warn = warn
        self.crit = crit
        self.evidence = evidence
        self.durationMs = durationMs
        self.runbook = runbook
    }
}

/// What came of a set of checks.
package struct HealthReport: Sendable, Equatable {
    /// Its name, `daily` or one of the configuration's.
    package var set: String
    package var context: String
    package var takenAt: Date
    package var durationMs: Double
    /// In the order in which they are declared.
    package var checks: [HealthResult]

    package init(set: String, context: String, takenAt: Date, durationMs: Double, checks: [HealthResult]) {
        self.set = set
        self.context = context
        self.takenAt = takenAt
        self.durationMs = durationMs
        self.checks = checks
    }

    /// The worst of critical > warning > unknown > ok; unknown where nothing was checked.
    package var verdict: Severity { checks.isEmpty ? .unknown : checks.map(\.verdict).worst }

    package func count(_ verdict: Severity) -> Int { checks.count { $0.verdict == verdict } }

    /// `7 checks: 1 critical, 2 warnings, 1 unknown`, `6 checks: all ok`.
    package var summary: String {
        let counts: [(Int, String)] = [
            (count(.critical), "critical"), (count(.warning), count(.warning) == 1 ? "warning" : "warnings"),
            (count(.unknown), "unknown"),
        ]
        let bad = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let checks = "\(checks.count) check\(checks.count == 1 ? "" : "s")"
        return "\(checks): \(bad.isEmpty ? (self.checks.isEmpty ? "nothing is known" : "all ok") : bad.joined(separator: ", "))"
    }
}

extension Severity {
    /// The code with which Nagios plugins and `nightdesk health` end (contract, Exit codes).
    package var healthExitCode: Int32 {
        switch self {
        case .ok: 0
        case .warning: 1
        case .critical: 2
        case .unknown: 3
        }
    }
}
