import Model

/// A query in Logs Insights QL, as far as the practice world knows it: `fields`, `display`, `filter`, `stats`, `sort`, `limit`.
struct InsightsProgram {
    private(set) var fields = ["@timestamp", "@message"]
    private(set) var conditions: [InsightsCondition] = []
    private(set) var stats: InsightsStats?
    private(set) var order: (field: String, isAscending: Bool)?
    private(set) var limit: Int?

    typealias Row = [(field: String, value: String)]

    /// - Returns: nil for a command that is not known or not understood.
    init?(_ text: String) {
        guard let tokens = InsightsToken.all(in: text) else { return nil }
        for command in tokens.split(separator: .sign("|"), omittingEmptySubsequences: false) {
            var reader = InsightsReader(command)
            guard let verb = reader.takeWord(), take(verb.lowercased(), &reader), reader.isAtEnd else { return nil }
        }
    }

    /// Reading may stop at the limit: nothing older than what is found can belong to the answer.
    var wantsNewestFirst: Bool { stats == nil && (order == nil || (order?.field == "@timestamp" && order?.isAscending == false)) }

    func matches(_ record: InsightsRecord) -> Bool { conditions.allSatisfy { $0.holds(record) } }

    /// The table of the records that match.
    func rows(_ records: [InsightsRecord], limit: Int) -> [Row] {
        if let stats {
            return Array(sorted(stats.rows(records)) { row, field in row.first { $0.field == field }?.value }.prefix(limit))
        }
        return sorted(records) { $0[$1] }.prefix(limit).map { record in
            (fields + ["@ptr"]).compactMap { field in record[field].map { (field, $0) } }
        }
    }

    /// Rows without a value come last.
    private func sorted<Element>(_ rows: [Element], _ value: (Element, String) -> String?) -> [Element] {
        guard let order else { return rows }
        let keyed = rows.map { (row: $0, text: value($0, order.field), number: value($0, order.field).flatMap { Double($0) }) }
        return keyed.sorted { left, right in
            guard let leftText = left.text, let rightText = right.text else { return left.text != nil && right.text == nil }
            if let leftNumber = left.number, let rightNumber = right.number {
                return order.isAscending ? leftNumber < rightNumber : leftNumber > rightNumber
            }
            return order.isAscending ? leftText < rightText : leftText > rightText
        }.map(\.row)
    }

    private mutating func take(_ verb: String, _ reader: inout InsightsReader) -> Bool {
        switch verb {
        case "fields", "display":
            guard let names = reader.takeList({ $0.takeWord() }) else { return false }
            fields = names
        case "filter":
            guard let condition = InsightsCondition.read(&reader) else { return false }
            conditions.append(condition)
        case "stats":
            guard stats == nil, let read = InsightsStats.read(&reader) else { return false }
            stats = read
        case "sort":
            guard let field = reader.takeWord() else { return false }
            order = (field, reader.take(word: "asc"))
            _ = reader.take(word: "desc")
        case "limit":
            guard let number = reader.takeWord().flatMap({ Int($0) }), number > 0 else { return false }
            limit = number
        default: return false
        }
        return true
    }
}
