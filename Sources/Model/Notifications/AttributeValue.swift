/// A value of DynamoDB. Numbers stay the text that they are on the wire: they may have 38 digits. Binary stays base64.
/// Source: DynamoDB API Reference, AttributeValue.
package indirect enum AttributeValue: Sendable, Hashable {
    case string(String)
    case number(String)
    case binary(String)
    case bool(Bool)
    case null
    case strings([String])
    case numbers([String])
    case binaries([String])
    case list([AttributeValue])
    case map([String: AttributeValue])

    /// The text of a string or a number; nil for anything else.
    package var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    /// In one line, for a person: lists and maps as JSON.
    package var line: String {
        switch self {
        case .string(let text), .number(let text): return text
        case .binary(let base64): return "\(base64.utf8.count * 3 / 4) bytes"
        case .bool(let value): return value ? "true" : "false"
        case .null: return "null"
        case .strings, .numbers, .binaries, .list, .map:
            var json = JSONText()
            write(to: &json)
            return json.text
        }
    }

    /// As plain JSON, types left out: `{"S":"x"}` is `"x"`. A number whose digits JSON takes is a number there.
    package func write(to json: inout JSONText) {
        switch self {
        case .string(let text), .binary(let text): json.string(text)
        case .number(let digits): Self.isNumber(digits) ? json.raw(digits) : json.string(digits)
        case .bool(let value): json.bool(value)
        case .null: json.null()
        case .strings(let texts), .binaries(let texts): json.array(texts) { $0.string($1) }
        case .numbers(let texts): json.array(texts) { Self.isNumber($1) ? $0.raw($1) : $0.string($1) }
        case .list(let values): json.array(values) { $1.write(to: &$0) }
        case .map(let members):
            json.object { json in
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    json.key(name)
                    value.write(to: &json)
                }
            }
        }
    }

    private static func isNumber(_ digits: String) -> Bool {
        var scanner = JSONScanner(Array(digits.utf8))
        guard let range = try? scanner.rawNumber() else { return false }
        return range.count == digits.utf8.count
    }
}
