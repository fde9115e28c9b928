/// What one check of Trusted Advisor has found. Source: Support API Reference, DescribeTrustedAdvisorCheckResult.
package enum DescribeTrustedAdvisorCheckResult: JSONOperation {
    package static let target = Target(.support, "DescribeTrustedAdvisorCheckResult")
    package static let mayRepeat = true
    package static let capitalizesKeys = false

    package struct Input: Encodable, Sendable {
        package var checkId: String
        package var language = "en"

        package init(checkId: String) { self.checkId = checkId }
    }

    package struct Output: Decodable, Sendable {
        package var result: Result
    }

    package struct Result: Decodable, Sendable {
        /// `ok | warning | error | not_available`.
        package var status: String
        package var resourcesSummary: Summary?
    }

    package struct Summary: Decodable, Sendable {
        package var resourcesFlagged: Int?
    }
}
