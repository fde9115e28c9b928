/// Takes messages off a queue for a while. Source: SQS API Reference, ReceiveMessage.
package enum ReceiveMessage: JSONOperation {
    package static let target = Target(.sqs, "ReceiveMessage")
    /// What was taken by a lost answer comes again after the queue's visibility timeout.
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var queueUrl: String
        /// 1...10
        package var maxNumberOfMessages: Int
        /// 0...20: how long an empty queue is waited at.
        package var waitTimeSeconds: Int

        package init(queueUrl: String, maxNumberOfMessages: Int = 10, waitTimeSeconds: Int) {
            self.queueUrl = queueUrl
            self.maxNumberOfMessages = maxNumberOfMessages
            self.waitTimeSeconds = waitTimeSeconds
        }
    }

    package struct Output: Decodable, Sendable {
        /// nil for an empty queue. Of a FIFO queue: in order within each group.
        package var messages: [Message]?
    }

    package struct Message: Decodable, Sendable {
        package var messageId: String?
        package var receiptHandle: String?
        package var body: String?
    }
}
