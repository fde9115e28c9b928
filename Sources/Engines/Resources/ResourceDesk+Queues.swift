import AWS
package import FoundationEssentials
package import Model

extension ResourceDesk {
    // MARK: What is there

    func redrive(_ queue: String, to: String?, perSecond: Int?) async throws(ResourceRefusal) -> Redrive {
        let source = try await attributes(of: queue)
        guard let arn = source.arn else { throw ResourceRefusal(.nothing("SQS does not tell the ARN of \(queue).")) }
        let sources = try await ask(ListDeadLetterSourceQueues.self, .init(queueUrl: source.url)) { $0.queueUrls ?? [] }
        guard !sources.isEmpty else {
            throw ResourceRefusal(
                .nothing(
                    "\(queue) is the dead-letter queue of no queue: SQS moves only dead letters.",
                    hint: "Name the dead-letter queue itself: nightdesk queue list shows it."))
        }
        if let running = try await runningTask(of: arn) {
            throw ResourceRefusal(.nothing("\(queue) is being redriven already: \(running.progress)."))
        }
        guard source.visible != 0 else {
            let held = source.inFlight.map { $0 > 0 ? ", \($0) are being looked at" : "" } ?? ""
            throw ResourceRefusal(.nothing("\(queue) holds nothing that could be moved\(held)."))
        }
        var redrive = Redrive(
            queue: queue, arn: arn, visible: source.visible, inFlight: source.inFlight,
            sources: sources.map(QueuesState.name(ofURL:)).sorted())
        redrive.perSecond = perSecond
        guard let to else { return redrive }
        guard to != queue else { throw ResourceRefusal(.nothing("Messages cannot be moved from \(queue) into itself.")) }
        guard let target = try await attributes(of: to).arn else {
            throw ResourceRefusal(.nothing("SQS does not tell the ARN of \(to)."))
        }
        redrive.to = (to, target)
        return redrive
    }

    func stopRedrive(_ queue: String) async throws(ResourceRefusal) -> ResourceOrder.Act {
        guard let arn = try await attributes(of: queue).arn, let task = try await runningTask(of: arn),
            let handle = task.taskHandle
        else {
            throw ResourceRefusal(.nothing("Nothing is being moved out of \(queue)."))
        }
        return .stopRedrive(queue: queue, arn: arn, handle: handle)
    }

    /// The newest tasks of a queue, newest first.
    package func redriveTasks(of queue: String) async throws(ResourceRefusal) -> [RedriveTask] {
        guard let arn = try await attributes(of: queue).arn else { return [] }
        return try await ask(ListMessageMoveTasks.self, .init(sourceArn: arn)) { $0.results ?? [] }.map(RedriveTask.init)
    }

    private func attributes(of queue: String) async throws(ResourceRefusal) -> (
        url: String, arn: String?, visible: Int?, inFlight: Int?
    ) {
        let url = try await ask(GetQueueUrl.self, .init(queueName: queue)) { $0.queueUrl }
        let attributes = QueueAttributes(try await ask(GetQueueAttributes.self, .init(queueUrl: url)) { $0 })
        return (url, attributes.arn, attributes.visible, attributes.inFlight)
    }

    private func runningTask(of arn: String) async throws(ResourceRefusal) -> ListMessageMoveTasks.Task? {
        try await ask(ListMessageMoveTasks.self, .init(sourceArn: arn)) { $0.results ?? [] }.first { $0.isUnderWay }
    }

    private func ask<Operation: AWSOperation, Answer>(
        _ operation: Operation.Type, _ input: Operation.Input, _ answer: (Operation.Output) -> Answer
    ) async throws(ResourceRefusal) -> Answer {
        do throws(AWSError) {
            return answer(try await sqs.call(operation, input))
        } catch {
            throw ResourceRefusal(error)
        }
    }

    // MARK: Doing it

