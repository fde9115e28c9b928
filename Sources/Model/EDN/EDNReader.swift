/// Reads one EDN value from a text. Any input ends in a value or an ``EDNError``.
package struct EDNReader {
    /// Deeper nesting is refused before it can exhaust the stack.
    package static let maximumDepth = 64

    let bytes: [UInt8]
    var position = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// - Parameter text: One value; blanks, commas, comments and discarded values around it.
    package static func value(_ text: String) throws(EDNError) -> EDNValue {
        var reader = EDNReader(text)
        let value = try reader.value(depth: 0)
        if let extra = try reader.next(depth: 0) { throw reader.error("nothing after the value, found \(extra.kind)") }
        return value
    }

    func error(_ expected: String) -> EDNError { EDNError(expected: expected, position: position) }

    var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func value(depth: Int) throws(EDNError) -> EDNValue {
        guard let value = try next(depth: depth) else { throw error("a value") }
        return value
    }

    /// - Returns: nil at the end of the text and before a closing bracket.
    private mutating func next(depth: Int) throws(EDNError) -> EDNValue? {
        guard depth < Self.maximumDepth else { throw error("at most \(Self.maximumDepth) levels") }
        while true {
            skipBlanks()
            guard bytes.dropFirst(position).starts(with: "#_".utf8) else { break }
            position += 2
            _ = try value(depth: depth + 1)
        }
        switch byte {
        case nil, UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return nil
        case UInt8(ascii: "("): return .list(try values(until: ")", depth: depth))
        case UInt8(ascii: "["): return .vector(try values(until: "]", depth: depth))
        case UInt8(ascii: "{"): return try map(depth: depth)
        case UInt8(ascii: "#"): return try dispatch(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "\\"): return .character(try character())
        default: return try word()
        }
    }

    private mutating func values(until end: Unicode.Scalar, depth: Int) throws(EDNError) -> [EDNValue] {
        position += 1
        var values: [EDNValue] = []
        while let value = try next(depth: depth + 1) { values.append(value) }
        guard byte == UInt8(ascii: end) else { throw error("a value or \(end)") }
        position += 1
        return values
    }

    private mutating func map(depth: Int) throws(EDNError) -> EDNValue {
        let values = try values(until: "}", depth: depth)
        guard values.count % 2 == 0 else { throw error("a value for every key") }
        let entries = stride(from: 0, to: values.count, by: 2).map { EDNValue.Entry(values[$0], values[$0 + 1]) }
        guard Set(entries.map(\.key)).count == entries.count else { throw error("every key once") }
        return .map(entries)
    }

    /// After `#`: a set, `##Inf` and its like, or a tag and its value.
    private mutating func dispatch(depth: Int) throws(EDNError) -> EDNValue {
        position += 1
        if byte == UInt8(ascii: "{") { return .set(try values(until: "}", depth: depth)) }
        if byte == UInt8(ascii: "#") {
            position += 1
            let name = token()
            guard ["Inf", "-Inf", "NaN"].contains(name) else { throw error("##Inf, ##-Inf or ##NaN") }
            return .number("##" + name)
        }
        let tag = token()
        guard let first = tag.unicodeScalars.first, first.properties.isAlphabetic else { throw error("a tag after #") }
        return .tagged(tag, try value(depth: depth + 1))
    }

    private mutating func skipBlanks() {
        while let byte {
            if byte == UInt8(ascii: ";") {
                while let byte = self.byte, byte != 10 { _ = byte; position += 1 }
            } else if byte <= 32 || byte == UInt8(ascii: ",") {
                position += 1
            } else {
                return
            }
        }
    }
}

/// A text that is not EDN.
package struct EDNError: Error, Sendable, Hashable, CustomStringConvertible {
    package var expected: String
    /// Bytes before the place.
    package var position: Int

    package var description: String { "not EDN: expected \(expected) at byte \(position)" }
}

extension EDNValue {
    /// For errors, which must not show contents.
    var kind: String {
        switch self {
        case .null: "nil"
        case .bool: "a truth value"
        case .string: "a string"
        case .character: "a character"
        case .number: "a number"
        case .keyword: "a keyword"
        case .symbol: "a symbol"
        case .list: "a list"
        case .vector: "a vector"
        case .set: "a set"
        case .map: "a map"
        case .tagged: "a tagged value"
        }
    }
}
