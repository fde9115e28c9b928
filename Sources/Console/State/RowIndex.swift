import Model

/// What a table needs to know of its rows without their type: made once per snapshot.
struct RowIndex: Equatable, Sendable {
    private(set) var ids: [String] = []
    private(set) var severities: [Severity] = []
    /// The place of each row in the order of the names.
    private(set) var nameRanks: [Int32] = []
    private(set) var counts = SeverityCounts()
    /// One entry a column: whether any row needs it.
    private(set) var neededColumns: [Bool] = []

    init() {}

    /// - Parameter previous: Its name order is taken over where the rows are still the same ones: sorting names costs most.
    init<Row: TableRow>(_ rows: [Row], previous: RowIndex) {
        ids = rows.map(\.id)
        severities = rows.map(\.severity)
        nameRanks = ids == previous.ids ? previous.nameRanks : Self.ranks(of: rows.map(\.name))
        for severity in severities { counts.add(severity) }
        neededColumns = Row.columns.map { $0.isNeeded(rows) }
    }

    var count: Int { ids.count }

    func row(of id: String) -> Int? { ids.firstIndex(of: id) }

    /// The place of each text when all are sorted; equal texts keep their order.
    static func ranks(of texts: [String]) -> [Int32] {
        let order = texts.indices.sorted { texts[$0] == texts[$1] ? $0 < $1 : texts[$0] < texts[$1] }
        var ranks = [Int32](repeating: 0, count: texts.count)
        for (rank, row) in order.enumerated() { ranks[row] = Int32(rank) }
        return ranks
    }
}

/// How many rows there are of each severity.
struct SeverityCounts: Equatable, Sendable {
    private(set) var ok = 0
    private(set) var unknown = 0
    private(set) var warning = 0
    private(set) var critical = 0

    mutating func add(_ severity: Severity) {
        switch severity {
        case .ok: ok += 1
        case .unknown: unknown += 1
        case .warning: warning += 1
        case .critical: critical += 1
        }
    }

    var worst: Severity {
        if critical > 0 { return .critical }
        if warning > 0 { return .warning }
        return unknown > 0 ? .unknown : .ok
    }
}
