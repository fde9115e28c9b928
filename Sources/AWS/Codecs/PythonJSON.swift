/// JSON letter by letter as Python's `json.dumps(…, sort_keys=True)` writes it: the CLI names cache files by a hash of that.
enum PythonJSON {
    /// - Parameter members: In the order of their names, each value already JSON; nil leaves the member out.
    static func object(_ members: [(name: String, value: String?)]) -> String {
        let parts = members.compactMap { name, value in value.map { "\(string(name)): \($0)" } }
        return "{" + parts.joined(separator: ", ") + "}"
    }

    static func array(_ values: [String]) -> String { "[" + values.map(string).joined(separator: ", ") + "]" }

    /// Quoted; what is not printable ASCII becomes `\uXXXX`, one for each UTF-16 unit.
    static func string(_ text: String) -> String {
        var out = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: out += "\\\""
            case 0x5C: out += "\\\\"
            case 0x08: out += "\\b"
            case 0x09: out += "\\t"
            case 0x0A: out += "\\n"
            case 0x0C: out += "\\f"
            case 0x0D: out += "\\r"
            case 0x20...0x7E: out.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return out + "\""
    }
}
