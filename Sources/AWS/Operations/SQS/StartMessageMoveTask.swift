/// Begins to move the messages of a dead-letter queue to where they came from, or to another queue. One task a queue at a time.
/// Source: SQS API Reference, StartMessageMoveTask.
package enum StartMessageMoveTask: JSONOperation {
    package static let target = Target(.sqs, "StartMessageMoveTask")
    /// A second one would be refused although the first has begun; whoever lost the answer looks with ``ListMessageMoveTasks``.
    package static let mayRepeat = false

    package struct Input: Encodable, Sendable {
        package var sourceArn: String
        /// nil: each message goes back to the queue that it came from.
        package var destinationArn: String?
        /// 1...500; nil leaves the pace to SQS.
        package var maxNumberOfMessagesPerSecond: Int?

        package init(sourceArn: String, destinationArn: String? = nil, maxNumberOfMessagesPerSecond: Int? = nil) {
            self.sourceArn = sourceArn
            self.destinationArn = destinationArn
            self.maxNumberOfMessagesPerSecond = maxNumberOfMessagesPerSecond
        }
    }

    package struct Output: Decodable, Sendable {
        package var taskHandle: String?
    }
}
