package import AWS
import FoundationEssentials
package import Model
import SigV4

/// Puts a request into the queue of a running deployment.
package protocol RequestSender: Sendable {
    /// - Returns: The queue's id of the message.
    func send(_ request: EscalationRequest) async throws(Problem) -> String?
}

/// Sends to an SQS FIFO queue: the group is the process, so that its requests stay in order; each message is one of its own.
package struct SQSRequestSender: RequestSender {
    private let client: AWSClient
    private let url: String
    private let uniqueID: @Sendable () -> String

    package init(client: AWSClient, url: String, uniqueID: @escaping @Sendable () -> String = { UUID().uuidString }) {
        self.client = client
        self.url = url
        self.uniqueID = uniqueID
    }

    package func send(_ request: EscalationRequest) async throws(Problem) -> String? {
        let isFIFO = url.hasSuffix(".fifo")
        do throws(AWSError) {
            return try await client.call(
                SendMessage.self,
                SendMessage.Input(
                    queueUrl: url, messageBody: request.json, messageGroupId: isFIFO ? Self.group(request.processID) : nil,
                    messageDeduplicationId: isFIFO ? uniqueID() : nil)
            ).messageId
        } catch {
            var problem = Problem(error)
            if error.outcomeIsUnknown { problem.code = EscalationDesk.unsureCode }
            throw problem
        }
    }

    /// The process's name where SQS allows it, else its SHA-256. Source: SQS API Reference, SendMessage, MessageGroupId.
    static func group(_ id: ProcessID) -> String {
        let bytes = Array(id.text.utf8)
        let isAllowed = (1...128).contains(bytes.count) && bytes.allSatisfy { (0x21...0x7E).contains($0) }
        return isAllowed ? id.text : Digest.hex(Digest.sha256(bytes))
    }
}

extension EscalationRequest {
    /// As the queue takes it.
    package var json: String {
        JSONText.object { json in
            json.member("process-id", processID.text)
            switch action {
            case .stop: json.member("action", "stop")
            case .start(let entries):
                json.member("action", "start")
                json.key("notifications")
                json.array(entries) { $0.raw($1.source) }
            }
        }
    }
}
