package import FoundationEssentials
import SigV4

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
        let time = ((CivilDate.days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset
        return Double(time) + fraction
    }

    /// `2026-07-04T10:00:00Z`; fractions are cut, as CloudWatch takes whole seconds.
    package static func iso8601(_ date: Date) -> String {
        let (day, second) = CivilDate.split(Int(date.timeIntervalSince1970.rounded(.down)))
        let calendar = [CivilDate.padded(day.year, 4), CivilDate.padded(day.month), CivilDate.padded(day.day)]
        let time = [second / 3600, second / 60 % 60, second % 60].map { CivilDate.padded($0) }
        return calendar.joined(separator: "-") + "T" + time.joined(separator: ":") + "Z"
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
