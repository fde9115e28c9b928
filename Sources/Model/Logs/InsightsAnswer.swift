/// How far a query of Logs Insights has come, and what it has cost.
package struct InsightsProgress: Sendable, Equatable {
    /// AWS's word: `Scheduled`, `Running`, `Complete`, `Failed`, `Cancelled`, `Timeout`, `Unknown`.
    package var status: String
    package var recordsMatched: Double
    package var recordsScanned: Double
    package var bytesScanned: Double

    package init(status: String, recordsMatched: Double = 0, recordsScanned: Double = 0, bytesScanned: Double = 0) {
        self.status = status
        self.recordsMatched = recordsMatched
        self.recordsScanned = recordsScanned
        self.bytesScanned = bytesScanned
    }

    package var isOver: Bool { !["Scheduled", "Running", "Unknown"].contains(status) }

    /// Dollars by the price list of us-east-1: $0.005 a gigabyte scanned. Source: the page "Pricing" of Amazon CloudWatch.
    package var costUSD: Double { bytesScanned / 1e9 * 0.005 }
}

/// What a query of Logs Insights has found: a table.
package struct InsightsAnswer: Sendable, Equatable {
    /// In the order in which the rows name them.
    package var columns: [String]
    /// One value a column; nil where a row has none. Text of strangers.
    package var rows: [[String?]]
    package var progress: InsightsProgress

    package init(columns: [String] = [], rows: [[String?]] = [], progress: InsightsProgress) {
        self.columns = columns
        self.rows = rows
        self.progress = progress
    }

    /// - Parameter records: Pairs of field and value, as AWS gives them; `@ptr`, which only AWS can use, is left out.
    package init(records: [[(field: String, value: String)]], progress: InsightsProgress) {
        var places: [String: Int] = [:]
        var columns: [String] = []
        for field in records.lazy.joined().map(\.field) where field != "@ptr" && places[field] == nil {
            places[field] = columns.count
            columns.append(field)
        }
        rows = records.map { record in
            var row = [String?](repeating: nil, count: columns.count)
            for (field, value) in record {
                if let place = places[field] { row[place] = value }
            }
            return row
        }
        self.columns = columns
        self.progress = progress
    }
}
