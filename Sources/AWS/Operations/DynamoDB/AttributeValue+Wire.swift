package import Model

/// Attribute values as DynamoDB writes them: one member that names the type. Source: DynamoDB API Reference, AttributeValue.
extension AttributeValue {
    package func writeTyped(to json: inout JSONText) {
        json.object { json in
            switch self {
            case .string(let text): json.member("S", text)
            case .number(let digits): json.member("N", digits)
            case .binary(let base64): json.member("B", base64)
            case .bool(let value): json.member("BOOL", value)
            case .null: json.member("NULL", true)
            case .strings(let texts): Self.write(texts, as: "SS", to: &json)
            case .numbers(let texts): Self.write(texts, as: "NS", to: &json)
            case .binaries(let texts): Self.write(texts, as: "BS", to: &json)
            case .list(let values):
                json.key("L")
                json.array(values) { $1.writeTyped(to: &$0) }
            case .map(let members):
                json.key("M")
                json.item(members)
            }
        }
    }

    private static func write(_ texts: [String], as type: String, to json: inout JSONText) {
        json.key(type)
        json.array(texts) { $0.string($1) }
    }

    /// - Throws: a problem for a type that DynamoDB does not have.
    package init(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        var value: AttributeValue?
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            value = try Self.read(scanner.text(of: key), &scanner)
        }
        guard let value else { throw JSONScanner.Problem(text: "an attribute value has no type", position: scanner.position) }
        self = value
    }

    private static func read(
        _ type: String, _ scanner: inout JSONScanner
    ) throws(JSONScanner.Problem) -> AttributeValue {
        switch type {
        case "S": return .string(try scanner.string())
        case "N": return .number(try scanner.string())
        case "B": return .binary(try scanner.string())
        case "BOOL": return .bool(try scanner.optionalBool() ?? false)
        case "NULL":
            try scanner.skip()
            return .null
        case "SS": return .strings(try texts(&scanner))
        case "NS": return .numbers(try texts(&scanner))
        case "BS": return .binaries(try texts(&scanner))
        case "L": return .list(try scanner.list { scanner throws(JSONScanner.Problem) in try AttributeValue(&scanner) })
        case "M": return .map(try scanner.item())
        default: throw JSONScanner.Problem(text: "an attribute value has the unknown type \(type)", position: scanner.position)
        }
    }

    private static func texts(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) -> [String] {
        try scanner.list { scanner throws(JSONScanner.Problem) in try scanner.string() }
    }
}

extension JSONScanner {
    /// An item, or whatever else maps names to attribute values.
    package mutating func item() throws(Problem) -> [String: AttributeValue] {
        var item: [String: AttributeValue] = [:]
        guard try kind() == .object else {
            try skip()
            return item
        }
        try members { scanner, key throws(Problem) in item[scanner.text(of: key)] = try AttributeValue(&scanner) }
        return item
    }
}

extension JSONText {
    /// In the order of the names, so that the same item is always the same text.
    package mutating func item(_ item: [String: AttributeValue]) {
        object { json in
            for (name, value) in item.sorted(by: { $0.key < $1.key }) {
                json.key(name)
                value.writeTyped(to: &json)
            }
        }
    }

    package mutating func item(_ name: String, _ value: [String: AttributeValue]) {
        guard !value.isEmpty else { return }
        key(name)
        item(value)
    }

    package mutating func texts(_ name: String, _ value: [String: String]) {
        guard !value.isEmpty else { return }
        key(name)
        object { json in
            for (name, text) in value.sorted(by: { $0.key < $1.key }) { json.member(name, text) }
        }
    }
}
