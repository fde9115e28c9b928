/// What a person would have to call to get a run of the deployment on, word by word. It is shown and not made: the deployment's database
/// is not ours to reach, and what can be made is an order of its own (redrive).
package struct LiveCalls: Sendable, Equatable {
    package var title: String
    /// One call or one statement each, ready to be copied.
    package var lines: [String]
    /// What of it Nightdesk does by itself, asked and recorded; nil where nothing.
    package var order: ResourceWish.What?
    /// The subcommand that prints them.
    package var command = "requeue"

    package static let whyNot =
        "Nightdesk makes none of these itself: what is open stands in the deployment's database, which is no source of this context."
    /// Beside ``order``.
    package static let whyNotTheRest =
        "The others it does not make: what is open stands in the deployment's database, which is no source of this context."

    /// Sends again what a queue has given up.
    package static func requeue(_ queue: LiveQueue, deployment: LiveDeployment, region: String, instance: Int?) -> LiveCalls {
        var calls = LiveCalls(title: "Send the work of \(queue.name) again", lines: [])
        if let target = queue.deadLetterQueue, queue.deadLetters ?? 0 > 0, let arn = queue.arn {
            let source =
                arn.split(separator: ":", omittingEmptySubsequences: false).dropLast().joined(separator: ":") + ":" + target
            calls.lines.append("aws sqs start-message-move-task --region \(region) --source-arn \(source)")
            calls.order = .redrive(queue: target)
        }
        let id = instance.map(String.init) ?? "@InstanceId"
        calls.lines.append("SELECT Id FROM OptimizationQueue WHERE InstanceId = \(id) AND RunEndTime IS NULL;")
        if let url = queue.url {
            calls.lines.append(
                "aws sqs send-message --region \(region) --queue-url \(url) --message-body '<five of those ids, as \(deployment.creator) writes them>'"
            )
        }
        return calls
    }

    /// Those for every queue that is behind: with dead letters, and the one of the work that is not done.
    package static func requeue(_ sight: LiveSight, deployment: LiveDeployment = LiveDeployment(), region: String) -> [LiveCalls]
    {
        let isWorking = sight.progress.isUnderWay
        return sight.queues.filter { queue in
            queue.deadLetters ?? 0 > 0 || (isWorking && queue.name == deployment.watchQueue && !sight.stuck.isEmpty)
        }.map { queue in
            var calls = requeue(queue, deployment: deployment, region: queue.region ?? region, instance: nil)
            if !sight.canRedrive { calls.order = nil }
            return calls
        }
    }

    /// Ends an instance that was left open, so that the next start is taken. RunStatusId 3 is CompleteWithErrors.
    package static func end(instance: Int?, deployment: LiveDeployment) -> LiveCalls {
        let id = instance.map(String.init) ?? "@InstanceId"
        return LiveCalls(
            title: "End the open instance",
            lines: [
                "UPDATE OptimizationQueue SET RunEndTime = GETUTCDATE() WHERE InstanceId = \(id) AND RunEndTime IS NULL;",
                "UPDATE OptimizationInstance SET RunStatusId = 3 WHERE Id = \(id) AND RunStatusId NOT IN (2, 3);",
            ], command: "end")
    }
}
