extension LogFilter {
    /// Reads what a person types behind `/`.
    package static func parse(_ text: String) -> Result<LogFilter, LogFilterProblem> {
        do {
            return .success(LogFilter(text: text, terms: try words(of: text).map(term)))
        } catch {
            return .failure(error)
        }
    }

    private static func words(of text: String) throws(LogFilterProblem) -> [FilterWord] {
        do {
            return try FilterWord.words(of: text)
        } catch {
            throw LogFilterProblem(message: error.message)
        }
    }

    private static func term(_ word: FilterWord) throws(LogFilterProblem) -> Term {
        Term(isNegated: word.isNegated, test: word.isQuoted ? .word(ByteNeedle(word.text)) : try test(word.text))
    }

    private static func test(_ text: String) throws(LogFilterProblem) -> Test {
        // `12:30:04`, `https://…`, `<init>`: what does not begin with a name, or is an address, is a word.
        guard let sign = text.firstIndex(where: { ":<>=!".contains($0) }), isName(text[..<sign]),
            !text[sign...].hasPrefix("://")
        else { return .word(ByteNeedle(text)) }
        let name = text[..<sign].lowercased()
        if text[sign] == ":" { return try match(name, String(text[text.index(after: sign)...])) }
        guard let comparison = Comparison.allCases.first(where: { text[sign...].hasPrefix($0.rawValue) }) else {
            return .word(ByteNeedle(text))  // a lone "!" inside a word
        }
        let value = String(text[sign...].dropFirst(comparison.rawValue.count))
        if value.isEmpty { throw LogFilterProblem(message: "A value is missing after \(name)\(comparison.rawValue).") }
        return try compare(name, comparison, value)
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter || first == "@" || first == "_" else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-@.$".contains($0)) }
    }

    private static func match(_ name: String, _ value: String) throws(LogFilterProblem) -> Test {
        if value.isEmpty { throw LogFilterProblem(message: "What shall \(name) be? Write \(name):value.") }
        switch name {
        case "message", "msg": return .word(ByteNeedle(value))
        case "group": return .group(ByteNeedle(value))
        case "stream": return .stream(ByteNeedle(value))
        case "level": return .level(.equal, try level(value))
        default: return .key(JSONProbe(key: key(name)), ByteNeedle(value))
        }
    }

    private static func compare(
        _ name: String, _ comparison: Comparison, _ value: String
    ) throws(LogFilterProblem) -> Test {
        if name == "level" { return .level(comparison, try level(value)) }
        if ["message", "msg", "group", "stream"].contains(name) {
            throw LogFilterProblem(message: "\(name) is a text: write \(name):\(value).")
        }
        guard let number = number(value) else {
            if comparison == .equal { return try match(name, value) }
            throw LogFilterProblem(message: "\"\(value)\" is no number for \(name): write 500, 2.5 or a duration like 2s.")
        }
        return .figure(ReportFigure(rawValue: name), JSONProbe(key: key(name)), comparison, number)
    }

    /// Of `context.notificationId` the last part: keys are found at any depth.
    private static func key(_ name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }

    private static func level(_ word: String) throws(LogFilterProblem) -> LogLevel {
        guard let level = LogLevel(word: word.utf8) else {
            let levels = LogLevel.allCases.map(\.name).joined(separator: ", ")
            throw LogFilterProblem(message: "\"\(word)\" is no level. There are: \(levels).")
        }
        return level
    }

    /// `500`, `2.5`, or a duration, in milliseconds: `300ms`, `2s`, `5m`, `1h`.
    private static func number(_ text: String) -> Double? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
        guard !digits.isEmpty, let value = Double(digits) else { return nil }
        switch text[digits.endIndex...] {
        case "", "ms": return value
        case "s": return value * 1000
        case "m", "min": return value * 60_000
        case "h": return value * 3_600_000
        default: return nil
        }
    }
}
