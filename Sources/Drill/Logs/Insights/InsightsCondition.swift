import Model

/// What stands behind `filter`.
indirect enum InsightsCondition {
    case all([InsightsCondition])
    case any([InsightsCondition])
    case not(InsightsCondition)
    case compare(field: String, sign: String, value: String)
    /// The field holds one of the texts.
    case like(field: String, texts: [String], ignoresCase: Bool)
    case isPresent(field: String)

    func holds(_ record: InsightsRecord) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.holds(record) }
        case .any(let parts): parts.contains { $0.holds(record) }
        case .not(let part): !part.holds(record)
        case .compare(let field, let sign, let value):
            record[field].map { Self.compare($0, sign, value) } ?? (sign == "!=")
        case .like(let field, let texts, let ignoresCase):
            record[field].map { found in
                let found = ignoresCase ? found.lowercased() : found
                return texts.contains { found.contains($0) }
            } ?? false
        case .isPresent(let field): record[field] != nil
        }
    }

    /// Numbers as numbers, everything else as text.
    private static func compare(_ left: String, _ sign: String, _ right: String) -> Bool {
        if let left = Double(left), let right = Double(right) { return holds(left, sign, right) }
        return holds(left, sign, right)
    }

    private static func holds<Value: Comparable>(_ left: Value, _ sign: String, _ right: Value) -> Bool {
        switch sign {
        case "=": left == right
        case "!=": left != right
        case "<": left < right
        case "<=": left <= right
        case ">": left > right
        default: left >= right
        }
    }
}

extension InsightsCondition {
    /// - Returns: nil for what is not understood.
    static func read(_ reader: inout InsightsReader) -> InsightsCondition? {
        guard let first = readAll(&reader) else { return nil }
        var parts = [first]
        while reader.take(word: "or") {
            guard let next = readAll(&reader) else { return nil }
            parts.append(next)
        }
        return parts.count == 1 ? first : .any(parts)
    }

    private static func readAll(_ reader: inout InsightsReader) -> InsightsCondition? {
        guard let first = readOne(&reader) else { return nil }
        var parts = [first]
        while reader.take(word: "and") {
            guard let next = readOne(&reader) else { return nil }
            parts.append(next)
        }
        return parts.count == 1 ? first : .all(parts)
    }

    private static func readOne(_ reader: inout InsightsReader) -> InsightsCondition? {
        if reader.take(word: "not") { return readOne(&reader).map { .not($0) } }
        if reader.take("(") {
            let inside = read(&reader)
            return reader.take(")") ? inside : nil
        }
        if let call = reader.takeCall(["strcontains", "ispresent"]) { return readCall(call, &reader) }
        guard let field = reader.takeWord() else { return nil }
        if let sign = reader.takeComparison() {
            return (reader.takeText() ?? reader.takeWord()).map { .compare(field: field, sign: sign, value: $0) }
        }
        let isNegated = reader.take(word: "not")
        guard reader.take(word: "like"), let like = readLike(field, &reader) else { return nil }
        return isNegated ? .not(like) : like
    }

    private static func readCall(_ call: String, _ reader: inout InsightsReader) -> InsightsCondition? {
        guard let field = reader.takeWord() else { return nil }
        if call == "ispresent" { return reader.take(")") ? .isPresent(field: field) : nil }
        guard reader.take(","), let text = reader.takeText(), reader.take(")") else { return nil }
        return .like(field: field, texts: [text], ignoresCase: false)
    }

    /// A text, or a pattern of plain texts with bars between; what else patterns can do is not known here.
    private static func readLike(_ field: String, _ reader: inout InsightsReader) -> InsightsCondition? {
        if let text = reader.takeText() { return .like(field: field, texts: [text], ignoresCase: false) }
        guard var pattern = reader.takePattern() else { return nil }
        let ignoresCase = pattern.hasPrefix("(?i)")
        if ignoresCase { pattern = pattern.dropFirst(4).lowercased() }
        guard !pattern.isEmpty, !pattern.contains(where: { "[](){}^$+*?\\".contains($0) }) else { return nil }
        return .like(field: field, texts: pattern.split(separator: "|").map(String.init), ignoresCase: ignoresCase)
    }
}
