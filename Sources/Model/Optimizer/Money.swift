/// An amount in ticks, 1/10,000 of the currency unit, so that sums are exact.
package struct Money: Sendable, Equatable, Comparable, Codable {
    package var ticks: Int64

    package init(ticks: Int64) { self.ticks = ticks }

    /// In currency units; exact to four decimals up to 10^11 units.
    package var units: Double { Double(ticks) / 10_000 }

    /// `1234.5678`, for files.
    package var text: String {
        let digits = String(ticks.magnitude % 10_000)
        return (ticks < 0 ? "-" : "") + "\(ticks.magnitude / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// `1,234.57`, for people.
    package var shortText: String {
        let cents = (ticks.magnitude + 50) / 100
        var whole = String(cents / 100)
        var place = whole.count - 3
        while place > 0 {
            whole.insert(",", at: whole.index(whole.startIndex, offsetBy: place))
            place -= 3
        }
        return (ticks < 0 ? "-" : "") + whole + (cents % 100 < 10 ? ".0" : ".") + "\(cents % 100)"
    }

    package static func < (one: Money, other: Money) -> Bool { one.ticks < other.ticks }
}
