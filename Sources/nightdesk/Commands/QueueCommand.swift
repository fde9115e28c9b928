import ArgumentParser
import Assembly
import Model

struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "SQS queues.", subcommands: [ListCommand.self, RedriveCommand.self])

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the queues of the context, worst first.")
        @Option(help: ArgumentHelp("Give up after this time.", valueName: "30s")) var wait = DurationArgument(.seconds(30))
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let snapshot = try await PaneAnswer.take(.queues, globals, wait: wait.duration)
            try PaneAnswer.print(snapshot.queues, takenAt: snapshot.takenAt, asJSON: globals.others.json) { queues in
                TextTable(
                    columns: ["", "name", "visible", "in flight", "delayed", "oldest", "dead letters"],
                    rows: queues.map { queue in
                        [
                            queue.severity.rawValue, queue.name, TextTable.number(queue.visible),
                            TextTable.number(queue.inFlight),
                            TextTable.number(queue.delayed), TextTable.seconds(queue.oldestAgeSeconds),
                            TextTable.number(queue.deadLetterDepth),
                        ]
                    })
            }
        }
    }
}
