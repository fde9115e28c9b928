import Model

/// Tells how far a query of Logs Insights is and what it has found so far. Source: CloudWatch Logs API Reference,
/// GetQueryResults.
package enum GetQueryResults: LogsOperation {
    package static let target = Target(.logs, "GetQueryResults")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var queryId: String

        package init(queryId: String) { self.queryId = queryId }
    }

    package struct Output: Sendable {
        /// `Scheduled`, `Running`, `Complete`, `Failed`, `Cancelled`, `Timeout`, `Unknown`.
        package var status = "Unknown"
        /// One element a row: its fields with their values, in order.
        package var results: [[(field: String, value: String)]] = []
        package var recordsMatched = 0.0
        package var recordsScanned = 0.0
        package var bytesScanned = 0.0
    }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        try JSONScanner.read(response.body, into: Output()) { scanner, key, output throws(JSONScanner.Problem) in
            if scanner.has("status", at: key) {
                output.status = try scanner.optionalString() ?? "Unknown"
            } else if scanner.has("results", at: key) {
                output.results = try scanner.list { scanner throws(JSONScanner.Problem) in try scanner.list(field) }
            } else if scanner.has("statistics", at: key), try scanner.kind() == .object {
                try readStatistics(&scanner, into: &output)
            } else {
                try scanner.skip()
            }
        }
    }

    private static func field(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) -> (field: String, value: String) {
        var (field, value) = ("", "")
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            let text = try scanner.optionalString() ?? ""
            if scanner.has("field", at: key) { field = text }
            if scanner.has("value", at: key) { value = text }
        }
        return (field, value)
    }

    private static func readStatistics(
        _ scanner: inout JSONScanner, into output: inout Output
    ) throws(JSONScanner.Problem) {
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            let number = try scanner.optionalNumber() ?? 0
            if scanner.has("recordsMatched", at: key) { output.recordsMatched = number }
            if scanner.has("recordsScanned", at: key) { output.recordsScanned = number }
            if scanner.has("bytesScanned", at: key) { output.bytesScanned = number }
        }
    }
}
