/// Reads JSON from bytes piece by piece, without a tree and in the order in which it was written.
///
/// More forgiving than the standard where strangers write: bytes that are no UTF-8 and lone surrogates become U+FFFD, and control
/// characters may stand in strings.
package struct JSONScanner {
    package struct Problem: Error, Equatable, Sendable {
        package var text: String
        /// Offset of the byte.
        package var position: Int

        package init(text: String, position: Int) {
            self.text = text
            self.position = position
        }
    }

    package enum Kind: Equatable, Sendable {
        case object, array, string, number, word
    }

    /// Deeper is refused, so that a hostile line cannot exhaust the stack.
    package static let maximumDepth = 128

    package let bytes: [UInt8]
    private let end: Int
    package private(set) var position: Int
    private var depth = 0

    package init(_ bytes: [UInt8]) { self.init(bytes, in: bytes.indices) }

    /// - Parameter range: The part of `bytes` that holds the value.
    package init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// What comes next.
    package mutating func kind() throws(Problem) -> Kind {
        switch try peek() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .word
        default: throw problem("a value is missing")
        }
    }

    /// Reads an object. `body` is called behind each colon and must read the value.
    /// - Parameter body: Gets the key's bytes as they stand in the text, without the quotes.
    package mutating func members(
        _ body: (inout JSONScanner, Range<Int>) throws(Problem) -> Void
    ) throws(Problem) {
        try nest(UInt8(ascii: "{"), UInt8(ascii: "}")) { scanner throws(Problem) in
            guard try scanner.peek() == UInt8(ascii: "\"") else { throw scanner.problem("a key is missing") }
            let key = try scanner.rawString()
            try scanner.expect(UInt8(ascii: ":"))
            try body(&scanner, key)
        }
    }

    /// Reads an array. `body` must read one value.
    package mutating func elements(_ body: (inout JSONScanner) throws(Problem) -> Void) throws(Problem) {
        try nest(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    package mutating func skip() throws(Problem) {
        switch try kind() {
        case .object: try members { scanner, _ throws(Problem) in try scanner.skip() }
        case .array: try elements { scanner throws(Problem) in try scanner.skip() }
        case .string: _ = try rawString()
        case .number: _ = try rawNumber()
        case .word: _ = try rawWord()
        }
    }

    /// A string, with its escapes taken out.
    package mutating func string() throws(Problem) -> String { text(of: try rawString()) }

    /// A string, or nil for `null` and for values of other kinds, which are passed over.
    package mutating func optionalString() throws(Problem) -> String? {
        if try kind() == .string { return try string() }
        try skip()
        return nil
    }

    /// A number, or nil for `null`, for values of other kinds and for what does not fit; they are passed over.
    package mutating func optionalNumber() throws(Problem) -> Double? {
        if try kind() == .number { return Double(String(decoding: bytes[try rawNumber()], as: UTF8.self)) }
        try skip()
        return nil
    }

    /// A whole number; likewise.
    package mutating func optionalInteger() throws(Problem) -> Int64? {
        guard try kind() == .number else {
            try skip()
            return nil
        }
        let range = try rawNumber()
        if let value = Self.integer(bytes[range]) { return value }
        return Double(String(decoding: bytes[range], as: UTF8.self)).flatMap { Int64(exactly: $0.rounded()) }
    }

    package mutating func optionalBool() throws(Problem) -> Bool? {
        guard try kind() == .word else {
            try skip()
            return nil
        }
        switch bytes[try rawWord()].first {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: return nil
        }
    }

    /// Whether the text is over, blanks apart.
    package mutating func isAtEnd() -> Bool {
        skipBlanks()
        return position == end
    }

    package func has(_ name: StaticString, at range: Range<Int>) -> Bool {
        range.count == name.utf8CodeUnitCount
            && name.withUTF8Buffer { text in bytes[range].elementsEqual(text) }
    }

    // MARK: Raw pieces

    /// - Returns: The bytes between the quotes.
    package mutating func rawString() throws(Problem) -> Range<Int> {
        try expect(UInt8(ascii: "\""))
        let start = position
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return start..<position - 1
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        position = min(position, end)
        throw problem("a string has no end")
    }

    package mutating func rawNumber() throws(Problem) -> Range<Int> {
        skipBlanks()
        let start = position
        _ = take { $0 == UInt8(ascii: "-") }
        guard digits() else { throw problem("a number has no digits") }
        if take({ $0 == UInt8(ascii: ".") }), !digits() { throw problem("a number ends in a point") }
        if take({ $0 | 0x20 == UInt8(ascii: "e") }) {
            _ = take { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
            guard digits() else { throw problem("an exponent has no digits") }
        }
        return start..<position
    }

    /// `true`, `false` or `null`.
    package mutating func rawWord() throws(Problem) -> Range<Int> {
        skipBlanks()
        let start = position
        for word in ["true", "false", "null"] where bytes[start..<end].starts(with: word.utf8) {
            position += word.utf8.count
            return start..<position
        }
        throw problem("a word is neither true, false nor null")
    }
}

extension JSONScanner {
    private mutating func nest(
        _ open: UInt8, _ close: UInt8, _ body: (inout JSONScanner) throws(Problem) -> Void
    ) throws(Problem) {
        try expect(open)
        guard depth < Self.maximumDepth else { throw problem("it is nested deeper than \(Self.maximumDepth)") }
        depth += 1
        defer { depth -= 1 }
        if try peek() == close {
            position += 1
            return
        }
        while true {
            try body(&self)
            let next = try peek()
            position += 1
            if next == close { return }
            guard next == UInt8(ascii: ",") else {
                position -= 1
                throw problem("a comma is missing")
            }
        }
    }

    private mutating func skipBlanks() {
        while position < end, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private mutating func peek() throws(Problem) -> UInt8 {
        skipBlanks()
        guard position < end else { throw problem("the text is cut") }
        return bytes[position]
    }

    private mutating func expect(_ byte: UInt8) throws(Problem) {
        guard try peek() == byte else { throw problem("\"\(Character(Unicode.Scalar(byte)))\" is missing") }
        position += 1
    }

    private mutating func take(_ isWanted: (UInt8) -> Bool) -> Bool {
        guard position < end, isWanted(bytes[position]) else { return false }
        position += 1
        return true
    }

    private mutating func digits() -> Bool {
        let start = position
        while take({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {}
        return position > start
    }

    private func problem(_ text: String) -> Problem { Problem(text: text, position: position) }

    private static func integer(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.count < 19 else { return nil }
        var value: Int64 = 0
        let isNegative = digits.first == UInt8(ascii: "-")
        for byte in isNegative ? digits.dropFirst() : digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return isNegative ? -value : value
    }
}
