/// Starts a query of Logs Insights. Costs $0.005 a gigabyte that it scans, told by ``GetQueryResults``.
/// Source: CloudWatch Logs API Reference, StartQuery.
package enum StartQuery: LogsOperation {
    package static let target = Target(.logs, "StartQuery")
    /// A second one would scan, and cost, once more.
    package static let mayRepeat = false

    package struct Input: Encodable, Sendable {
        /// At most 50.
        package var logGroupNames: [String]
        /// Seconds since 1970; both ends belong to the range.
        package var startTime: Int64
        package var endTime: Int64
        package var queryString: String
        /// 1...10,000 rows, for a query that says no `limit` itself.
        package var limit: Int?

        package init(logGroupNames: [String], startTime: Int64, endTime: Int64, queryString: String, limit: Int? = nil) {
            self.logGroupNames = logGroupNames
            self.startTime = startTime
            self.endTime = endTime
            self.queryString = queryString
            self.limit = limit
        }
    }

    package struct Output: Decodable, Sendable {
        package var queryId: String
    }
}

/// Ends a query that is running. Source: CloudWatch Logs API Reference, StopQuery.
package enum StopQuery: LogsOperation {
    package static let target = Target(.logs, "StopQuery")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var queryId: String

        package init(queryId: String) { self.queryId = queryId }
    }

    package struct Output: Decodable, Sendable {
        package var success: Bool?
    }
}
