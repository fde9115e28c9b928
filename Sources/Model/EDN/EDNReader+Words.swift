extension EDNReader {
    /// The bytes up to the next blank, bracket, quote or comment.
    mutating func token() -> String {
        let start = position
        while let byte, byte > 32, !",()[]{}\";\\".utf8.contains(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// A number, keyword, symbol, or one of the three words with a meaning.
    mutating func word() throws(EDNError) -> EDNValue {
        let start = position
        let word = token()
        switch word {
        case "": throw error("a value")
        case "nil": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        if word.hasPrefix(":") {
            let name = word.dropFirst()
            guard !name.isEmpty, !name.hasPrefix(":") else { throw EDNError(expected: "a name after :", position: start) }
            return .keyword(String(name))
        }
        guard Self.beginsNumber(word) else { return .symbol(word) }
        guard EDNValue.number(word).number != nil, Self.isSpelledAsNumber(word) else {
            throw EDNError(expected: "a number", position: start)
        }
        return .number(word)
    }

    private static func beginsNumber(_ word: String) -> Bool {
        let digits = word.hasPrefix("-") || word.hasPrefix("+") ? word.dropFirst() : word[...]
        return digits.first.map { ("0"..."9").contains($0) } ?? false
    }

    /// Swift also reads hexadecimal and words such as `1nan`; EDN does not.
    private static func isSpelledAsNumber(_ word: String) -> Bool {
        word.utf8.allSatisfy { ($0 &- 48 < 10) || "+-.eENM/".utf8.contains($0) }
    }

    /// `\a`, `\newline`, `\u00e9`: the first character after the backslash whatever it is, then up to the next end of a word.
    mutating func character() throws(EDNError) -> String {
        let start = position
        position += 1
        guard let first = byte, first > 32 else { throw error("a character after \\") }
        repeat { position += 1 } while byte.map { $0 & 0xC0 == 0x80 } ?? false
        _ = token()
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func string() throws(EDNError) -> String {
        let start = position
        position += 1
        var content: [UInt8] = []
        while let byte {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content += try escape()
            default: content.append(byte)
            }
        }
        throw EDNError(expected: "an end of the string that begins", position: start)
    }

    /// After the backslash.
    private mutating func escape() throws(EDNError) -> [UInt8] {
        guard let byte else { throw error("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [byte]
        case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
        default:
            position -= 1
            throw error("one of \\t \\n \\r \\b \\f \\u \\\" \\\\")
        }
    }

    /// Four hexadecimal digits; two such escapes for characters outside the basic plane. Half of a pair becomes U+FFFD.
    private mutating func scalar() throws(EDNError) -> Unicode.Scalar {
        let high = try codeUnit()
        guard 0xD800..<0xDC00 ~= high else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
        let before = position
        guard bytes.dropFirst(position).starts(with: "\\u".utf8) else { return "\u{FFFD}" }
        position += 2
        let low = try codeUnit()
        guard 0xDC00..<0xE000 ~= low else {
            position = before
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() throws(EDNError) -> UInt32 {
        let digits = bytes[position..<min(position + 4, bytes.count)]
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits") }
        position += 4
        return unit
    }
}
