/// Reads records of RFC 4180 one after the other out of a stream, in little memory whatever the file's size.
///
/// A record longer than ``recordLimit``, or one whose quotation the file does not end, has lost a quotation mark: it is given as
/// malformed up to the end of its first line, and reading goes on behind that.
package struct CSVReader: ~Copyable {
    package static let recordLimit = 65_536
    private static let blockLength = 1 << 20

    /// Fills the buffer and says how many bytes it has put there; 0 at the end.
    private let fill: (UnsafeMutableRawBufferPointer) throws -> Int
    private var buffer: [UInt8]
    private var position = 0
    private var end = 0
    private var isAtEnd = false
    private var nextLine = 1

    /// Of the record that was read last: its line, its fields as ranges of ``bytes``, and whether quotation marks are where they may not be.
    package private(set) var line = 0
    package private(set) var fields: [Range<Int>] = []
    package private(set) var isMalformed = false
    /// Bytes of the file that have been read.
    package private(set) var consumed = 0

    /// - Parameter expectedBytes: A small file needs no large buffer; nil where the size is not known.
    package init(expectedBytes: Int? = nil, fill: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.fill = fill
        let block = min(Self.blockLength, max(4096, expectedBytes ?? Self.blockLength))
        buffer = [UInt8](repeating: 0, count: block + Self.recordLimit)
    }

    /// A field of the last record, without its quotation marks.
    package func withField<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[fields[index]])) }
    }

    package func text(_ index: Int) -> String { String(decoding: buffer[fields[index]], as: UTF8.self) }

    /// The bytes of the whole buffer, for those who read several fields at once.
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try buffer.withUnsafeBufferPointer(body)
    }

    /// Reads the next record that is not an empty line.
    /// - Returns: False at the end of the file.
    /// - Throws: ``FileProblem`` `.wrongEncoding`, or what `fill` throws.
    package mutating func next() throws -> Bool {
        while true {
            if end - position < Self.recordLimit, !isAtEnd { try refill() }
            guard position < end else { return false }
            line = nextLine
            let outcome = scan()
            let start = position
            position = outcome.next
            nextLine += outcome.lines
            guard outcome.isEmpty else {
                if outcome.hasHighBytes { try checkEncoding(start..<outcome.next) }
                return true
            }
        }
    }

    private mutating func refill() throws {
        if position > 0 {
            let rest = end - position
            buffer.withUnsafeMutableBytes { bytes in
                if rest > 0, let base = bytes.baseAddress { base.copyMemory(from: base + position, byteCount: rest) }
            }
            (position, end) = (0, rest)
        }
        while end < buffer.count {
            let count = try buffer.withUnsafeMutableBytes { [end, fill] in try fill(.init(rebasing: $0[end...])) }
            if count == 0 {
                isAtEnd = true
                return
            }
            end += count
            consumed += count
        }
    }

    private func checkEncoding(_ range: Range<Int>) throws(FileProblem) {
        guard String(validating: buffer[range], as: UTF8.self) == nil else { return }
        throw FileProblem(
            .wrongEncoding, "line \(line) is not UTF-8.", hint: "Save the file as UTF-8; a byte-order mark may be there.")
    }
}

extension CSVReader {
    private struct Outcome {
        /// Where the next record begins.
        var next = 0
        /// Line ends within the record and behind it.
        var lines = 0
        var isEmpty = false
        var hasHighBytes = false
    }

    private static var comma: UInt8 { 0x2C }
    private static var quote: UInt8 { 0x22 }
    private static var newline: UInt8 { 0x0A }
    private static var carriage: UInt8 { 0x0D }

    private mutating func scan() -> Outcome {
        let limit = min(end, position + Self.recordLimit)
        isMalformed = false
        fields.removeAll(keepingCapacity: true)
        if let outcome = scanWithQuotes(limit) { return outcome }
        isMalformed = true
        return scanLine()
    }

    /// - Returns: nil when the record does not end before the limit.
    private mutating func scanWithQuotes(_ limit: Int) -> Outcome? {
        var outcome = Outcome()
        var cursor = position
        var seen: UInt8 = 0
        while true {
            var start = cursor
            var stop = cursor
            if cursor < limit, buffer[cursor] == Self.quote {
                guard let (field, after, lines, high) = quotedField(cursor + 1, limit) else { return nil }
                (start, stop, cursor) = (field.lowerBound, field.upperBound, after)
                outcome.lines += lines
                seen |= high
                // What stands between the closing mark and the comma belongs nowhere.
                while cursor < limit, buffer[cursor] != Self.comma, buffer[cursor] != Self.newline {
                    if buffer[cursor] != Self.carriage { isMalformed = true }
                    cursor += 1
                }
            } else {
                buffer.withUnsafeBufferPointer { bytes in
                    while cursor < limit {
                        let byte = bytes[cursor]
                        if byte == 0x2C || byte == 0x0A { break }
                        seen |= byte
                        cursor += 1
                    }
                }
                stop = cursor
            }
            let atFileEnd = cursor == limit && limit == end && isAtEnd
            guard cursor < limit || atFileEnd else { return nil }
            if !atFileEnd, buffer[cursor] == Self.comma {
                fields.append(start..<stop)
                cursor += 1
                continue
            }
            if stop > start, stop == cursor, buffer[stop - 1] == Self.carriage { stop -= 1 }
            fields.append(start..<stop)
            outcome.isEmpty = fields.count == 1 && start == stop && cursor - position <= 1
            outcome.next = atFileEnd ? cursor : cursor + 1
            outcome.lines += 1
            outcome.hasHighBytes = seen >= 0x80
            return outcome
        }
    }

    /// Takes doubled marks out where they stand.
    /// - Returns: nil when the closing mark is not there.
    private mutating func quotedField(_ first: Int, _ limit: Int) -> (Range<Int>, after: Int, lines: Int, high: UInt8)? {
        guard let close = closingQuote(first, limit) else { return nil }
        var write = first
        var read = first
        var lines = 0
        var high: UInt8 = 0
        while read < close {
            let byte = buffer[read]
            if byte == Self.newline { lines += 1 }
            high |= byte
            buffer[write] = byte
            write += 1
            read += byte == Self.quote ? 2 : 1
        }
        return (first..<write, close + 1, lines, high)
    }

    private func closingQuote(_ first: Int, _ limit: Int) -> Int? {
        var cursor = first
        while cursor < limit {
            if buffer[cursor] == Self.quote {
                guard cursor + 1 < limit, buffer[cursor + 1] == Self.quote else { return cursor }
                cursor += 1
            }
            cursor += 1
        }
        return nil
    }

    /// The first line of what is no record, as one field.
    private mutating func scanLine() -> Outcome {
        fields.removeAll(keepingCapacity: true)
        let stop = buffer[position..<end].firstIndex(of: Self.newline) ?? end
        fields.append(position..<stop)
        return Outcome(next: min(stop + 1, end), lines: 1, isEmpty: false, hasHighBytes: false)
    }
}
