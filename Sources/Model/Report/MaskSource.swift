/// A secret that was found.
struct MaskMatch {
    var range: Range<Int>
    var kind: Masker.Kind
    var replacement: [UInt8]

    init(_ range: Range<Int>, _ kind: Masker.Kind) {
        self.range = range
        self.kind = kind
        replacement = Array(kind.mask.utf8)
    }
}

/// The bytes of a text, and the questions that all recognisers ask. An index outside answers like a gap.
struct MaskSource {
    let bytes: [UInt8]
    var count: Int { bytes.count }

    init(_ text: String) { bytes = Array(text.utf8) }

    subscript(index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

    /// The secret that is announced or begins at an index.
    func match(at index: Int) -> MaskMatch? {
        switch bytes[index] {
        case UInt8(ascii: "-"): return privateKey(at: index)
        case UInt8(ascii: ":"): return userInfo(at: index)
        case UInt8(ascii: "%"): return phoneNumber(at: index)
        case UInt8(ascii: "+"), UInt8(ascii: "/"): return phoneNumber(at: index) ?? plainSecretKey(at: index)
        case UInt8(ascii: "("): return phoneNumber(at: index)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return quotedName(at: index)
        case let byte where byte.isWord && self[index - 1]?.isWord != true:
            return named(at: index) ?? token(at: index) ?? emailAddress(at: index) ?? phoneNumber(at: index)
                ?? plainSecretKey(at: index)
        default: return nil
        }
    }

    /// - Parameter text: ASCII; compared as it is, or without regard to case where the text is lower-case and `caseless` says so.
    func has(_ text: StaticString, at index: Int, caseless: Bool = false) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
        return text.withUTF8Buffer { wanted in
            for offset in wanted.indices {
                let byte = bytes[index + offset]
                guard byte == wanted[offset] || caseless && byte.lowercased == wanted[offset] else { return false }
            }
            return true
        }
    }

    /// The end of the run of bytes from `index` on that fit, at most `limit` of them.
    func end(from index: Int, limit: Int = .max, while fits: (UInt8) -> Bool) -> Int {
        var end = index
        while end < count, end - index < limit, fits(bytes[end]) { end += 1 }
        return end
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    var isLower: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    var isLetter: Bool { isUpper || isLower }
    var isAlphanumeric: Bool { isDigit || isLetter }
    /// Letters, digits, `_` and everything beyond ASCII.
    var isWord: Bool { isAlphanumeric || self == UInt8(ascii: "_") || self >= 0x80 }
    /// Base64 without its padding.
    var isBase64: Bool { isAlphanumeric || self == UInt8(ascii: "+") || self == UInt8(ascii: "/") }
    var isHex: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
    }
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    var isSpace: Bool { isBlank || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
    var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
    var lowercased: UInt8 { isUpper ? self | 0x20 : self }

    func isOne(of characters: StaticString) -> Bool {
        characters.withUTF8Buffer { $0.contains(self) }
    }
}
