/// Attributes of one queue. Source: SQS API Reference, GetQueueAttributes.
package enum GetQueueAttributes: JSONOperation {
    package static let target = Target(.sqs, "GetQueueAttributes")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var queueUrl: String
        /// `All` or names such as `ApproximateNumberOfMessages`.
        package var attributeNames: [String]

        package init(queueUrl: String, attributeNames: [String] = ["All"]) {
            self.queueUrl = queueUrl
            self.attributeNames = attributeNames
        }
    }

    package struct Output: Decodable, Sendable, Equatable {
        /// AWS's names and texts, numbers included; nil where the queue has none of those asked for.
        package var attributes: [String: String]?

        package func int(_ name: String) -> Int? { attributes?[name].flatMap { Int($0) } }
    }
}
