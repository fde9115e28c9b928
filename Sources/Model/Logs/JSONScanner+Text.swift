extension JSONScanner {
    /// The text of a string, with its escapes taken out.
    /// - Parameter range: As ``rawString()`` and ``members(_:)`` give it.
    package func text(of range: Range<Int>) -> String {
        guard let first = bytes[range].firstIndex(of: UInt8(ascii: "\\")) else {
            return String(decoding: bytes[range], as: UTF8.self)
        }
        var plain = Array(bytes[range.lowerBound..<first])
        plain.reserveCapacity(range.count)
        var position = first
        while position < range.upperBound {
            if bytes[position] == UInt8(ascii: "\\") {
                position = unescape(at: position + 1, before: range.upperBound, into: &plain)
            } else {
                plain.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// - Parameter position: Behind the backslash.
    /// - Returns: Where the text goes on.
    private func unescape(at position: Int, before end: Int, into plain: inout [UInt8]) -> Int {
        guard position < end else { return end }
        switch bytes[position] {
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "u"):
            let (scalar, next) = unicode(at: position + 1, before: end)
            plain.append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
            return next
        // `\"`, `\\`, `\/`; anything else stands for itself.
        default: plain.append(bytes[position])
        }
        return position + 1
    }

    /// The scalar of `XXXX`, or of the pair `XXXX\uXXXX`. Half a pair is no scalar: a line that was cut there must not lose the
    /// rest.
    private func unicode(at position: Int, before end: Int) -> (Unicode.Scalar, next: Int) {
        guard let unit = codeUnit(at: position, before: end) else { return ("\u{FFFD}", min(position, end)) }
        if let scalar = Unicode.Scalar(unit) { return (scalar, position + 4) }
        let next = position + 4
        if unit < 0xDC00, next + 1 < end, bytes[next] == UInt8(ascii: "\\"), bytes[next + 1] == UInt8(ascii: "u"),
            let low = codeUnit(at: next + 2, before: end), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10 | UInt32(low - 0xDC00)))
        {
            return (scalar, next + 6)
        }
        return ("\u{FFFD}", next)
    }

    private func codeUnit(at position: Int, before end: Int) -> UInt16? {
        guard position + 4 <= end else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Self.hexDigit(byte) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
