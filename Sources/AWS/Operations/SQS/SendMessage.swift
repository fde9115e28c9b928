/// Puts one message into a queue. Source: SQS API Reference, SendMessage.
package enum SendMessage: JSONOperation {
    package static let target = Target(.sqs, "SendMessage")
    /// A FIFO queue knows a repetition by its deduplication id; any other may hold the message twice, so it is not repeated blindly.
    package static let mayRepeat = false

    package struct Input: Encodable, Sendable {
        package var queueUrl: String
        package var messageBody: String
        /// Of a FIFO queue; nil for others.
        package var messageGroupId: String?
        package var messageDeduplicationId: String?

        package init(queueUrl: String, messageBody: String, messageGroupId: String? = nil, messageDeduplicationId: String? = nil)
        {
            self.queueUrl = queueUrl
            self.messageBody = messageBody
            self.messageGroupId = messageGroupId
            self.messageDeduplicationId = messageDeduplicationId
        }
    }

    package struct Output: Decodable, Sendable {
        package var messageId: String?
    }
}
