/// Splits a command line or a section name into words as a POSIX shell does, without running one.
/// Same rules as Python's `shlex.split`: `'…'` keeps all, `"…"` knows `\"` and `\\`, elsewhere `\` keeps the next character.
enum ShellWords {
    /// - Returns: nil when a quote or a `\` at the end has no partner.
    static func split(_ text: String) -> [String]? {
        // Nearly all section names: nothing quoted, so no need to go character by character.
        if !text.utf8.contains(where: { "\"'\\".utf8.contains($0) }) {
            return text.utf8.split(whereSeparator: { " \t\n\r".utf8.contains($0) }).map { String(Substring($0)) }
        }
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                if quote == "\"", character != "\"", character != "\\" { word?.append("\\") }
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
                word = word ?? ""
            } else if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" || character == "\n" || character == "\r" || character == "\r\n" {
                if let complete = word { words.append(complete) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        if let word { words.append(word) }
        return words
    }
}
