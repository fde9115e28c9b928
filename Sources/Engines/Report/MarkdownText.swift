/// Foreign text made safe for Markdown: it stays in its place, whatever is in it, and nothing in it acts on a terminal.
enum MarkdownText {
    /// One line of running text or a cell of a table.
    static func inline(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\r" || scalar == "\t" {
                safe.append(" ")
            } else if isUnsafe(scalar) {
                safe.append(contentsOf: escape(scalar).unicodeScalars)
            } else {
                if "\\`*_{}[]<>|#~!&$".unicodeScalars.contains(scalar) { safe.append("\\") }
                safe.append(scalar)
            }
        }
        return String(safe)
    }

    /// A block that is shown as it is, with a fence that it cannot close.
    static func block(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        var (run, longest) = (0, 2)
        for scalar in text.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
            if scalar != "\n", isUnsafe(scalar) {
                safe.append(contentsOf: escape(scalar).unicodeScalars)
            } else {
                safe.append(scalar)
            }
        }
        let fence = String(repeating: "`", count: longest + 1)
        let body = String(safe)
        return "\(fence)text\n\(body)\(body.hasSuffix("\n") ? "" : "\n")\(fence)\n"
    }

    /// Control characters, and what turns the direction of writing or is not seen.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String { "<U+\(String(scalar.value, radix: 16, uppercase: true))>" }
}
