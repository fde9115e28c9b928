/// Durations as people write them in flags and files.
package enum DurationText {
    private static let units: [(suffix: String, seconds: Double)] = [
        ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
    ]

    /// A number with ms, s, m, h or d; without a unit it is seconds (contract, Commands).
    /// - Returns: nil when `text` is anything else, negative, or longer than 100 years.
    package static func parse(_ text: String) -> Duration? {
        let unit = units.first { text.hasSuffix($0.suffix) && text.dropLast($0.suffix.count).last?.isNumber == true }
        let digits = text.dropLast(unit?.suffix.count ?? 0)
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let number = Double(digits) else {
            return nil
        }
        let seconds = number * (unit?.seconds ?? 1)
        guard seconds.isFinite, seconds <= 3_153_600_000 else { return nil }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }
}

extension DurationText {
    /// The shortest form that ``parse(_:)`` reads back: `48h`, `90s`, `1500ms`; whole days from three on.
    package static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds == 0, seconds > 0 else { return "\(Int64((duration / .milliseconds(1)).rounded()))ms" }
        for (suffix, size) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)] where seconds % size == 0 {
            if suffix != "d" || seconds >= 3 * size { return "\(seconds / size)\(suffix)" }
        }
        return "\(seconds)s"
    }
}
