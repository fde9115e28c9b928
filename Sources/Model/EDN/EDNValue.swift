/// A value of the extensible data notation (EDN), in which Clojure programs write data.
///
/// Numbers, characters, symbols and tags keep their spelling, so that what is read and written again means the same to its owner.
/// Source: github.com/edn-format/edn.
package indirect enum EDNValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case string(String)
    /// As written, `\a` or `\newline`, with the backslash.
    case character(String)
    /// As written: `1`, `-1.5e3`, `7N`, `1.5M`, `1/3`, `##Inf`.
    case number(String)
    /// Without the colon.
    case keyword(String)
    case symbol(String)
    case list([EDNValue])
    case vector([EDNValue])
    case set([EDNValue])
    case map([Entry])
    /// `#tag value`.
    case tagged(String, EDNValue)

    package struct Entry: Sendable, Hashable {
        package var key: EDNValue
        package var value: EDNValue

        package init(_ key: EDNValue, _ value: EDNValue) {
            self.key = key
            self.value = value
        }
    }

    /// The elements of a list or vector.
    package var elements: [EDNValue]? {
        switch self {
        case .list(let elements), .vector(let elements): elements
        default: nil
        }
    }

    /// The value under a keyword; nil also where this is no map.
    package subscript(keyword: String) -> EDNValue? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key == .keyword(keyword) }?.value
    }

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// nil for what is no number, and for `##NaN`.
    package var number: Double? {
        guard case .number(let spelling) = self else { return nil }
        switch spelling {
        case "##Inf": return .infinity
        case "##-Inf": return -.infinity
        default: break
        }
        let parts = spelling.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            return Double(spelling.hasSuffix("N") || spelling.hasSuffix("M") ? spelling.dropLast() : spelling[...])
        }
        guard let above = Double(parts[0]), let below = Double(parts[1]), below != 0 else { return nil }
        return above / below
    }
}
