/// The URL of a queue by its name. Source: SQS API Reference, GetQueueUrl.
package enum GetQueueUrl: JSONOperation {
    package static let target = Target(.sqs, "GetQueueUrl")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var queueName: String
        package var queueOwnerAWSAccountId: String?

        package init(queueName: String, queueOwnerAWSAccountId: String? = nil) {
            self.queueName = queueName
            self.queueOwnerAWSAccountId = queueOwnerAWSAccountId
        }
    }

    package struct Output: Decodable, Sendable {
        package var queueUrl: String
    }
}
