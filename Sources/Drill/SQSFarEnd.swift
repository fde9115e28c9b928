import AWS
import FoundationEssentials
import Model

/// Answers SQS in its JSON protocol. Source: SQS API Reference.
struct SQSFarEnd {
    let account: DrillAccount
    let now: Date
    let edits: PracticeEdits

    private struct Input: Decodable {
        var QueueNamePrefix: String?
        var QueueName: String?
        var QueueUrl: String?
        var MaxResults: Int?
        var NextToken: String?
        var SourceArn: String?
        var TaskHandle: String?
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
        case "StartMessageMoveTask": return aboutSource(input) { startMove($0, $1) }
        case "ListMessageMoveTasks": return aboutSource(input) { queue, _ in moves(of: queue) }
        case "CancelMessageMoveTask": return cancelMove(input)
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
                    json.member("ApproximateNumberOfMessages", String(account.visible(queueAt: index, at: now)))
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

    // MARK: Redrive

    private func aboutSource(_ input: Input, _ answer: (DrillQueue, Int) -> HTTPResponse) -> HTTPResponse {
        let name = input.SourceArn?.split(separator: ":").last.map(String.init) ?? ""
        guard let index = account.queueIndex[name] else {
            return .refusal(
                "com.amazonaws.sqs#ResourceNotFoundException",
                "The resource that you specified for the SourceArn parameter doesn't exist.")
        }
        return answer(account.world.queues[index], index)
    }

    private func startMove(_ queue: DrillQueue, _ index: Int) -> HTTPResponse {
        guard account.world.queues.contains(where: { $0.deadLetterQueue == queue.name }) else {
            return .refusal(
                "com.amazonaws.sqs#InvalidParameterValueException", "Source queue must be configured as a Dead Letter Queue.")
        }
        if let redrive = account.edits.redrives[queue.name], redrive.status(at: now) == "RUNNING" {
            return .refusal(
                "com.amazonaws.sqs#UnsupportedOperation",
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time.")
        }
        let total = account.visible(queueAt: index, at: now)
        edits.change { $0.redrives[queue.name] = PracticeRedrive(queue: queue.name, startedAt: now, total: total) }
        return .json(JSONText.object { $0.member("TaskHandle", queue.name) })
    }

    private func moves(of queue: DrillQueue) -> HTTPResponse {
        .json(
            JSONText.object { json in
                json.key("Results")
                json.array(account.edits.redrives[queue.name].map { [$0] } ?? []) { json, redrive in
                    json.object { json in
                        let status = redrive.status(at: now)
                        if status == "RUNNING" { json.member("TaskHandle", redrive.queue) }
                        json.member("Status", status)
                        json.member("ApproximateNumberOfMessagesMoved", redrive.moved(at: now))
                        json.member("ApproximateNumberOfMessagesToMove", redrive.total)
                        json.member("StartedTimestamp", Int(redrive.startedAt.timeIntervalSince1970 * 1000))
                    }
                }
            })
    }

    private func cancelMove(_ input: Input) -> HTTPResponse {
        guard let redrive = account.edits.redrives[input.TaskHandle ?? ""], redrive.status(at: now) == "RUNNING" else {
            return .refusal("com.amazonaws.sqs#ResourceNotFoundException", "Task does not exist.")
        }
        edits.change { $0.redrives[redrive.queue]?.stoppedAt = now }
        return .json(JSONText.object { $0.member("ApproximateNumberOfMessagesMoved", redrive.moved(at: now)) })
    }

    private var nonExistent: HTTPResponse {
        .refusal("com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.")
    }
}
