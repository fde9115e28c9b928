import FoundationEssentials

/// An instant as signatures write it, in UTC.
struct SigningTime: Sendable {
    /// `20150830T123600Z`
    let timestamp: String
    /// `20150830`
    var day: Substring { timestamp.prefix(8) }

    init(_ date: Date) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let days = (Double(seconds) / 86_400).rounded(.down)
        let second = seconds - Int(days) * 86_400
        let (year, month, day) = Self.civil(daysSince1970: Int(days))
        timestamp =
            "\(Self.padded(year, 4))\(Self.padded(month))\(Self.padded(day))T"
            + "\(Self.padded(second / 3600))\(Self.padded(second / 60 % 60))\(Self.padded(second % 60))Z"
    }

    /// The proleptic Gregorian date, counted in 400-year cycles of 146,097 days that begin on 1 March.
    private static func civil(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
