/// Makes text of strangers fit for a terminal or a file that somebody will print: nothing in it can be obeyed.
///
/// Screens do not need it, since a Canvas shows no text otherwise; plain output does.
package enum HarmlessText {
    /// Text on one line: line breaks become `↵`, tabs a blank; other controls are written out (`^[`, `<9B>`), and what reorders
    /// text or breaks lines in hidden ways becomes U+FFFD.
    package static func line(_ text: some StringProtocol) -> String { clean(text, keepsLines: false) }

    /// The same with its line breaks kept.
    package static func lines(_ text: some StringProtocol) -> String { clean(text, keepsLines: true) }

    /// The beginning of a text on one line: enough for `columns` columns, found without looking at the rest.
    package static func beginning(of text: some StringProtocol, columns: Int) -> String {
        line(String(decoding: text.utf8.prefix(bytes(forColumns: columns)), as: UTF8.self))
    }

    /// No more bytes than these are read to fill so many columns: a scalar has at most four, and what takes no column is rare.
    static func bytes(forColumns columns: Int) -> Int { max(0, columns) * 4 + 64 }

    private static func clean(_ text: some StringProtocol, keepsLines: Bool) -> String {
        if text.utf8.allSatisfy({ $0 &- 0x20 < 0x5F }) { return String(text) }
        var result = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            switch scalar.value {
            case 0x0D: continue
            case 0x0A: result.append(keepsLines ? "\n" : "↵")
            default:
                // A carriage return alone would let a line overwrite itself.
                if wasReturn { result.append(contentsOf: "^M".unicodeScalars) }
                append(scalar, to: &result)
            }
        }
        if wasReturn { result.append(contentsOf: "^M".unicodeScalars) }
        return String(result)
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        switch scalar.value {
        case 0x09: result.append(" ")
        case 0..<0x20, 0x7F:
            result.append("^")
            result.append(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value ^ 0x40)))
        case 0x80..<0xA0: result.append(contentsOf: "<\(String(scalar.value, radix: 16, uppercase: true))>".unicodeScalars)
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
        default: result.append(scalar)
        }
    }
}
