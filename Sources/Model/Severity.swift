/// How bad a fact is, in the words of the contract. Ordered from harmless to worst:
/// `ok < unknown < warning < critical`.
package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case ok, unknown, warning, critical

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .ok: 0
        case .unknown: 1
        case .warning: 2
        case .critical: 3
        }
    }
}

extension Sequence where Element == Severity {
    /// The worst of all; `.ok` for none.
    package var worst: Severity { self.max() ?? .ok }
}
