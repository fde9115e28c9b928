/// What Cost Anomaly Detection has found; each request costs $0.01. Source: Cost Explorer API Reference, GetAnomalies.
package enum GetAnomalies: JSONOperation, PagedOperation {
    package static let target = Target(.costExplorer, "GetAnomalies")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var dateInterval: Interval
        package var nextPageToken: String?

        /// - Parameters:
        ///   - startDate: `2026-07-04`.
        ///   - endDate: Included; nil for today.
        package init(startDate: String, endDate: String? = nil) {
            dateInterval = Interval(startDate: startDate, endDate: endDate)
        }
    }

    package struct Interval: Encodable, Sendable {
        package var startDate: String
        package var endDate: String?
    }

    package struct Output: Decodable, Sendable {
        package var anomalies: [Anomaly]?
        package var nextPageToken: String?
    }

    package struct Anomaly: Decodable, Sendable {
        package var anomalyId: String
        package var anomalyStartDate: String?
        /// Mostly the service.
        package var dimensionValue: String?
        package var impact: Impact?
    }

    package struct Impact: Decodable, Sendable {
        /// Dollars above what was expected.
        package var totalImpact: Double?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let token = nextToken(output.nextPageToken) else { return nil }
        var following = input
        following.nextPageToken = token
        return following
    }
}
