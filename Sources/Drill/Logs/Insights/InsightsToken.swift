/// The words and signs of Logs Insights QL.
enum InsightsToken: Equatable {
    /// A name, a number or a length of time: `@timestamp`, `context.userId`, `10`, `5m`.
    case word(String)
    case text(String)
    case pattern(String)
    /// `( ) , * = != < <= > >=` and the bar between commands.
    case sign(String)

    /// - Returns: nil for a character that is not known, or a text without an end.
    static func all(in query: String) -> [InsightsToken]? {
        var tokens: [InsightsToken] = []
        var rest = query[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if "\"'`/".contains(first) {
                guard let inside = takeQuoted(first, from: &rest) else { return nil }
                tokens.append(first == "/" ? .pattern(inside) : first == "`" ? .word(inside) : .text(inside))
            } else if let sign = ["!=", "<=", ">=", "(", ")", "[", "]", ",", "*", "=", "<", ">", "|"].first(where: rest.hasPrefix)
            {
                tokens.append(.sign(sign))
                rest.removeFirst(sign.count)
            } else {
                let word = rest.prefix { $0.isLetter || $0.isNumber || "@_.-#".contains($0) }
                guard !word.isEmpty else { return nil }
                tokens.append(.word(String(word)))
                rest.removeFirst(word.count)
            }
        }
        return tokens
    }

    private static func takeQuoted(_ quote: Character, from rest: inout Substring) -> String? {
        var inside = ""
        var isEscaped = false
        for index in rest.indices.dropFirst() {
            let character = rest[index]
            if character == quote, !isEscaped {
                rest = rest[rest.index(after: index)...]
                return inside
            }
            if isEscaped || character != "\\" { inside.append(character) }
            isEscaped = character == "\\" && !isEscaped
        }
        return nil
    }
}

/// Walks over the tokens of a query. Every `take…` answers nil, and moves nothing, when something else comes.
struct InsightsReader {
    private var tokens: ArraySlice<InsightsToken>

    init(_ tokens: some Collection<InsightsToken>) { self.tokens = Array(tokens)[...] }

    var isAtEnd: Bool { tokens.isEmpty }

    mutating func take(_ sign: String) -> Bool {
        guard tokens.first == .sign(sign) else { return false }
        tokens.removeFirst()
        return true
    }

    /// A keyword, in any case.
    mutating func take(word: String) -> Bool {
        guard case .word(let found) = tokens.first, found.lowercased() == word else { return false }
        tokens.removeFirst()
        return true
    }

    mutating func takeWord() -> String? {
        guard case .word(let found) = tokens.first else { return nil }
        tokens.removeFirst()
        return found
    }

    mutating func takeText() -> String? {
        guard case .text(let found) = tokens.first else { return nil }
        tokens.removeFirst()
        return found
    }

    mutating func takePattern() -> String? {
        guard case .pattern(let found) = tokens.first else { return nil }
        tokens.removeFirst()
        return found
    }

    mutating func takeComparison() -> String? {
        guard case .sign(let found) = tokens.first, ["=", "!=", "<", "<=", ">", ">="].contains(found) else { return nil }
        tokens.removeFirst()
        return found
    }

    /// `NAME(`, both or neither.
    mutating func takeCall(_ names: [String]) -> String? {
        guard case .word(let name) = tokens.first, names.contains(name.lowercased()), tokens.dropFirst().first == .sign("(")
        else { return nil }
        tokens.removeFirst(2)
        return name.lowercased()
    }

    /// At least one, with commas between.
    mutating func takeList<Item>(_ item: (inout InsightsReader) -> Item?) -> [Item]? {
        var items: [Item] = []
        repeat {
            guard let next = item(&self) else { return nil }
            items.append(next)
        } while take(",")
        return items
    }
}
