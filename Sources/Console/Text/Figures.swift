package import FoundationEssentials

/// Numbers as a person reads them at night: few digits, always with a unit, `–` for what is not known.
package enum Figures {
    /// What an unknown value looks like; never 0.
    package static let unknown = "–"

    /// `0`, `1,234`, `12.3k`, `4.6M`: at most six characters.
    package static func count(_ value: Double?) -> String {
        guard let value, value.isFinite else { return unknown }
        let size = abs(value)
        let sign = value < 0 ? "-" : ""
        if size < 10_000 { return sign + grouped(Int(size.rounded())) }
        if size < 999_950 { return sign + scaled(size / 1_000) + "k" }
        if size < 999_950_000 { return sign + scaled(size / 1_000_000) + "M" }
        return sign + scaled(min(size / 1_000_000_000, 9_999)) + "G"
    }

    package static func count(_ value: Int?) -> String { count(value.map(Double.init)) }

    /// With thousands set apart, no rounding: `5,000`, `1,234,567`.
    package static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        guard digits.utf8.count > 3 else { return value < 0 ? "-" + digits : digits }
        var text = value < 0 ? "-" : ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.utf8.count - position) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A fraction as `0 %`, `<0.1 %`, `1.2 %`, `57 %`. What is not zero never reads as zero.
    package static func percent(_ fraction: Double?) -> String {
        guard let fraction, fraction.isFinite else { return unknown }
        let percent = fraction * 100
        if percent == 0 { return "0 %" }
        if abs(percent) < 0.1 { return percent < 0 ? ">-0.1 %" : "<0.1 %" }
        return abs(percent) < 9.95 ? "\(tenths(percent)) %" : "\(grouped(Int(percent.rounded()))) %"
    }

    /// `340 ms`, `1.2 s`, `42 s`, `2m10s`, `3h05m`, `4d02h`.
    package static func duration(milliseconds: Double?) -> String {
        guard let milliseconds, milliseconds.isFinite else { return unknown }
        if milliseconds < 999.5 { return "\(Int(max(0, milliseconds).rounded())) ms" }
        if milliseconds < 9_950 { return "\(tenths(milliseconds / 1_000)) s" }
        return duration(seconds: milliseconds / 1_000)
    }

    /// `0 s`, `42 s`, `2m10s`, `3h05m`, `4d02h`: the two leading units.
    package static func duration(seconds: Double?) -> String {
        guard let seconds, seconds.isFinite else { return unknown }
        let whole = Int(min(max(0, seconds), 1e12).rounded())
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3_600: return "\(whole / 60)m\(twoDigits(whole % 60))s"
        case ..<86_400: return "\(whole / 3_600)h\(twoDigits(whole / 60 % 60))m"
        default: return "\(whole / 86_400)d\(twoDigits(whole / 3_600 % 24))h"
        }
    }

    /// The one leading unit, rounded down: `4s`, `2m`, `3h`, `12d`.
    package static func age(seconds: Double?) -> String {
        guard let seconds, seconds.isFinite else { return unknown }
        let whole = Int(min(max(0, seconds), 1e12))
        switch whole {
        case ..<60: return "\(whole)s"
        case ..<3_600: return "\(whole / 60)m"
        case ..<86_400: return "\(whole / 3_600)h"
        default: return "\(whole / 86_400)d"
        }
    }

    /// The same for what happened at a moment: `<1m` at first, since a figure that changes each second draws the eye for nothing.
    package static func since(seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds < 60 else { return age(seconds: seconds) }
        return "<1m"
    }

    /// A change per minute with its sign: `+12/min`, `-0.4/min`, `0/min`.
    package static func perMinute(_ value: Double?) -> String {
        guard let value, value.isFinite else { return unknown }
        if abs(value) < 0.05 { return "0/min" }
        let size = abs(value) < 9.95 ? tenths(abs(value)) : count(abs(value))
        return (value < 0 ? "-" : "+") + size + "/min"
    }

    /// `$0.00`, `$0.42`, `$12.30`, `$1,234`; what costs less than a cent says so.
    package static func dollars(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "$0.00" }
        if value < 0.005 { return "<$0.01" }
        guard value < 999.995 else { return "$" + grouped(Int(min(value, 1e12).rounded())) }
        let cents = Int((value * 100).rounded())
        return "$\(cents / 100).\(twoDigits(cents % 100))"
    }

    static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// Three leading digits: `1.2`, `12.3`, `123`.
    private static func scaled(_ value: Double) -> String {
        value < 99.95 ? tenths(value) : String(Int(value.rounded()))
    }

    /// One decimal, which is dropped when it is 0.
    private static func tenths(_ value: Double) -> String {
        let tenths = Int((abs(value) * 10).rounded())
        let text = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return value < 0 ? "-" + text : text
    }
}

/// Times of day without a formatter: those of Foundation cost more than a whole frame.
package enum Clock {
    /// `03:10:42`, or `03:10`.
    package static func time(_ date: Date, offsetSeconds: Int = 0, seconds: Bool = true) -> String {
        let second = secondOfDay(date, offsetSeconds)
        let text = Figures.twoDigits(second / 3_600) + ":" + Figures.twoDigits(second / 60 % 60)
        return seconds ? text + ":" + Figures.twoDigits(second % 60) : text
    }

    /// `2026-11-21 03:10`.
    package static func dateTime(_ date: Date, offsetSeconds: Int = 0) -> String {
        let days = Int((date.timeIntervalSince1970 + Double(offsetSeconds)).rounded(.down)).flooredQuotient(86_400)
        let (year, month, day) = civil(daysSince1970: days)
        let text = "\(year)-\(Figures.twoDigits(month))-\(Figures.twoDigits(day)) "
        return text + time(date, offsetSeconds: offsetSeconds, seconds: false)
    }

    private static func secondOfDay(_ date: Date, _ offset: Int) -> Int {
        let whole = Int(date.timeIntervalSince1970.rounded(.down)) + offset
        return whole - whole.flooredQuotient(86_400) * 86_400
    }

    /// The Gregorian date of a day number. Source: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }
}

extension Int {
    /// Division that rounds towards minus infinity.
    fileprivate func flooredQuotient(_ divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
    }
}
