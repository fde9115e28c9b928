/// The stages of one REST API. Source: API Gateway API Reference, GetStages.
package enum GetStages: RESTOperation {
    package static let target = Target(.apiGateway, "GetStages")
    package static let mayRepeat = true

    package struct Input: Sendable {
        package var restApiId: String

        package init(restApiId: String) { self.restApiId = restApiId }
    }

    package struct Output: Decodable, Sendable {
        package var item: [Stage]?
    }

    package struct Stage: Decodable, Sendable {
        package var stageName: String
        /// Missing for a stage to which nothing is deployed.
        package var deploymentId: String?
    }

    package static func encode(_ input: Input) -> OperationRequest { .rest("GET", ["restapis", input.restApiId, "stages"]) }
}
