/// The provisioned concurrency of a function's versions and aliases. Source: Lambda API Reference, ListProvisionedConcurrencyConfigs.
package enum ListProvisionedConcurrencyConfigs: RESTOperation, PagedOperation {
    package static let target = Target(.lambda, "ListProvisionedConcurrencyConfigs")
    package static let mayRepeat = true

    package typealias Input = FunctionPage

    package struct Output: Decodable, Sendable, Equatable {
        package struct Config: Decodable, Sendable, Equatable {
            package var requestedProvisionedConcurrentExecutions: Int?
        }
        package var provisionedConcurrencyConfigs: [Config]?
        package var nextMarker: String?
    }

    package static func encode(_ input: Input) -> OperationRequest {
        .rest(
            "GET", ["2019-09-30", "functions", input.functionName, "provisioned-concurrency"],
            query: [("List", "ALL"), ("Marker", input.marker)])
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextMarker).map { Input(functionName: input.functionName, marker: $0) }
    }
}
