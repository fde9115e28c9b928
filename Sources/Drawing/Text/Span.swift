/// A piece of text in one role; a line is a list of them.
package struct Span: Sendable, Hashable {
    package var text: String
    package var role: Role
    package var flags: CellFlags

    package init(_ text: String, _ role: Role = .text, flags: CellFlags = []) {
        self.text = text
        self.role = role
        self.flags = flags
    }

    /// Columns that the text takes when nothing is cut.
    package var columns: Int { TextWidth.columns(of: text) }
}

extension [Span] {
    package var columns: Int { reduce(0) { $0 + $1.columns } }
}

/// Where text stands in a place that is wider than it.
package enum Alignment: Sendable, Hashable {
    case left, right, center
}
