import AWS
import FoundationEssentials
import Model

/// Answers SQS in its JSON protocol. Source: SQS API Reference.
struct SQSFarEnd {
    let account: DrillAccount
    let now: Date

    private struct Input: Decodable {
        var QueueNamePrefix: String?
        var QueueName: String?
        var QueueUrl: String?
        var MaxResults: Int?
        var NextToken: String?
    }

    func answer(_ action: String, _ request: HTTPRequest) -> HTTPResponse {
        guard let input = try? JSONDecoder().decode(Input.self, from: request.body.isEmpty ? Data("{}".utf8) : request.body)
        else {
            return .refusal("com.amazon.coral.service#SerializationException", "The body is not the JSON of an input")
        }
        switch action {
        case "ListQueues": return listQueues(input)
        case "GetQueueUrl":
            guard let name = input.QueueName, account.queueIndex[name] != nil else { return nonExistent }
            return .json(JSONText.object { $0.member("QueueUrl", account.url(ofQueue: name)) })
        case "GetQueueAttributes": return aboutQueue(input) { attributes(of: $0, index: $1) }
        case "ListDeadLetterSourceQueues": return aboutQueue(input) { queue, _ in sources(of: queue) }
        default: return .refusal("com.amazonaws.sqs#UnknownOperationException", "Unknown operation \(action)")
        }
    }

    private func listQueues(_ input: Input) -> HTTPResponse {
        let names = account.world.queues.map(\.name).filter { $0.hasPrefix(input.QueueNamePrefix ?? "") }
        // As the real one: without MaxResults one answer of at most 1,000 and no token.
        let size = min(1000, input.MaxResults ?? 1000)
        let start = min(names.count, input.NextToken.flatMap { Int($0) } ?? 0)
        let end = min(names.count, start + size)
        return .json(
            JSONText.object { json in
                json.key("QueueUrls")
                json.array(names[start..<end]) { $0.string(account.url(ofQueue: $1)) }
                if end < names.count, input.MaxResults != nil { json.member("NextToken", String(end)) }
            })
    }

    private func aboutQueue(_ input: Input, _ answer: (DrillQueue, Int) -> HTTPResponse) -> HTTPResponse {
        let name = input.QueueUrl?.split(separator: "/").last.map(String.init) ?? ""
        guard let index = account.queueIndex[name] else { return nonExistent }
        return answer(account.world.queues[index], index)
    }

    private func attributes(of queue: DrillQueue, index: Int) -> HTTPResponse {
        func figure(_ metric: QueueMetric) -> String { String(Int(account.value(metric, queueAt: index, at: now))) }
        return .json(
            JSONText.object { json in
                json.key("Attributes")
                json.object { json in
                    json.member("QueueArn", account.arn("sqs", queue.name))
                    json.member("ApproximateNumberOfMessages", figure(.visible))
                    json.member("ApproximateNumberOfMessagesNotVisible", figure(.inFlight))
                    json.member("ApproximateNumberOfMessagesDelayed", figure(.delayed))
                    json.member("VisibilityTimeout", String(queue.visibilityTimeoutSeconds))
                    json.member("MessageRetentionPeriod", "345600")
                    json.member("DelaySeconds", "0")
                    json.member("CreatedTimestamp", "1700000000")
                    if queue.isFIFO { json.member("FifoQueue", "true") }
                    if let target = queue.deadLetterQueue {
                        json.member(
                            "RedrivePolicy", "{\"deadLetterTargetArn\":\"\(account.arn("sqs", target))\",\"maxReceiveCount\":3}")
                    }
                }
            })
    }

    private func sources(of queue: DrillQueue) -> HTTPResponse {
        let names = account.world.queues.filter { $0.deadLetterQueue == queue.name }.map(\.name)
        return .json(
            JSONText.object { json in
                json.key("queueUrls")
                json.array(names) { $0.string(account.url(ofQueue: $1)) }
            })
    }

    private var nonExistent: HTTPResponse {
        .refusal("com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.")
    }
}
