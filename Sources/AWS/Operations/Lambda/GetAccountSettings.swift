/// The account's limits and usage in the region. Source: Lambda API Reference, GetAccountSettings.
package enum GetAccountSettings: RESTOperation {
    package static let target = Target(.lambda, "GetAccountSettings")
    package static let mayRepeat = true

    package struct Input: Sendable {
        package init() {}
    }

    package struct Output: Decodable, Sendable, Equatable {
        package var accountLimit: Limit?
        package var accountUsage: Usage?

        package struct Limit: Decodable, Sendable, Equatable {
            package var concurrentExecutions: Int?
            package var unreservedConcurrentExecutions: Int?
        }

        package struct Usage: Decodable, Sendable, Equatable {
            package var functionCount: Int?
        }
    }

    package static func encode(_ input: Input) -> OperationRequest {
        .rest("GET", ["2016-08-19", "account-settings"])
    }
}
