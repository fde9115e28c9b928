/// Reads XML one token after the other, straight from the bytes. No DTD, so no entities but the five and numbers; namespaces,
/// attributes, comments and processing instructions are checked for their form and skipped.
struct XMLScanner {
    enum Token: Equatable {
        /// A local name, without namespace prefix.
        case start(Range<Int>)
        case end
        case text(Range<Int>, hasEntities: Bool)
        case finished
    }

    static let maximumDepth = 64

    let bytes: [UInt8]
    private(set) var position = 0
    /// Whole names of the open elements, prefix included, as an end tag repeats it.
    private var open: [Range<Int>] = []
    private var pendingEnd = false
    private var hasRoot = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// How many elements are open after the last token.
    var depth: Int { open.count }

    mutating func next() throws(CodecError) -> Token {
        if pendingEnd {
            pendingEnd = false
            open.removeLast()
            return .end
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                if let text = try text() { return text }
                continue
            }
            switch peek(1) {
            case UInt8(ascii: "/"): return try endTag()
            case UInt8(ascii: "?"): try skip("?>", from: position + 2)
            case UInt8(ascii: "!"):
                if let section = try declaration() { return section }
            default: return try startTag()
            }
        }
        guard open.isEmpty else { throw CodecError("the document ends inside <\(name(open[open.count - 1]))>", at: position) }
        guard hasRoot else { throw CodecError("there is no element", at: position) }
        return .finished
    }

    func name(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func has(_ name: StaticString, at range: Range<Int>) -> Bool {
        guard name.utf8CodeUnitCount == range.count else { return false }
        return UnsafeBufferPointer(start: name.utf8Start, count: range.count).elementsEqual(bytes[range])
    }

    // MARK: Tags

    private mutating func startTag() throws(CodecError) -> Token {
        let start = position
        position += 1
        let whole = try nameToken()
        if open.isEmpty {
            guard !hasRoot else { throw CodecError("there is a second root element", at: start) }
            hasRoot = true
        }
        guard open.count < Self.maximumDepth else { throw CodecError("elements are nested too deep", at: start) }
        try skipAttributes()
        open.append(whole)
        if bytes[position] == UInt8(ascii: "/") {
            guard peek(1) == UInt8(ascii: ">") else { throw CodecError("'/' stands inside a tag", at: position) }
            position += 1
            pendingEnd = true
        }
        position += 1
        return .start(local(whole))
    }

    private mutating func endTag() throws(CodecError) -> Token {
        let start = position
        position += 2
        let whole = try nameToken()
        skipSpaces()
        guard peek(0) == UInt8(ascii: ">") else { throw CodecError("an end tag does not end", at: position) }
        position += 1
        guard let opened = open.popLast() else { throw CodecError("</\(name(whole))> ends nothing", at: start) }
        guard bytes[opened] == bytes[whole] else {
            throw CodecError("</\(name(whole))> stands where </\(name(opened))> belongs", at: start)
        }
        return .end
    }

    /// Leaves `position` at the `/` or `>` that ends the tag.
    private mutating func skipAttributes() throws(CodecError) {
        while true {
            let hadSpace = skipSpaces()
            guard position < bytes.count else { throw CodecError("the document ends inside a tag", at: position) }
            if bytes[position] == UInt8(ascii: ">") || bytes[position] == UInt8(ascii: "/") { return }
            guard hadSpace else { throw CodecError("an attribute must follow a space", at: position) }
            _ = try nameToken()
            skipSpaces()
            guard peek(0) == UInt8(ascii: "=") else { throw CodecError("an attribute has no value", at: position) }
            position += 1
            skipSpaces()
            try skipQuoted()
        }
    }

    private mutating func skipQuoted() throws(CodecError) {
        let start = position
        guard let quote = peek(0), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw CodecError("an attribute value is not quoted", at: start)
        }
        position += 1
        while let byte = peek(0), byte != quote {
            guard byte != UInt8(ascii: "<") else { throw CodecError("'<' stands in an attribute value", at: position) }
            position += 1
        }
        guard position < bytes.count else { throw CodecError("an attribute value does not end", at: start) }
        position += 1
    }

    private mutating func nameToken() throws(CodecError) -> Range<Int> {
        let start = position
        while position < bytes.count, Self.isName(bytes[position]) { position += 1 }
        guard position > start, !Self.isDigitOrMark(bytes[start]) else { throw CodecError("a name is missing", at: start) }
        return start..<position
    }

    private func local(_ whole: Range<Int>) -> Range<Int> {
        guard let colon = bytes[whole].lastIndex(of: UInt8(ascii: ":")), colon + 1 < whole.upperBound else { return whole }
        return (colon + 1)..<whole.upperBound
    }

    // MARK: Text

    /// - Returns: nil for white space outside of the root element.
    private mutating func text() throws(CodecError) -> Token? {
        let start = position
        var hasEntities = false
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            if bytes[position] == UInt8(ascii: "&") { hasEntities = true }
            position += 1
        }
        guard open.isEmpty else { return .text(start..<position, hasEntities: hasEntities) }
        if let stray = bytes[start..<position].firstIndex(where: { !Self.isSpace($0) }) {
            throw CodecError("text stands outside of the root element", at: stray)
        }
        return nil
    }

    /// A comment (nil), a CDATA section, or a DTD, which is refused.
    private mutating func declaration() throws(CodecError) -> Token? {
        if bytes[position...].starts(with: "<!--".utf8) {
            try skip("-->", from: position + 4)
            return nil
        }
        guard bytes[position...].starts(with: "<![CDATA[".utf8) else {
            throw CodecError("a document type declaration is not allowed", at: position)
        }
        guard !open.isEmpty else { throw CodecError("text stands outside of the root element", at: position) }
        let start = position + 9
        try skip("]]>", from: start)
        return .text(start..<(position - 3), hasEntities: false)
    }

    private mutating func skip(_ end: StaticString, from start: Int) throws(CodecError) {
        let mark = UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount)
        var index = start
        while index + mark.count <= bytes.count {
            if bytes[index..<(index + mark.count)].elementsEqual(mark) {
                position = index + mark.count
                return
            }
            index += 1
        }
        throw CodecError("'\(end)' is missing", at: position)
    }

    // MARK: Bytes

    private func peek(_ distance: Int) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    @discardableResult
    private mutating func skipSpaces() -> Bool {
        let start = position
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        return position > start
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...10).contains(byte) || byte == 13 }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: ":"),
            0x80...:
            true
        default: isDigitOrMark(byte)
        }
    }

    private static func isDigitOrMark(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
