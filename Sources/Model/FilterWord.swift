/// One blank-separated part of what a person types behind `/`: `word`, `!not`, `"two words"`.
package struct FilterWord: Equatable, Sendable {
    package var text = ""
    package var isNegated = false
    /// What stood in quotes is plain text, whatever it holds.
    package var isQuoted = false

    /// A text whose last quote is never closed.
    package struct OpenQuote: Error, Equatable, Sendable {
        package var message: String { "The closing quote is missing." }
    }

    package static func words(of text: String) throws(OpenQuote) -> [FilterWord] {
        var words: [FilterWord] = []
        var current = FilterWord()
        var isInQuotes = false
        for character in text {
            if character == "\"" {
                if !isInQuotes, current.text.isEmpty { current.isQuoted = true }
                isInQuotes.toggle()
            } else if character == " ", !isInQuotes {
                if !current.text.isEmpty { words.append(current) }
                current = FilterWord()
            } else if character == "!", current.text.isEmpty, !current.isNegated, !isInQuotes {
                current.isNegated = true
            } else {
                current.text.append(character)
            }
        }
        if isInQuotes { throw OpenQuote() }
        if !current.text.isEmpty { words.append(current) }
        return words
    }
}
