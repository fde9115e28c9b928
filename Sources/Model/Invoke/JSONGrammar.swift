/// Checks the grammar of JSON text (RFC 8259), without building a tree: the text itself is what is sent.
struct JSONGrammar {
    struct Fault: Error, Equatable {
        /// Bytes from the beginning.
        var offset: Int
        /// What was expected there.
        var expected: String
    }

    /// Deeper nesting is refused: it would be an attack on the stack.
    static let depthLimit = 256

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: ``Fault`` at the first byte that does not fit.
    mutating func scan() throws(Fault) {
        skipSpace()
        try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw fault("the end of the text") }
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func fault(_ expected: String) -> Fault { Fault(offset: position, expected: expected) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(Fault) {
        guard depth < Self.depthLimit else { throw fault("at most \(Self.depthLimit) levels of nesting") }
        switch next {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case .some(let byte) where byte == UInt8(ascii: "-") || Self.isDigit(byte): try number()
        default: throw fault("a value")
        }
    }

    private mutating func object(depth: Int) throws(Fault) {
        position += 1
        skipSpace()
        if skip("}") { return }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("a member name in quotes") }
            try string()
            skipSpace()
            guard skip(":") else { throw fault("a colon") }
            skipSpace()
            try value(depth: depth + 1)
            skipSpace()
        } while skip(",")
        guard skip("}") else { throw fault("a comma or }") }
    }

    private mutating func array(depth: Int) throws(Fault) {
        position += 1
        skipSpace()
        if skip("]") { return }
        repeat {
            skipSpace()
            try value(depth: depth + 1)
            skipSpace()
        } while skip(",")
        guard skip("]") else { throw fault("a comma or ]") }
    }

    private mutating func word(_ word: StaticString) throws(Fault) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[offset] else { throw fault("the word \(word)") }
            position += 1
        }
    }

    private mutating func string() throws(Fault) {
        position += 1
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw fault("no control character in a string")
            default: position += 1
            }
        }
        throw fault("the closing quote")
    }

    private mutating func escape() throws(Fault) {
        position += 1
        switch next.map(Unicode.Scalar.init) {
        case "u":
            position += 1
            for _ in 0..<4 {
                guard let byte = next, Character(Unicode.Scalar(byte)).isHexDigit else { throw fault("four hexadecimal digits") }
                position += 1
            }
        case "\"", "\\", "/", "b", "f", "n", "r", "t": position += 1
        default: throw fault("one of \" \\ / b f n r t u after the backslash")
        }
    }

    private mutating func number() throws(Fault) {
        _ = skip("-")
        if !skip("0") { try digits() }
        if skip(".") { try digits() }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            try digits()
        }
    }

    private mutating func digits() throws(Fault) {
        let start = position
        while let byte = next, Self.isDigit(byte) { position += 1 }
        guard position > start else { throw fault("a digit") }
    }
}

extension JSONGrammar.Fault {
    /// `line 3, column 5: a colon is expected`
    func text(in bytes: [UInt8]) -> String {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // Characters, not bytes: what an editor shows.
        let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
        return "line \(line), column \(column): \(expected) is expected"
    }
}
