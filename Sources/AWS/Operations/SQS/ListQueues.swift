/// Lists the URLs of queues. Source: SQS API Reference, ListQueues.
package enum ListQueues: JSONOperation, PagedOperation {
    package static let target = Target(.sqs, "ListQueues")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var queueNamePrefix: String?
        package var nextToken: String?
        /// 1...1000. Without it SQS answers at most 1,000 queues and no token.
        package var maxResults: Int?

        package init(queueNamePrefix: String? = nil, nextToken: String? = nil, maxResults: Int? = 1000) {
            self.queueNamePrefix = queueNamePrefix
            self.nextToken = nextToken
            self.maxResults = maxResults
        }
    }

    package struct Output: Decodable, Sendable {
        /// Names of queues, not addresses to send requests to.
        package var queueUrls: [String]?
        package var nextToken: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextToken).map {
            Input(queueNamePrefix: input.queueNamePrefix, nextToken: $0, maxResults: input.maxResults)
        }
    }
}
