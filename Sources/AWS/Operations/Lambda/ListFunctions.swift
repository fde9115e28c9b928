/// Lists functions, at most 50 a page, without their states. Source: Lambda API Reference, ListFunctions.
package enum ListFunctions: RESTOperation, PagedOperation {
    package static let target = Target(.lambda, "ListFunctions")
    package static let mayRepeat = true

    package struct Input: Sendable {
        package var marker: String?
        /// 1...50 have an effect.
        package var maxItems: Int?

        package init(marker: String? = nil, maxItems: Int? = nil) {
            self.marker = marker
            self.maxItems = maxItems
        }
    }

    package struct Output: Decodable, Sendable {
        package var functions: [FunctionConfiguration]?
        package var nextMarker: String?
    }

    package static func encode(_ input: Input) -> OperationRequest {
        .rest(
            "GET", ["2015-03-31", "functions"],
            query: [("Marker", input.marker), ("MaxItems", input.maxItems.map(String.init))])
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextMarker).map { Input(marker: $0, maxItems: input.maxItems) }
    }
}
