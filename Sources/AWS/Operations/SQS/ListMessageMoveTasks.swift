/// The newest tasks that move messages out of a queue, newest first. Source: SQS API Reference, ListMessageMoveTasks.
package enum ListMessageMoveTasks: JSONOperation {
    package static let target = Target(.sqs, "ListMessageMoveTasks")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var sourceArn: String
        /// 1...10
        package var maxResults: Int

        package init(sourceArn: String, maxResults: Int = 10) {
            self.sourceArn = sourceArn
            self.maxResults = maxResults
        }
    }

    package struct Output: Decodable, Sendable {
        package var results: [Task]?
    }

    package struct Task: Decodable, Sendable, Equatable {
        /// Only while it runs.
        package var taskHandle: String?
        /// `RUNNING | COMPLETED | CANCELLING | CANCELLED | FAILED`
        package var status: String?
        package var destinationArn: String?
        package var approximateNumberOfMessagesMoved: Int?
        /// As counted when it began.
        package var approximateNumberOfMessagesToMove: Int?
        package var failureReason: String?
        /// Milliseconds since 1970.
        package var startedTimestamp: Int64?
    }
}
