/// What an error line looks like when everything that differs from one time to the next is taken out: numbers, ids, hex, what
/// stood in quotes.
package struct ErrorShape: Sendable, Hashable {
    package let text: String

    /// A shape is at most so long; errors that differ only beyond it count as one.
    static let maximumBytes = 240

    package init(of line: some StringProtocol) {
        var writer = ShapeWriter()
        var line = String(line)
        line.withUTF8 { bytes in
            // The first line of a stack trace names the error; the frames differ with the deployment.
            let end = bytes.firstIndex { $0 == 0x0A } ?? bytes.count
            writer.read(UnsafeBufferPointer(rebasing: bytes[..<min(end, 4096)]))
        }
        text = String(decoding: writer.shape, as: UTF8.self)
    }
}

/// Writes the shape of a line: `#` for what has digits in it, `"…"` for what was quoted.
private struct ShapeWriter {
    private(set) var shape: [UInt8] = []

    mutating func read(_ line: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while position < line.count, shape.count < ErrorShape.maximumBytes {
            let byte = line[position]
            if let end = Self.quoteEnd(line, position) {
                shape.append(contentsOf: [byte] + "…".utf8 + [byte])
                position = end
            } else if Self.isWord(byte) {
                // With its hyphens, as UUIDs have them.
                let end = line[position...].firstIndex { !Self.isWord($0) && $0 != UInt8(ascii: "-") } ?? line.count
                append(word: line[position..<end])
                position = end
            } else {
                append(separator: byte)
                position += 1
            }
        }
        while let last = shape.last, last <= 0x20 { shape.removeLast() }
    }

    /// Words with a digit in them are ids, times and sizes; of `user42@host` and `4.5` one `#` stays.
    private mutating func append(word: Slice<UnsafeBufferPointer<UInt8>>) {
        guard word.contains(where: Self.isDigit) || Self.isHex(word) else { return shape.append(contentsOf: word) }
        if shape.last != UInt8(ascii: "#") { shape.append(UInt8(ascii: "#")) }
    }

    private mutating func append(separator byte: UInt8) {
        if byte <= 0x20 {
            if let last = shape.last, last != 0x20 { shape.append(0x20) }
        } else if shape.last == UInt8(ascii: "#"), ".:/".utf8.contains(byte) {
            // Inside a time, an address or a path: swallowed, so that `1.2.3.4:80` ends as one `#`.
            return
        } else {
            shape.append(byte)
        }
    }

    /// Behind the closing quote; nil where none opens. An apostrophe inside a word (`can't`) opens none.
    private static func quoteEnd(_ line: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int? {
        let quote = line[position]
        guard "\"'`".utf8.contains(quote) else { return nil }
        if position > 0, isWord(line[position - 1]) { return nil }
        guard let close = line[(position + 1)...].firstIndex(of: quote) else { return nil }
        return close + 1
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || byte == UInt8(ascii: "_")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Eight letters and more that are all hex digits are an id that happens to have no number in it.
    private static func isHex(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        word.count >= 8 && word.allSatisfy { JSONScanner.hexDigit($0) != nil }
    }
}
