import Drawing
import FoundationEssentials

/// Upper case acts, so a second upper-case key within 300 ms is a slip (caps lock, text typed blindly) and is ignored.
///
/// `G` only moves and `H` only reads (ux, Six principles 3); neither is guarded, neither guards.
struct UpperCaseGuard: Equatable, Sendable {
    private var last: Date?
    static let span: TimeInterval = 0.3

    /// - Returns: False when the key must not act.
    mutating func allows(_ key: Key, at now: Date) -> Bool {
        guard case .character(let character) = key, character.isUppercase, character != "G", character != "H" else { return true }
        defer { last = now }
        guard let last else { return true }
        return !(0..<Self.span).contains(now.timeIntervalSince(last))
    }
}
