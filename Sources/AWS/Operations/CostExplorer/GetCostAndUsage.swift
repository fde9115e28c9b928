/// Costs a day, by service; each request costs $0.01. Source: Cost Explorer API Reference, GetCostAndUsage.
package enum GetCostAndUsage: JSONOperation, PagedOperation {
    package static let target = Target(.costExplorer, "GetCostAndUsage")
    package static let mayRepeat = true
    package static let metric = "BlendedCost"

    package struct Input: Encodable, Sendable {
        package var timePeriod: Period
        package var granularity = "DAILY"
        package var metrics = [GetCostAndUsage.metric]
        package var groupBy = [Group(type: "DIMENSION", key: "SERVICE")]
        package var nextPageToken: String?

        /// - Parameters:
        ///   - start: The first day, `2026-07-04`.
        ///   - end: The day after the last.
        package init(start: String, end: String) { timePeriod = Period(start: start, end: end) }
    }

    package struct Period: Codable, Sendable {
        package var start: String
        package var end: String
    }

    package struct Group: Encodable, Sendable {
        package var type: String
        package var key: String
    }

    package struct Output: Decodable, Sendable {
        package var resultsByTime: [Day]?
        package var nextPageToken: String?
    }

    package struct Day: Decodable, Sendable {
        package var timePeriod: Period
        package var groups: [Share]?
        /// True until AWS has closed the day's books.
        package var estimated: Bool?
    }

    package struct Share: Decodable, Sendable {
        package var keys: [String]
        /// By the name of the metric.
        package var metrics: [String: Amount]
    }

    package struct Amount: Decodable, Sendable {
        /// A decimal number, also with an exponent.
        package var amount: String
        package var unit: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let token = nextToken(output.nextPageToken) else { return nil }
        var following = input
        following.nextPageToken = token
        return following
    }
}
