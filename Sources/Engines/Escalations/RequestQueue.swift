package import AWS
import FoundationEssentials
package import Model

/// Where requests come from, in order.
package protocol RequestQueue: Sendable {
    /// - Parameters:
    ///   - most: 1...10
    ///   - wait: How long an empty queue is waited at.
    /// - Throws: ``Problem``
    func receive(most: Int, wait: Duration) async throws(Problem) -> [QueuedRequest]
    /// Tells the queue that these are stored. What it keeps all the same comes again and is known again.
    func delete(_ receipts: [String]) async throws(Problem)
}

/// A message with a request in it, or with what should be one.
package struct QueuedRequest: Sendable, Equatable {
    /// The same when the message comes again.
    package var messageID: String?
    package var receipt: String
    package var body: [UInt8]

    package init(messageID: String?, receipt: String, body: [UInt8]) {
        self.messageID = messageID
        self.receipt = receipt
        self.body = body
    }
}

/// An SQS FIFO queue.
package struct SQSRequestQueue: RequestQueue {
    private let client: AWSClient
    private let url: String

    package init(client: AWSClient, url: String) {
        self.client = client
        self.url = url
    }

    package func receive(most: Int, wait: Duration) async throws(Problem) -> [QueuedRequest] {
        let input = ReceiveMessage.Input(
            queueUrl: url, maxNumberOfMessages: most, waitTimeSeconds: Int(min(20, max(0, wait.components.seconds))))
        do throws(AWSError) {
            return try await client.call(ReceiveMessage.self, input).messages?.compactMap { message in
                message.receiptHandle.map {
                    QueuedRequest(messageID: message.messageId, receipt: $0, body: Array((message.body ?? "").utf8))
                }
            } ?? []
        } catch {
            throw Problem(error)
        }
    }

    package func delete(_ receipts: [String]) async throws(Problem) {
        let failed: [DeleteMessageBatch.Failure]
        do throws(AWSError) {
            let input = DeleteMessageBatch.Input(queueUrl: url, receiptHandles: receipts)
            failed = try await client.call(DeleteMessageBatch.self, input).failed ?? []
        } catch {
            throw Problem(error)
        }
        guard let first = failed.first else { return }
        throw Problem(
            code: first.code,
            message: "SQS has kept \(Wording.count(failed.count, "message")) that are stored already (\(first.code)).",
            hint: "They come again and are known again; nothing is sent twice.")
    }
}
