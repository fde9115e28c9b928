import ArgumentParser
import Assembly
import Engines
import Model

struct RedriveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive", abstract: "Move the messages of a dead-letter queue back to where they came from.")
    @Argument(help: "Name of the dead-letter queue.") var queue: String
    @Option(help: ArgumentHelp("Move all to this queue instead.", valueName: "queue")) var to: String?
    @Option(help: ArgumentHelp("Messages a second, 1 to 500; SQS decides unless given.", valueName: "n")) var perSecond: Int?
    @Flag(help: "Only say how its redrives stand.") var status = false
    @Flag(help: "Stop the one that runs; what was moved stays moved.") var stop = false
    @OptionGroup var globals: GlobalFlags

    func validate() throws {
        if status, stop { throw ValidationError("Give --status or --stop, not both.") }
        if status || stop, to != nil || perSecond != nil {
            throw ValidationError("--to and --per-second are for a redrive that begins.")
        }
    }

    func run() async throws {
        if status { return try await show() }
        try await ResourceOrders.carryOut(
            stop ? .stopRedrive(queue: queue) : .redrive(queue: queue, to: to, perSecond: perSecond), globals)
    }

    private func show() async throws {
        let book = try await ResourceBook(machine: .current(globals.options))
        defer { book.shutdown() }
        let (tasks, takenAt) = try await book.redriveTasks(of: queue)
        guard !globals.others.json else { return Output.print(SnapshotDocument.list(tasks, takenAt: takenAt)) }
        Output.print(
            TextTable(
                columns: ["status", "moved", "of", "started", "reason"],
                rows: tasks.map {
                    [
                        $0.status, TextTable.number($0.moved), TextTable.number($0.total), $0.startedAt.map(ISO8601.text) ?? "–",
                        $0.failureReason ?? "–",
                    ]
                }
            ).text)
    }
}
