/// Finds the value of a key in a JSON line without reading all of it: a member of that name at any depth.
///
/// A line that is no JSON may hold the same characters; the probe then answers the same way, which is what a person who filters
/// by `field:value` wants.
package struct JSONProbe: Sendable, Equatable {
    /// `"key"` with its quotes, in lower case.
    private let needle: ByteNeedle

    package init(key: String) { needle = ByteNeedle("\"" + key + "\"") }

    /// The first scalar value of the key: a string without its quotes, or the characters of a number or word.
    package func value(in line: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var found: Range<Int>?
        _ = any(in: line) {
            found = $0
            return true
        }
        return found
    }

    /// Whether one of the key's scalar values passes.
    func any(in line: UnsafeBufferPointer<UInt8>, _ passes: (Range<Int>) -> Bool) -> Bool {
        var start = 0
        while let hit = needle.first(in: line, from: start) {
            start = hit + needle.bytes.count
            // `\"key\"` stands inside a string.
            if hit > 0, line[hit - 1] == UInt8(ascii: "\\") { continue }
            if let value = Self.scalar(in: line, from: start), passes(value) { return true }
        }
        return false
    }

    private static func scalar(in line: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var position = skipBlanks(line, start)
        guard position < line.count, line[position] == UInt8(ascii: ":") else { return nil }
        position = skipBlanks(line, position + 1)
        guard position < line.count else { return nil }
        switch line[position] {
        case UInt8(ascii: "\""): return position + 1..<endOfString(line, position + 1)
        case UInt8(ascii: "{"), UInt8(ascii: "["): return nil
        default:
            let end = line[position...].firstIndex { ",}] \t\r\n".utf8.contains($0) } ?? line.count
            return position..<end
        }
    }

    private static func endOfString(_ line: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var position = start
        while position < line.count, line[position] != UInt8(ascii: "\"") {
            position += line[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(position, line.count)
    }

    private static func skipBlanks(_ line: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var position = start
        while position < line.count, line[position] == 0x20 || line[position] == 0x09 { position += 1 }
        return position
    }
}
