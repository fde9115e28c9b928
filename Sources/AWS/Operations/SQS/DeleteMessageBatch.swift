/// Deletes up to ten messages that were received. Source: SQS API Reference, DeleteMessageBatch.
package enum DeleteMessageBatch: JSONOperation {
    package static let target = Target(.sqs, "DeleteMessageBatch")
    /// Deleting what is gone is no error.
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var queueUrl: String
        /// 1...10
        package var entries: [Entry]

        package init(queueUrl: String, receiptHandles: [String]) {
            self.queueUrl = queueUrl
            entries = receiptHandles.enumerated().map { Entry(id: String($0.offset), receiptHandle: $0.element) }
        }
    }

    package struct Entry: Encodable, Sendable {
        /// Unique in the batch.
        package var id: String
        package var receiptHandle: String
    }

    package struct Output: Decodable, Sendable {
        package var failed: [Failure]?
    }

    package struct Failure: Decodable, Sendable {
        package var id: String
        package var code: String
        package var message: String?
    }
}
