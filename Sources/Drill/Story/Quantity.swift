import Model

/// A kind of number in a scenario, always written with its unit.
enum Quantity {
    /// `80/min` as 80.
    case perMinute
    /// `40%` as 0.4.
    case share
    /// `450ms`, `30s`, `10m` as milliseconds.
    case milliseconds

    /// For error texts.
    var description: String {
        switch self {
        case .perMinute: "a rate such as 80/min"
        case .share: "a share such as 40%, at most 100%"
        case .milliseconds: "a duration such as 450ms, 30s or 10m"
        }
    }

    /// - Returns: nil for a number without its unit, a negative one, or a share over 100 %.
    func parse(_ text: String) -> Double? {
        switch self {
        case .perMinute: Self.number(text, unit: "/min")
        case .share: Self.number(text, unit: "%").flatMap { $0 <= 100 ? $0 / 100 : nil }
        case .milliseconds: text.last?.isLetter == true ? DurationText.parse(text)?.milliseconds : nil
        }
    }

    private static func number(_ text: String, unit: String) -> Double? {
        guard text.hasSuffix(unit), let number = Double(text.dropLast(unit.count).trimmingSpaces), (0...1e9).contains(number)
        else {
            return nil
        }
        return number
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    var milliseconds: Double { seconds * 1000 }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring { last == " " ? dropLast().trimmingSpaces : self }
}
