/// A theme that cannot be used, and why.
package struct ThemeError: Error, Sendable, Equatable, CustomStringConvertible {
    package var theme: String
    /// What is wrong, with what was meant if that can be guessed: `unknown role "dangr". Did you mean "danger"?`
    package var message: String
    /// The key it is about, so that whoever read the file can name the line.
    package var key: String

    package var description: String { "theme \(theme): \(message)" }
}

/// The nearest of some known words to a mistyped one.
enum Suggestion {
    /// ` Did you mean "danger"?`, or nothing when nothing is near.
    static func sentence(for word: String, among known: some Sequence<String>) -> String {
        let limit = max(1, word.count / 3)
        let near = known.map { (word: $0, distance: distance(word, $0)) }.filter { $0.distance <= limit }
        guard let best = near.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return "" }
        return " Did you mean \"\(best.word)\"?"
    }

    /// Letters to insert, remove or replace. Source: Levenshtein 1966.
    static func distance(_ one: String, _ two: String) -> Int {
        let (one, two) = (Array(one.utf8), Array(two.utf8))
        var row = Array(0...two.count)
        for (i, left) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in two.enumerated() {
                let above = row[j + 1]
                row[j + 1] = left == right ? diagonal : 1 + min(diagonal, above, row[j])
                diagonal = above
            }
        }
        return row[two.count]
    }
}
