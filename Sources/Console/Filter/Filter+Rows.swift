import FoundationEssentials

extension Filter {
    /// The places of the rows that pass, in the order of the rows.
    ///
    /// Fields are found once per term, not per row.
    func passing<Row>(_ rows: [Row], search: SearchText, fields: [Field<Row>], now: Date) -> [Int32] {
        let tests = terms.map { test($0, search: search, fields: fields, now: now) }
        var passing: [Int32] = []
        passing.reserveCapacity(rows.count)
        for index in rows.indices where tests.allSatisfy({ $0(index, rows[index]) }) {
            passing.append(Int32(index))
        }
        return passing
    }

    private func test<Row>(
        _ term: Term, search: SearchText, fields: [Field<Row>], now: Date
    ) -> (_ index: Int, _ row: Row) -> Bool {
        let expected = !term.isNegated
        switch term.test {
        case .word(let bytes):
            return { index, _ in search.contains(bytes, row: index) == expected }
        case .text(let name, let bytes):
            guard let field = fields.first(where: { $0.name == name }), case .text(let get) = field.value else {
                return { _, _ in false }
            }
            return { _, row in (get(row).map { $0.lowered(contains: bytes) } ?? false) == expected }
        case .number(let name, let comparison, let value):
            guard let field = fields.first(where: { $0.name == name }) else { return { _, _ in false } }
            return { _, row in (field.number(of: row, at: now).map { comparison.holds($0, value) } ?? false) == expected }
        case .isUnknown(let name):
            guard let field = fields.first(where: { $0.name == name }) else { return { _, _ in false } }
            return { _, row in (field.number(of: row, at: now) == nil) == expected }
        }
    }
}

extension String {
    fileprivate func lowered(contains bytes: [UInt8]) -> Bool {
        SearchText([self], text: { $0 }).contains(bytes, row: 0)
    }
}
