/// Whether a text is well-formed XML, as far as our pictures use XML: elements, attributes, text and the named entities.
struct XMLCheck {
    /// What is wrong; nil for nothing.
    let problem: String?

    init(_ text: String) {
        var open: [Substring] = []
        var rest = text[...]
        var roots = 0
        while let start = rest.firstIndex(of: "<") {
            if let problem = Self.problem(inText: rest[..<start]) { self.problem = problem; return }
            guard let end = rest[start...].firstIndex(of: ">") else { self.problem = "tag without an end"; return }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { self.problem = "\(tag) closes nothing"; return }
            } else {
                let name = tag.prefix { $0 != " " && $0 != "/" }
                if let problem = Self.problem(inAttributes: tag.dropFirst(name.count)) { self.problem = problem; return }
                if open.isEmpty { roots += 1 }
                if !tag.hasSuffix("/") { open.append(name) }
            }
        }
        let isWhole = open.isEmpty && roots == 1 && rest.allSatisfy(\.isWhitespace)
        problem = isWhole ? nil : "not one whole element: \(open)"
    }

    private static func problem(inText text: Substring) -> String? {
        if text.contains("]]>") { return "]]> in a text" }
        for scalar in text.unicodeScalars where scalar.value < 0x20 && scalar != "\n" || scalar.value & 0xFFFE == 0xFFFE {
            return "U+\(String(scalar.value, radix: 16)) is no XML character"
        }
        for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
            guard ["amp;", "lt;", "gt;", "quot;"].contains(where: part.hasPrefix) else {
                return "bare & before \(part.prefix(8))"
            }
        }
        return nil
    }

    private static func problem(inAttributes text: Substring) -> String? {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1 else { return "quotes do not match: \(text)" }
        for (index, part) in parts.enumerated() {
            if index % 2 == 1 { if part.contains("<") { return "< in an attribute" } else { continue } }
            let isLast = index == parts.count - 1
            let isName =
                part.first == " " && part.last == "="
                && part.dropFirst().dropLast().allSatisfy { $0.isLetter || $0 == ":" || $0 == "-" }
            if !isLast && !isName || isLast && !["", "/"].contains(part) { return "no attribute: \(part)" }
        }
        return nil
    }
}
