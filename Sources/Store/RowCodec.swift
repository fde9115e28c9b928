import FoundationEssentials

/// Why a cached row could not be read: the bytes end too early or say something impossible.
package struct RowCodecError: Error, Equatable {}

/// Writes rows as bytes: a tenth of the time and a third of the size of JSON, so that the first screenful is there at once.
/// Layout: lengths and integers as variable-length numbers, doubles as eight bytes, an optional after a byte 0 or 1.
package struct RowWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Zigzag, so that small negative numbers stay short.
    mutating func write(_ value: Int) { write(UInt64(bitPattern: Int64(value << 1) ^ Int64(value >> 63))) }
    mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }
    mutating func write(_ value: Double) { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    mutating func write(_ value: Float) { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    mutating func write(_ value: Date) { write(value.timeIntervalSince1970) }

    mutating func write(_ value: String) {
        write(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    mutating func append(_ written: [UInt8]) { bytes.append(contentsOf: written) }

    mutating func write<Value>(_ value: Value?, _ body: (inout RowWriter, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    mutating func write<Item>(_ items: [Item], _ body: (inout RowWriter, Item) -> Void) {
        write(UInt64(items.count))
        for item in items { body(&self, item) }
    }
}

/// Reads what ``RowWriter`` wrote.
package struct RowReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, bytes.count - position >= count else { throw RowCodecError() }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func number() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            guard position < bytes.count else { throw RowCodecError() }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw RowCodecError()
    }

    /// A length that the bytes left can hold, one byte an item at least.
    private mutating func count() throws -> Int {
        let value = try number()
        guard value <= UInt64(bytes.count - position) else { throw RowCodecError() }
        return Int(value)
    }

    mutating func int() throws -> Int {
        let value = try number()
        return Int(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
    }

    mutating func bool() throws -> Bool {
        switch try take(1).first {
        case 0: false
        case 1: true
        default: throw RowCodecError()
        }
    }

    mutating func double() throws -> Double {
        Double(bitPattern: try take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func float() throws -> Float {
        Float(bitPattern: try take(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }

    mutating func date() throws -> Date { Date(timeIntervalSince1970: try double()) }
    mutating func string() throws -> String { String(decoding: try take(try count()), as: UTF8.self) }

    mutating func optional<Value>(_ body: (inout RowReader) throws -> Value) throws -> Value? {
        try bool() ? try body(&self) : nil
    }

    mutating func list<Item>(_ body: (inout RowReader) throws -> Item) throws -> [Item] {
        let count = try count()
        var items: [Item] = []
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(try body(&self)) }
        return items
    }
}
