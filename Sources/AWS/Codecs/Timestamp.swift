package import FoundationEssentials

/// Dates as AWS writes them.
package enum Timestamp {
    /// Seconds since 1970 of `2026-07-04T10:00:00Z`, also with a fraction, an offset (`+01:00`, `+0100`), a space for the `T`, or
    /// no zone at all, which means UTC. nil for anything else.
    package static func seconds(iso8601 text: some StringProtocol) -> Double? {
        seconds(iso8601: Array(text.utf8)[...])
    }

    /// The same on bytes, for answers with thousands of dates.
    static func seconds(iso8601 bytes: ArraySlice<UInt8>) -> Double? {
        var reader = Reader(bytes)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), reader.skip("T") || reader.skip(" "),
            let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
            let second = reader.digits(2)
        else { return nil }
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60 else { return nil }
        guard let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd else { return nil }
        let time = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset
        return Double(time) + fraction
    }

    /// `2026-07-04T10:00:00Z`; fractions are cut, as CloudWatch takes whole seconds.
    package static func iso8601(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let dayNumber = (seconds - modulo(seconds, 86_400)) / 86_400
        let (year, month, day) = civil(dayNumber)
        let time = modulo(seconds, 86_400)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
            + "\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))Z"
    }

    // Days since 1970 in the proleptic Gregorian calendar, counted in years that begin in March, so that the leap day comes last.

    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted - modulo(shifted, 400)) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let dayOfEra = modulo(shifted, 146_097)
        let era = (shifted - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func modulo(_ value: Int, _ divisor: Int) -> Int {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

extension Timestamp {
    private struct Reader {
        private let bytes: ArraySlice<UInt8>
        private var position: Int

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            position = bytes.startIndex
        }

        var isAtEnd: Bool { position == bytes.endIndex }

        mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
            guard position < bytes.endIndex, bytes[position] == UInt8(ascii: scalar) else { return false }
            position += 1
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            guard position + count <= bytes.endIndex else { return nil }
            var value = 0
            for byte in bytes[position..<(position + count)] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            position += count
            return value
        }

        /// 0 where there is none; nil for a point without digits.
        mutating func fraction() -> Double? {
            guard skip(".") else { return 0 }
            var value = 0.0
            var scale = 0.1
            let start = position
            while let digit = digits(1) {
                value += Double(digit) * scale
                scale /= 10
            }
            return position > start ? value : nil
        }

        /// Seconds east of UTC.
        mutating func offset() -> Int? {
            if isAtEnd || skip("Z") { return 0 }
            let isWest = skip("-")
            guard isWest || skip("+"), let hours = digits(2) else { return nil }
            _ = skip(":")
            guard let minutes = digits(2), hours < 24, minutes < 60 else { return nil }
            return (hours * 60 + minutes) * (isWest ? -60 : 60)
        }
    }
}
