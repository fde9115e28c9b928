/// Which rows a pane shows: all terms must hold. Made by ``FilterParser``; plain data, so that it can be compared and kept.
package struct Filter: Equatable, Sendable {
    var terms: [Term] = []

    package var isEmpty: Bool { terms.isEmpty }

    struct Term: Equatable, Sendable {
        var isNegated: Bool
        var test: Test
    }

    enum Test: Equatable, Sendable {
        /// Anywhere in the row's text; lower-case bytes.
        case word([UInt8])
        /// The field's text holds these bytes.
        case text(field: String, contains: [UInt8])
        case number(field: String, Comparison, Double)
        /// The field has no known value.
        case isUnknown(field: String)
    }

    enum Comparison: String, Equatable, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case unequal = "!="
        case above = ">"
        case below = "<"
        case equal = "="

        func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .atLeast: left >= right
            case .atMost: left <= right
            case .unequal: left != right
            case .above: left > right
            case .below: left < right
            case .equal: left == right
            }
        }
    }
}

/// Why a filter cannot be used, for the person who is typing it.
package struct FilterProblem: Error, Equatable, Sendable {
    package var message: String
}
