extension EDNValue {
    /// As Clojure's `pr-str` spells it.
    package var edn: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "nil"
        case .bool(let value): text += value ? "true" : "false"
        case .string(let value): Self.quote(value, to: &text)
        case .character(let spelling), .number(let spelling), .symbol(let spelling): text += spelling
        case .keyword(let name): text += ":" + name
        case .list(let values): Self.write(values, "(", ")", to: &text)
        case .vector(let values): Self.write(values, "[", "]", to: &text)
        case .set(let values): Self.write(values, "#{", "}", to: &text)
        case .map(let entries):
            text += "{"
            for (index, entry) in entries.enumerated() {
                if index > 0 { text += ", " }
                entry.key.write(to: &text)
                text += " "
                entry.value.write(to: &text)
            }
            text += "}"
        case .tagged(let tag, let value):
            text += "#\(tag) "
            value.write(to: &text)
        }
    }

    private static func write(_ values: [EDNValue], _ open: String, _ close: String, to text: inout String) {
        text += open
        for (index, value) in values.enumerated() {
            if index > 0 { text += " " }
            value.write(to: &text)
        }
        text += close
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            case "\u{C}": text += "\\f"
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
