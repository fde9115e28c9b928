import Model

/// Reads what a person types behind `/`: `words`, `!not`, `field:value`, `errors>5`, `age<2h`, `"two words"`.
struct FilterParser {
    let fields: [FieldSignature]

    func parse(_ text: String) -> Result<Filter, FilterProblem> {
        var filter = Filter()
        do {
            for word in try Self.words(of: text) { filter.terms.append(try term(word)) }
        } catch {
            return .failure(error)
        }
        return .success(filter)
    }

    private static func words(of text: String) throws(FilterProblem) -> [FilterWord] {
        do {
            return try FilterWord.words(of: text)
        } catch {
            throw FilterProblem(message: error.message)
        }
    }

    private func term(_ word: FilterWord) throws(FilterProblem) -> Filter.Term {
        Filter.Term(isNegated: word.isNegated, test: word.isQuoted ? .word(word.text.loweredBytes) : try test(word.text))
    }

    private func test(_ text: String) throws(FilterProblem) -> Filter.Test {
        guard let start = text.firstIndex(where: { ":<>=!".contains($0) }) else { return .word(text.loweredBytes) }
        let name = String(text[..<start])
        if text[start] == ":" { return try match(field(name), String(text[text.index(after: start)...])) }
        guard let comparison = Filter.Comparison.allCases.first(where: { text[start...].hasPrefix($0.rawValue) }) else {
            return .word(text.loweredBytes)  // a lone "!" inside a word
        }
        let value = String(text[start...].dropFirst(comparison.rawValue.count))
        let found = try field(name)
        if found.unit == .text {
            guard comparison == .equal else {
                throw FilterProblem(message: "\(found.name) is a text: write \(found.name):\(value.isEmpty ? "…" : value).")
            }
            return try match(found, value)
        }
        return .number(field: found.name, comparison, try FilterValue(unit: found.unit, name: found.name).parse(value))
    }

    private func match(_ field: FieldSignature, _ value: String) throws(FilterProblem) -> Filter.Test {
        if value.isEmpty { throw FilterProblem(message: "What shall \(field.name) be? Write \(field.name):value.") }
        if field.unit == .text { return .text(field: field.name, contains: value.loweredBytes) }
        if value == "unknown" || value == Figures.unknown, field.unit != .severity { return .isUnknown(field: field.name) }
        return .number(field: field.name, .equal, try FilterValue(unit: field.unit, name: field.name).parse(value))
    }

    private func field(_ word: String) throws(FilterProblem) -> FieldSignature {
        if let field = fields.first(where: { $0.answers(to: word.lowercased()) }) { return field }
        if word.isEmpty { throw FilterProblem(message: "A field's name is missing, as in errors>5.") }
        throw FilterProblem(message: "No field \"\(word)\" here. There are: \(fields.map(\.name).joined(separator: ", ")).")
    }
}
