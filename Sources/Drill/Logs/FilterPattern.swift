/// A filter pattern of CloudWatch Logs, as far as the practice world knows them: terms, `"phrases"`, `?either ?or`, `-without`
/// and `{ $.level = "error" }`. Source: CloudWatch Logs User Guide, Filter pattern syntax.
struct FilterPattern {
    private enum Kind {
        case terms(all: [String], any: [String], none: [String])
        case member(name: String, value: String, isEqual: Bool)
    }

    private let kind: Kind

    /// - Returns: nil for a pattern that is not understood.
    init?(_ text: String) {
        let trimmed = text.split(separator: " ", omittingEmptySubsequences: true)
        if trimmed.first?.hasPrefix("{") == true {
            guard let member = Self.member(text) else { return nil }
            kind = member
        } else if trimmed.first.map({ $0.hasPrefix("[") || $0.hasPrefix("%") }) == true {
            return nil
        } else {
            guard let terms = Self.terms(text) else { return nil }
            kind = terms
        }
    }

    func matches(_ message: String) -> Bool {
        switch kind {
        case .terms(let all, let any, let none):
            return all.allSatisfy(message.contains) && (any.isEmpty || any.contains(where: message.contains))
                && !none.contains(where: message.contains)
        case .member(let name, let value, let isEqual):
            guard let found = PayloadMembers(message)[name] else { return false }
            return (found == value) == isEqual
        }
    }

    private static func terms(_ text: String) -> Kind? {
        var (all, any, none): ([String], [String], [String]) = ([], [], [])
        var rest = text[...]
        while let first = rest.first {
            guard first != " " else {
                rest.removeFirst()
                continue
            }
            let sign = first == "?" || first == "-" ? rest.removeFirst() : " "
            guard let term = takeTerm(&rest), !term.isEmpty else { return nil }
            switch sign {
            case "?": any.append(term)
            case "-": none.append(term)
            default: all.append(term)
            }
        }
        return .terms(all: all, any: any, none: none)
    }

    private static func takeTerm(_ rest: inout Substring) -> String? {
        guard rest.first == "\"" else {
            let term = rest.prefix { $0 != " " }
            rest = rest.dropFirst(term.count)
            return String(term)
        }
        let inside = rest.dropFirst()
        guard let end = inside.firstIndex(of: "\"") else { return nil }
        rest = inside[inside.index(after: end)...]
        return String(inside[..<end])
    }

    private static func member(_ text: String) -> Kind? {
        let words = text.split { " {}".contains($0) }
        guard words.count >= 3, words[0].hasPrefix("$."), words[1] == "=" || words[1] == "!=" else { return nil }
        let value = words[2...].joined(separator: " ").split(separator: "\"", omittingEmptySubsequences: true)
        guard value.count == 1 else { return nil }
        return .member(name: String(words[0].dropFirst(2)), value: String(value[0]), isEqual: words[1] == "=")
    }
}
