package import FoundationEssentials

/// Writes JSON in the order in which it is told to: the contract's keys read like its tables, and nil is `null`, never left out.
package struct JSONText {
    private var bytes: [UInt8] = []
    private var needsComma = false

    package init() {}

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of one object.
    package static func object(_ fill: (inout JSONText) -> Void) -> String {
        var json = JSONText()
        json.object(fill)
        return json.text
    }

    package mutating func object(_ fill: (inout JSONText) -> Void) { nest("{", "}", fill) }

    package mutating func array<Items: Sequence>(_ items: Items, _ each: (inout JSONText, Items.Element) -> Void) {
        nest("[", "]") { json in
            for item in items { each(&json, item) }
        }
    }

    package mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func string(_ value: String?) {
        guard let value else { return null() }
        separate()
        quote(value)
        needsComma = true
    }

    /// Whole numbers carry no `.0`; what is no number (nan, infinite) is unknown, so `null`.
    package mutating func number(_ value: Double?) {
        guard let value, value.isFinite else { return null() }
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return literal(String(whole)) }
        literal(String(value))
    }

    package mutating func number(_ value: Int?) { value.map { literal(String($0)) } ?? null() }
    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    package mutating func date(_ value: Date?) { string(value.map(ISO8601.text)) }
    package mutating func null() { literal("null") }
    /// A value that is JSON already.
    package mutating func raw(_ json: String) { literal(json) }

    package mutating func member(_ name: String, _ value: String?) {
        key(name)
        string(value)
    }

    package mutating func member(_ name: String, _ value: Double?) {
        key(name)
        number(value)
    }

    package mutating func member(_ name: String, _ value: Int?) {
        key(name)
        number(value)
    }

    package mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    package mutating func member(_ name: String, _ value: Date?) {
        key(name)
        date(value)
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ fill: (inout JSONText) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        fill(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20, 0x7F: bytes.append(contentsOf: ("\\u00" + Self.hex(byte)).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
