/// Lists the checks of Trusted Advisor. Needs a support plan: `SubscriptionRequiredException` without one. Source: Support API
/// Reference, DescribeTrustedAdvisorChecks.
package enum DescribeTrustedAdvisorChecks: JSONOperation {
    package static let target = Target(.support, "DescribeTrustedAdvisorChecks")
    package static let mayRepeat = true
    package static let capitalizesKeys = false

    package struct Input: Encodable, Sendable {
        package var language = "en"

        package init() {}
    }

    package struct Output: Decodable, Sendable {
        package var checks: [Check]?
    }

    package struct Check: Decodable, Sendable {
        package var id: String
        package var name: String
        /// `security`, `cost_optimizing` …
        package var category: String
    }
}
