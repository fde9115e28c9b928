import FoundationEssentials
import Model

/// The text of JSON's strings.
enum JSONString {
    /// - Parameter literal: With its quotes.
    static func plain(_ literal: some Collection<UInt8>) -> String {
        if !literal.contains(UInt8(ascii: "\\")) { return String(decoding: literal.dropFirst().dropLast(), as: UTF8.self) }
        // A lone surrogate is good grammar and no text; then the literal stands for itself.
        return (try? JSONDecoder().decode(String.self, from: Data(literal))) ?? String(decoding: literal, as: UTF8.self)
    }

    static func literal(_ text: String) -> String {
        var json = JSONText()
        json.string(text)
        return json.text
    }
}
