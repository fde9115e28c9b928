/// In which order a pane shows its rows.
package struct Sort: Equatable, Sendable {
    /// The field to sort by; nil is worst first: severity, then the pane's own figure, then the name.
    package var field: String?
    package var isInverted = false

    package static let worstFirst = Sort()

    package init(field: String? = nil, isInverted: Bool = false) {
        self.field = field
        self.isInverted = isInverted
    }
}

/// What one row is sorted by: three numbers, so that thousands of rows are ordered without touching a string.
struct SortKey {
    /// Unknown values go last, whichever way the sort runs.
    var isUnknown: Bool
    var major: Double
    var minor: Double
    /// The place in the order of the names, which are unique enough to make the order total.
    var name: Int32
    var row: Int32

    static func precedes(_ left: SortKey, _ right: SortKey) -> Bool {
        if left.isUnknown != right.isUnknown { return right.isUnknown }
        if left.major != right.major { return left.major < right.major }
        if left.minor != right.minor { return left.minor < right.minor }
        if left.name != right.name { return left.name < right.name }
        return left.row < right.row
    }
}
