/// A decimal number of a file, converted exactly: `[+-]digits[.digits][e±digits]`.
package struct DecimalText: Sendable, Equatable {
    /// Below zero, however little.
    package var isNegative: Bool
    /// Magnitude in the wanted unit, cut off; the largest value where it is larger.
    package var whole: Int64
    /// Whether what was cut off is half a unit or more.
    package var roundsUp: Bool
    /// Whether nothing was cut off.
    package var isExact: Bool

    /// Magnitude, half up.
    package var rounded: Int64 { whole == .max ? whole : whole + (roundsUp ? 1 : 0) }

    /// - Parameter decimals: Digits behind the point that make one unit, 0...4.
    /// - Returns: nil when the bytes are no such number.
    package init?(_ bytes: UnsafeBufferPointer<UInt8>, decimals: Int) {
        var cursor = 0
        var isMinus = false
        if let first = bytes.first, first == 0x2B || first == 0x2D {
            isMinus = first == 0x2D
            cursor = 1
        }
        var digits = Digits()
        guard Self.take(bytes, &cursor, { digits.add($0, isFraction: false) }) else { return nil }
        if cursor < bytes.count, bytes[cursor] == 0x2E {
            cursor += 1
            guard Self.take(bytes, &cursor, { digits.add($0, isFraction: true) }) else { return nil }
        }
        var exponent = 0
        if cursor < bytes.count, bytes[cursor] | 0x20 == 0x65 {
            cursor += 1
            var sign = 1
            if cursor < bytes.count, bytes[cursor] == 0x2B || bytes[cursor] == 0x2D {
                sign = bytes[cursor] == 0x2D ? -1 : 1
                cursor += 1
            }
            guard Self.take(bytes, &cursor, { exponent = min(exponent * 10 + Int($0), 1_000_000_000) }) else { return nil }
            exponent *= sign
        }
        guard cursor == bytes.count else { return nil }
        isNegative = isMinus && digits.mantissa > 0
        (whole, roundsUp, isExact) = digits.shifted(by: exponent + decimals)
    }

    package init?(_ text: String, decimals: Int) {
        var text = text
        guard let value = text.withUTF8({ DecimalText($0, decimals: decimals) }) else { return nil }
        self = value
    }

    /// One digit or more.
    private static func take(_ bytes: UnsafeBufferPointer<UInt8>, _ cursor: inout Int, _ body: (UInt8) -> Void) -> Bool {
        let start = cursor
        while cursor < bytes.count, bytes[cursor] &- 0x30 < 10 {
            body(bytes[cursor] - 0x30)
            cursor += 1
        }
        return cursor > start
    }

    private struct Digits {
        var mantissa: UInt64 = 0
        /// Tens that the mantissa has to be multiplied with.
        var exponent = 0
        var isCut = false

        mutating func add(_ digit: UInt8, isFraction: Bool) {
            if mantissa < 100_000_000_000_000_000 {
                mantissa = mantissa * 10 + UInt64(digit)
                if isFraction { exponent -= 1 }
            } else {
                if digit != 0 { isCut = true }
                if !isFraction { exponent += 1 }
            }
        }

        func shifted(by tens: Int) -> (whole: Int64, roundsUp: Bool, isExact: Bool) {
            guard mantissa > 0 else { return (0, false, true) }
            let shift = exponent + tens
            if shift >= 0 {
                var value = Int64(mantissa)
                for _ in 0..<min(shift, 20) {
                    let (product, overflows) = value.multipliedReportingOverflow(by: 10)
                    if overflows { return (.max, false, false) }
                    value = product
                }
                return (value, false, !isCut)
            }
            guard shift > -20 else { return (0, false, false) }
            var power: UInt64 = 1
            for _ in 0..<(-shift) { power *= 10 }
            let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: power)
            return (Int64(quotient), remainder >= power / 2, remainder == 0 && !isCut)
        }
    }
}
