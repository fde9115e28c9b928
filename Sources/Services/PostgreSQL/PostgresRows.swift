/// What a statement gave back.
package struct PostgresRows: Sendable, Equatable {
    package var columns: [String] = []
    /// Text of each value; nil for SQL's null.
    package var rows: [[String?]] = []
    /// Rows inserted, updated, deleted or selected.
    package var affected = 0

    package var count: Int { rows.count }
    package var isEmpty: Bool { rows.isEmpty }
}
