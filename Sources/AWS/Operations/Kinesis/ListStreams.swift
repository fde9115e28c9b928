/// Lists the names of streams, 100 a page. Source: Kinesis API Reference, ListStreams.
package enum ListStreams: JSONOperation, PagedOperation {
    package static let target = Target(.kinesis, "ListStreams")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var exclusiveStartStreamName: String?

        package init(exclusiveStartStreamName: String? = nil) { self.exclusiveStartStreamName = exclusiveStartStreamName }
    }

    package struct Output: Decodable, Sendable {
        package var streamNames: [String]
        package var hasMoreStreams: Bool?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard output.hasMoreStreams == true, let last = output.streamNames.last else { return nil }
        return Input(exclusiveStartStreamName: last)
    }
}
