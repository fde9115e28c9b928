import FoundationEssentials
import Model

/// Which version or alias of a function. Provisioned concurrency never is on `$LATEST`.
package struct QualifiedFunction: Sendable {
    /// Name or ARN.
    package var functionName: String
    /// Version or alias.
    package var qualifier: String

    package init(functionName: String, qualifier: String) {
        self.functionName = functionName
        self.qualifier = qualifier
    }

    func request(_ method: String, body: Data = Data()) -> OperationRequest {
        .rest(
            method, ["2019-09-30", "functions", functionName, "provisioned-concurrency"], query: [("Qualifier", qualifier)],
            body: body)
    }
}

/// Source: Lambda API Reference, GetProvisionedConcurrencyConfig.
package struct ProvisionedConcurrency: Decodable, Sendable, Equatable {
    package var requestedProvisionedConcurrentExecutions: Int?
    package var allocatedProvisionedConcurrentExecutions: Int?
    /// `IN_PROGRESS | READY | FAILED`
    package var status: String?
    package var statusReason: String?
}

/// Refused with `ProvisionedConcurrencyConfigNotFoundException` where nothing is provisioned.
package enum GetProvisionedConcurrencyConfig: RESTOperation {
    package static let target = Target(.lambda, "GetProvisionedConcurrencyConfig")
    package static let mayRepeat = true
    package typealias Input = QualifiedFunction
    package typealias Output = ProvisionedConcurrency

    package static func encode(_ input: Input) -> OperationRequest { input.request("GET") }
}

/// Sets it; the instances are there a minute or two later. Source: Lambda API Reference, PutProvisionedConcurrencyConfig.
package enum PutProvisionedConcurrencyConfig: RESTOperation {
    package static let target = Target(.lambda, "PutProvisionedConcurrencyConfig")
    /// The same number twice is the same.
    package static let mayRepeat = true
    package typealias Output = ProvisionedConcurrency

    package struct Input: Sendable {
        package var function: QualifiedFunction
        /// 1 or more.
        package var count: Int

        package init(function: QualifiedFunction, count: Int) {
            self.function = function
            self.count = count
        }
    }

    package static func encode(_ input: Input) -> OperationRequest {
        let body = JSONText.object { $0.member("ProvisionedConcurrentExecutions", input.count) }
        return input.function.request("PUT", body: Data(body.utf8))
    }
}

/// Takes it away; no error where there is none. Source: Lambda API Reference, DeleteProvisionedConcurrencyConfig.
package enum DeleteProvisionedConcurrencyConfig: AWSOperation {
    package static let target = Target(.lambda, "DeleteProvisionedConcurrencyConfig")
    package static let mayRepeat = true
    package typealias Input = QualifiedFunction

    package struct Output: Sendable {}

    package static func encode(_ input: Input) -> OperationRequest { input.request("DELETE") }

    /// The answer is empty.
    package static func decode(_ response: HTTPResponse) -> Output { Output() }
}
