/// The queues whose dead letters go to one queue. Source: SQS API Reference, ListDeadLetterSourceQueues.
package enum ListDeadLetterSourceQueues: JSONOperation, PagedOperation {
    package static let target = Target(.sqs, "ListDeadLetterSourceQueues")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var queueUrl: String
        package var nextToken: String?
        package var maxResults: Int?

        package init(queueUrl: String, nextToken: String? = nil, maxResults: Int? = 1000) {
            self.queueUrl = queueUrl
            self.nextToken = nextToken
            self.maxResults = maxResults
        }
    }

    package struct Output: Decodable, Sendable {
        package var queueUrls: [String]?
        package var nextToken: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextToken).map { Input(queueUrl: input.queueUrl, nextToken: $0, maxResults: input.maxResults) }
    }
}
