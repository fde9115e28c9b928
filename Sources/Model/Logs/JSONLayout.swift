/// Lays JSON out for reading: one member a line, keys in their own order, numbers as they were written. A line break inside a
/// string becomes one, since that is how stack traces come.
package struct JSONLayout {
    private let maximumLines: Int
    private var lines: [String] = []
    private var omitted = 0
    private var line = ""
    private var indent = 0

    /// - Parameter maximumLines: The rest is replaced by one line that says so.
    /// - Returns: nil when the text is not one JSON object or array; it is then shown as it is.
    package static func lines(_ text: some StringProtocol, maximumLines: Int = 2000) -> [String]? {
        var scanner = JSONScanner(Array(text.utf8))
        var layout = JSONLayout(maximumLines: maximumLines)
        do {
            guard case let kind = try scanner.kind(), kind == .object || kind == .array else { return nil }
            try layout.value(&scanner)
        } catch {
            return nil
        }
        guard scanner.isAtEnd() else { return nil }
        layout.breakLine()
        return layout.omitted == 0 ? layout.lines : layout.lines + ["… \(layout.omitted) more lines"]
    }

    private init(maximumLines: Int) { self.maximumLines = maximumLines }

    private mutating func value(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        switch try scanner.kind() {
        case .object: try object(&scanner)
        case .array: try array(&scanner)
        case .string: put(string: scanner.bytes[try scanner.rawString()])
        case .number: line += String(decoding: scanner.bytes[try scanner.rawNumber()], as: UTF8.self)
        case .word: line += String(decoding: scanner.bytes[try scanner.rawWord()], as: UTF8.self)
        }
    }

    private mutating func object(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        var isFirst = true
        line += "{"
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            startItem(&isFirst)
            line += "\"" + String(decoding: scanner.bytes[key], as: UTF8.self) + "\": "
            try value(&scanner)
        }
        endItems(isEmpty: isFirst)
        line += "}"
    }

    private mutating func array(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        var isFirst = true
        line += "["
        try scanner.elements { scanner throws(JSONScanner.Problem) in
            startItem(&isFirst)
            try value(&scanner)
        }
        endItems(isEmpty: isFirst)
        line += "]"
    }

    private mutating func startItem(_ isFirst: inout Bool) {
        if isFirst { indent += 1 } else { line += "," }
        isFirst = false
        breakLine()
    }

    private mutating func endItems(isEmpty: Bool) {
        guard !isEmpty else { return }
        indent -= 1
        breakLine()
    }

    private mutating func put(string raw: ArraySlice<UInt8>) {
        let pieces = Self.split(raw)
        line += "\"" + pieces[0]
        for piece in pieces.dropFirst() {
            breakLine()
            line += "  " + piece
        }
        line += "\""
    }

    /// The pieces between `\n` escapes, at least one; `\\n` is a backslash and an n.
    private static func split(_ raw: ArraySlice<UInt8>) -> [String] {
        var pieces: [String] = []
        var piece: [UInt8] = []
        var isEscape = false
        for byte in raw {
            if isEscape, byte == UInt8(ascii: "n") {
                piece.removeLast()
                if piece.suffix(2).elementsEqual("\\r".utf8) { piece.removeLast(2) }
                pieces.append(String(decoding: piece, as: UTF8.self))
                piece.removeAll(keepingCapacity: true)
                isEscape = false
            } else {
                isEscape = !isEscape && byte == UInt8(ascii: "\\")
                piece.append(byte)
            }
        }
        return pieces + [String(decoding: piece, as: UTF8.self)]
    }

    private mutating func breakLine() {
        if lines.count < maximumLines { lines.append(line) } else { omitted += 1 }
        line = String(repeating: "  ", count: indent)
    }
}
