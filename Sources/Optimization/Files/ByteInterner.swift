/// Numbers texts in the order of their first appearance, a million of them in little memory: all bytes in one array, and a table of numbers.
package struct ByteInterner: Sendable {
    private var bytes: [UInt8] = []
    /// Where each text ends.
    private var ends: [UInt32] = []
    /// Number plus one, or 0; a power of two long.
    private var table: [UInt32]

    package init() { table = [UInt32](repeating: 0, count: 1024) }

    package var count: Int { ends.count }

    package func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number]) }

    package func text(_ number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

    package func withBytes<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range(number)])) }
    }

    /// - Returns: The text's number, or nil when it has not been seen.
    package func number(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        let entry = table[slot(of: text)]
        return entry == 0 ? nil : Int(entry) - 1
    }

    package func number(of text: String) -> Int? {
        var text = text
        return text.withUTF8 { number(of: $0) }
    }

    /// - Returns: The text's number, and whether it is new.
    @discardableResult
    package mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
        let place = slot(of: text)
        guard table[place] == 0 else { return (Int(table[place]) - 1, false) }
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count))
        table[place] = UInt32(ends.count)
        if ends.count * 10 > table.count * 7 { grow() }
        return (ends.count - 1, true)
    }

    @discardableResult
    package mutating func add(_ text: String) -> (number: Int, isNew: Bool) {
        var text = text
        return text.withUTF8 { add($0) }
    }

    /// Bytes that may still be added: places are kept in 32 bits.
    package var room: Int { Int(UInt32.max) - bytes.count }

    private func slot(of text: UnsafeBufferPointer<UInt8>) -> Int {
        let mask = table.count - 1
        var place = Self.hash(text) & mask
        while table[place] != 0 {
            let range = range(Int(table[place]) - 1)
            if range.count == text.count, bytes.withUnsafeBufferPointer({ $0[range].elementsEqual(text) }) { return place }
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() {
        table = [UInt32](repeating: 0, count: table.count * 2)
        let mask = table.count - 1
        for number in 0..<count {
            var place = withBytes(number) { Self.hash($0) } & mask
            while table[place] != 0 { place = (place + 1) & mask }
            table[place] = UInt32(number + 1)
        }
    }

    /// FNV-1a over eight bytes at a time, folded at the end.
    private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let raw = UnsafeRawBufferPointer(text)
        var cursor = 0
        while cursor + 8 <= raw.count {
            hash = (hash ^ raw.loadUnaligned(fromByteOffset: cursor, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            cursor += 8
        }
        while cursor < raw.count {
            hash = (hash ^ UInt64(raw[cursor])) &* 0x0000_0100_0000_01B3
            cursor += 1
        }
        hash ^= hash >> 29
        return Int(truncatingIfNeeded: hash)
    }
}
