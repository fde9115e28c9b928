/// Lists REST APIs, at most 500 a page. Source: API Gateway API Reference, GetRestApis.
package enum GetRestApis: RESTOperation, PagedOperation {
    package static let target = Target(.apiGateway, "GetRestApis")
    package static let mayRepeat = true

    package struct Input: Sendable {
        package var position: String?

        package init(position: String? = nil) { self.position = position }
    }

    package struct Output: Decodable, Sendable {
        package var item: [RestAPI]?
        package var position: String?
    }

    package struct RestAPI: Decodable, Sendable {
        package var id: String
        package var name: String?
    }

    package static func encode(_ input: Input) -> OperationRequest {
        .rest("GET", ["restapis"], query: [("limit", "500"), ("position", input.position)])
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.position).map { Input(position: $0) }
    }
}