    func carryOut(_ redrive: Redrive) async throws(AWSError) -> Outcome {
        let began = clock.now
        do throws(AWSError) {
            let input = StartMessageMoveTask.Input(
                sourceArn: redrive.arn, destinationArn: redrive.to?.arn, maxNumberOfMessagesPerSecond: redrive.perSecond)
            _ = try await sqs.call(StartMessageMoveTask.self, input)
        } catch {
            return try await settle(error) { await verdict(on: redrive, since: began, isSettling: true) }
        }
        if let outcome = await waitForEffect({ await verdict(on: redrive, since: began, isSettling: false) }) { return outcome }
        let task = await newestTask(of: redrive.arn, since: began)
        return Outcome(.confirmed, note: "It goes on: \(task?.progress ?? "no figures yet").")
    }

    func stop(_ arn: String, _ handle: String) async throws(AWSError) -> Outcome {
        let look: () async -> Outcome? = {
            let tasks = (try? await sqs.call(ListMessageMoveTasks.self, .init(sourceArn: arn)))?.results
            guard let tasks, !tasks.contains(where: \.isUnderWay) else { return nil }
            return Outcome(.confirmed, note: tasks.first.map { "It has stopped: \($0.progress)." })
        }
        do throws(AWSError) {
            _ = try await sqs.call(CancelMessageMoveTask.self, .init(taskHandle: handle))
        } catch {
            return try await settle(error, look)
        }
        return await waitForEffect(look) ?? Outcome(.confirmed, note: "SQS is still stopping it.")
    }

    private func newestTask(of arn: String, since began: Date) async -> ListMessageMoveTasks.Task? {
        let tasks = (try? await sqs.call(ListMessageMoveTasks.self, .init(sourceArn: arn)))?.results ?? []
        // The clocks of the two sides may differ by a few minutes.
        let earliest = Int64((began.timeIntervalSince1970 - 300) * 1000)
        return tasks.first { $0.isUnderWay || ($0.startedTimestamp ?? .max) >= earliest }
    }

    /// - Parameter isSettling: It is only asked whether it has begun at all.
    private func verdict(on redrive: Redrive, since began: Date, isSettling: Bool) async -> Outcome? {
        guard let task = await newestTask(of: redrive.arn, since: began) else { return nil }
        switch task.status {
        case "COMPLETED": return Outcome(.confirmed, note: "Completed: \(task.progress).")
        case "FAILED":
            return Outcome(
                .failed(
                    Problem(
                        code: "RedriveFailed",
                        message:
                            "SQS gave the redrive of \(redrive.queue) up: \(task.failureReason ?? "no reason told"), \(task.progress).",
                        hint: "What was moved stays moved; the rest is where it was.")))
        case "CANCELLED":
            return Outcome(.failed(Problem(code: "RedriveStopped", message: "Somebody has stopped it: \(task.progress).")))
        default: return isSettling ? Outcome(.confirmed, note: "It goes on: \(task.progress).") : nil
        }
    }
}

extension ListMessageMoveTasks.Task {
    var isUnderWay: Bool { status == "RUNNING" || status == "CANCELLING" }

    var progress: String {
        let moved = approximateNumberOfMessagesMoved.map { "about \($0)" } ?? "an unknown number"
        return moved + (approximateNumberOfMessagesToMove.map { " of \($0)" } ?? "") + " moved"
    }
}

/// A redrive as SQS tells it.
package struct RedriveTask: Sendable, Equatable {
    package var status: String
    package var moved: Int?
    package var total: Int?
    package var startedAt: Date?
    package var failureReason: String?

    init(_ task: ListMessageMoveTasks.Task) {
        status = task.status ?? "UNKNOWN"
        moved = task.approximateNumberOfMessagesMoved
        total = task.approximateNumberOfMessagesToMove
        startedAt = task.startedTimestamp.map { Date(timeIntervalSince1970: Double($0) / 1000) }
        failureReason = task.failureReason
    }
}

extension RedriveTask: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("status", status)
        json.member("moved", moved)
        json.member("total", total)
        json.member("startedAt", startedAt)
        json.member("failureReason", failureReason)
    }
}
