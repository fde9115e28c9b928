/// The published versions of a function and `$LATEST`, at most 50 a page. Source: Lambda API Reference, ListVersionsByFunction.
package enum ListVersionsByFunction: RESTOperation, PagedOperation {
    package static let target = Target(.lambda, "ListVersionsByFunction")
    package static let mayRepeat = true

    package typealias Input = FunctionPage

    package struct Output: Decodable, Sendable, Equatable {
        package var versions: [FunctionConfiguration]?
        package var nextMarker: String?
    }

    package static func encode(_ input: Input) -> OperationRequest {
        .rest("GET", ["2015-03-31", "functions", input.functionName, "versions"], query: [("Marker", input.marker)])
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextMarker).map { Input(functionName: input.functionName, marker: $0) }
    }
}
