import FoundationEssentials

/// The texts of a segment, each written once and named by a number.
final class TextTable {
    private var numbers: [String: Int] = [:]
    /// Those that the file does not have yet, in the order of their numbers.
    private(set) var added: [(number: Int, text: String)] = []

    func number(of text: String) -> Int {
        if let number = numbers[text] { return number }
        let number = numbers.count
        numbers[text] = number
        added.append((number, text))
        return number
    }

    func forgetAdded() { added = [] }
}

/// Writes the values of frames, with names as numbers and figures as short as they are.
struct FrameWriter {
    /// Most figures are whole, or hundredths, thousandths, means over 15 minutes: then a numerator says it all, and exactly.
    static let denominators: [Double] = [1, 100, 1000, 15, 60, 10]
    static let rawTag: UInt64 = 7

    private(set) var row = RowWriter()
    private let texts: TextTable

    init(texts: TextTable) { self.texts = texts }

    var bytes: [UInt8] { row.bytes }

    mutating func write(number: UInt64) { row.write(number) }
    mutating func write(count: Int) { row.write(UInt64(count)) }
    mutating func write(flag: Bool) { row.write(flag) }
    mutating func write(whole: Int) { row.write(whole) }
    mutating func write(name: String) { row.write(UInt64(texts.number(of: name))) }
    mutating func write(prose: String) { row.write(prose) }
    mutating func append(_ other: FrameWriter) { row.append(other.row.bytes) }

    mutating func write(figure: Double) {
        for (tag, denominator) in Self.denominators.enumerated() {
            let numerator = (figure * denominator).rounded()
            if numerator.magnitude < 1e15, numerator / denominator == figure {
                return row.write(ZigZag.encode(Int64(numerator)) << 3 | UInt64(tag))
            }
        }
        row.write(Self.rawTag)
        row.write(figure)
    }

    /// A step of a series: 0 where the source has no point.
    mutating func write(step: Float?) {
        guard let step else { return row.write(UInt64(0)) }
        for (tag, denominator) in Self.denominators.enumerated() {
            let numerator = (Double(step) * denominator).rounded()
            if numerator.magnitude < 1e15, Float(numerator / denominator) == step {
                return row.write((ZigZag.encode(Int64(numerator)) << 3 | UInt64(tag)) + 1)
            }
        }
        row.write(Self.rawTag + 1)
        row.write(step)
    }
}

/// Reads what ``FrameWriter`` wrote.
struct FrameReader {
    private var row: RowReader
    private let texts: [String]

    init(_ bytes: [UInt8], texts: [String]) {
        row = RowReader(bytes)
        self.texts = texts
    }

    var isAtEnd: Bool { row.isAtEnd }

    mutating func number() throws -> UInt64 { try row.number() }
    mutating func flag() throws -> Bool { try row.bool() }
    mutating func whole() throws -> Int { try row.int() }
    mutating func prose() throws -> String { try row.string() }

    /// - Throws: ``RowCodecError`` for more than `limit`: damaged bytes must not ask for memory without end.
    mutating func count(atMost limit: Int = 1_000_000) throws -> Int {
        let number = try row.number()
        guard number <= UInt64(limit) else { throw RowCodecError() }
        return Int(number)
    }

    mutating func name() throws -> String {
        let number = try row.number()
        guard number < UInt64(texts.count) else { throw RowCodecError() }
        return texts[Int(number)]
    }

    mutating func figure() throws -> Double {
        let code = try row.number()
        if code == FrameWriter.rawTag { return try row.double() }
        return try Self.quotient(code)
    }

    mutating func step() throws -> Float? {
        let code = try row.number()
        if code == 0 { return nil }
        if code == FrameWriter.rawTag + 1 { return try row.float() }
        return Float(try Self.quotient(code - 1))
    }

    private static func quotient(_ code: UInt64) throws -> Double {
        let tag = Int(code & 7)
        guard tag < FrameWriter.denominators.count else { throw RowCodecError() }
        return Double(ZigZag.decode(code >> 3)) / FrameWriter.denominators[tag]
    }
}

/// Small numbers of either sign as small numbers.
enum ZigZag {
    static func encode(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }
    static func decode(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
}
