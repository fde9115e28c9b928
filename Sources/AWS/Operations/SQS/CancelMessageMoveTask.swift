/// Stops a task that moves messages; what was moved stays moved. Source: SQS API Reference, CancelMessageMoveTask.
package enum CancelMessageMoveTask: JSONOperation {
    package static let target = Target(.sqs, "CancelMessageMoveTask")
    /// A second one would be refused although the first has worked.
    package static let mayRepeat = false

    package struct Input: Encodable, Sendable {
        package var taskHandle: String

        package init(taskHandle: String) { self.taskHandle = taskHandle }
    }

    package struct Output: Decodable, Sendable {
        package var approximateNumberOfMessagesMoved: Int?
    }
}
