/// The aliases of a function, at most 50 a page. Source: Lambda API Reference, ListAliases.
package enum ListAliases: RESTOperation, PagedOperation {
    package static let target = Target(.lambda, "ListAliases")
    package static let mayRepeat = true

    package typealias Input = FunctionPage

    package struct Output: Decodable, Sendable, Equatable {
        package var aliases: [FunctionAlias]?
        package var nextMarker: String?
    }

    package static func encode(_ input: Input) -> OperationRequest {
        .rest("GET", ["2015-03-31", "functions", input.functionName, "aliases"], query: [("Marker", input.marker)])
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextMarker).map { Input(functionName: input.functionName, marker: $0) }
    }
}

/// A name for a version. Source: Lambda API Reference, AliasConfiguration.
package struct FunctionAlias: Decodable, Sendable, Equatable {
    package var name: String
    package var aliasArn: String?
    package var functionVersion: String?
    package var description: String?
    package var routingConfig: Routing?

    package struct Routing: Decodable, Sendable, Equatable {
        /// The share of calls that go to other versions, by version, 0...1.
        package var additionalVersionWeights: [String: Double]?
    }
}
