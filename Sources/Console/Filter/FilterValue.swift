import Model

/// Reads the value of a comparison in the unit of its field.
struct FilterValue {
    let unit: FieldUnit
    let name: String

    func parse(_ text: String) throws(FilterProblem) -> Double {
        if text.isEmpty { throw FilterProblem(message: "A value is missing after \(name).") }
        switch unit {
        case .severity: return try severity(text)
        case .fraction: return try fraction(text)
        case .seconds: return try seconds(text)
        case .milliseconds: return try seconds(text) * 1_000
        case .count, .text: return try count(text)
        }
    }

    private func severity(_ text: String) throws(FilterProblem) -> Double {
        guard let severity = Severity(rawValue: text.lowercased()) else {
            throw FilterProblem(message: "\"\(text)\" is no severity: ok, unknown, warning or critical.")
        }
        return severity.order
    }

    private func fraction(_ text: String) throws(FilterProblem) -> Double {
        if text.hasSuffix("%"), let percent = Self.number(text.dropLast()) { return percent / 100 }
        guard let value = Self.number(text[...]), value <= 1 else {
            throw FilterProblem(message: "\(name) is a share: write 5% or 0.05, not \"\(text)\".")
        }
        return value
    }

    private func count(_ text: String) throws(FilterProblem) -> Double {
        let scales: [Character: Double] = ["k": 1_000, "K": 1_000, "m": 1_000_000, "M": 1_000_000]
        if let last = text.last, let scale = scales[last], let value = Self.number(text.dropLast()) { return value * scale }
        guard let value = Self.number(text[...]) else {
            throw FilterProblem(message: "\"\(text)\" is no number for \(name).")
        }
        return value
    }

    /// `90`, `40s`, `1m30s`, `2h`, `300ms`.
    private func seconds(_ text: String) throws(FilterProblem) -> Double {
        guard let seconds = Self.seconds(text) else {
            throw FilterProblem(message: "\"\(text)\" is no duration for \(name): write 40s, 5m, 2h or 300ms.")
        }
        return seconds
    }

    private static func seconds(_ text: String) -> Double? {
        let units: [String: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400]
        var rest = text[...]
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            let unit = rest[digits.endIndex...].prefix { $0.isLetter }
            guard let value = number(digits) else { return nil }
            if unit.isEmpty, digits.endIndex == rest.endIndex, digits.startIndex == text.startIndex { return value }
            guard let scale = units[unit.lowercased()] else { return nil }
            total += value * scale
            rest = rest[unit.endIndex...]
        }
        return total
    }

    /// Plain decimals only: Double would also read `nan`, `inf` and `0x1p3`.
    private static func number(_ text: Substring) -> Double? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }) else { return nil }
        return Double(text)
    }
}

extension Severity {
    /// Rising with how bad it is, for comparing and sorting.
    var order: Double {
        switch self {
        case .ok: 0
        case .unknown: 1
        case .warning: 2
        case .critical: 3
        }
    }
}
