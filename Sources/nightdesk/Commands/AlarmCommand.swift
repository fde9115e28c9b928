import ArgumentParser
import Assembly
import FoundationEssentials
import Model

struct AlarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm", abstract: "CloudWatch alarms, and the rules that Nightdesk evaluates itself.",
        subcommands: [ListCommand.self, HistoryCommand.self])

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the alarms of the context, firing first.")
        @Option(help: ArgumentHelp("Give up after this time.", valueName: "30s")) var wait = DurationArgument(.seconds(30))
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let snapshot = try await PaneAnswer.take(.alarms, with: [.lambda, .queues], globals, wait: wait.duration)
            try PaneAnswer.print(snapshot.alarms, takenAt: snapshot.takenAt, asJSON: globals.others.json) { alarms in
                TextTable(
                    columns: ["", "state", "name", "since", "source", "reason"],
                    rows: alarms.map { alarm in
                        [
                            alarm.severity.rawValue, alarm.state, alarm.name, alarm.since.map(ISO8601.text) ?? "–",
                            alarm.source.rawValue, alarm.neverFires.map { "can never fire: \($0)" } ?? alarm.reason,
                        ]
                    })
            }
        }
    }

    struct HistoryCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: "The last transitions of one alarm, newest first.")
        @Argument(help: "Name of the alarm.") var name: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let machine = Machine.current(globals.options)
            let plan = try machine.plan(try machine.locations.loadConfiguration())
            let history = try await AlarmHistory.read(name, machine: machine, plan: plan)
            if globals.others.json { return Output.print(history.json) }
            let table = TextTable(
                columns: ["at", "type", "summary"],
                rows: history.transitions.map { [ISO8601.text($0.at), $0.type, $0.summary] })
            Output.print(table.text)
        }
    }
}
