/// The nearest of some known words to a mistyped one.
package enum Suggestion {
    /// ` Did you mean "danger"?`, or nothing when nothing is near.
    static func sentence(for word: String, among known: some Sequence<String>) -> String {
        nearest(to: word, among: known).map { " Did you mean \"\($0)\"?" } ?? ""
    }

    /// `Did you mean "danger"?`, or all that there are when nothing is near: what to do about an unknown name.
    package static func hint(for word: String, among known: [String]) -> String {
        nearest(to: word, among: known).map { "Did you mean \"\($0)\"?" } ?? "Name one of: \(known.joined(separator: ", "))."
    }

    /// The known word that is at most two edits away from `word`, whatever the case of its letters; nil for none.
    package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
            .filter { $0.distance <= 2 && $0.distance < word.count }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
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
