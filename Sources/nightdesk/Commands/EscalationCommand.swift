import ArgumentParser
import Assembly
import FoundationEssentials
import Model

struct EscalationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalation", abstract: "Escalation processes: who is called when, and stopping it.",
        subcommands: [
            ListCommand.self, ShowCommand.self, StartCommand.self, StopCommand.self, DeliverCommand.self, SnoozeCommand.self,
        ])

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the processes, the next notification first.")
        @Flag(help: "Also those that have ended.") var all = false
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try EscalationBook(machine: .current(globals.options))
            let (rows, takenAt) = try await book.list(includesEnded: all)
            if globals.others.json { return Output.print(SnapshotDocument.list(rows, takenAt: takenAt)) }
            let table = TextTable(
                columns: ["", "process", "state", "next", "channel", "remaining", "last attempt"],
                rows: rows.map { row in
                    [
                        row.severity.rawValue, row.processID.text, row.endedAt == nil ? row.state.rawValue : "ended",
                        row.nextAt.map { ISO8601.text(EpochMoment.date($0)) } ?? "–", row.nextChannel ?? "–",
                        String(row.remaining),
                        EscalationText.lastAttempt(row),
                    ]
                })
            Output.print(table.text)
            if book.knowsItsEngine, case .none = await book.engine() {
                Output.error("nightdesk: nobody is delivering: no engine works on this store.")
            }
        }
    }

    struct ShowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "What one process has sent, and what is still to come.")
        @Argument(help: "Name of the process.") var id: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try EscalationBook(machine: .current(globals.options))
            guard let history = try await book.history(of: ProcessID(id)) else { throw EscalationText.unknown(id) }
            Output.print(globals.others.json ? history.json : EscalationText.history(history))
        }
    }

    struct StartCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start", abstract: "Start a process from a request in JSON, as the queue takes it.")
        @Argument(help: "File with the request, or - for standard input.") var file: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try EscalationBook(machine: .current(globals.options))
            let name = file == "-" ? "standard input" : file
            let request = try book.request(try InputFile.read(file), named: name)
            try book.requireReach(of: .start(request))
            let order = book.room.order(.start(request), request.processID, try await book.history(of: request.processID))
            try await EscalationOrders.carryOut([order], book, globals)
        }
    }

    struct StopCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop", abstract: "Stop processes: what is not sent yet is not sent.")
        @Argument(help: "Names of processes.") var ids: [String]
        @Flag(help: "Also one that is not known here: its start may still be queued.") var force = false
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try EscalationBook(machine: .current(globals.options))
            try book.requireReach(of: .stop)
            var orders: [EscalationOrder] = []
            var unknown: [ProcessID] = []
            for id in ids.map({ ProcessID($0) }) {
                let history = try await book.history(of: id)
                if force || history.map({ $0.row.endedAt == nil }) == true {
                    orders.append(book.room.order(.stop, id, history))
                } else {
                    unknown.append(id)
                }
            }
            if orders.isEmpty, let first = unknown.first { throw EscalationText.unknown(first.text) }
            try await EscalationOrders.carryOut(orders, unknown: unknown, book, globals)
        }
    }

    struct DeliverCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deliver", abstract: "Send the next notification of a process now; of what was given up, the first.")
        @Argument(help: "Name of the process.") var id: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try EscalationBook(machine: .current(globals.options))
            try book.requireReach(of: .deliver)
            guard let history = try await book.history(of: ProcessID(id)) else { throw EscalationText.unknown(id) }
            try await EscalationOrders.carryOut([book.room.order(.deliver, ProcessID(id), history)], book, globals)
        }
    }

    struct SnoozeCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "snooze", abstract: "Send nothing of a process for a while, and say why.")
        @Argument(help: "Name of the process.") var id: String
        @Option(name: .customLong("for"), help: ArgumentHelp("How long.", valueName: "15m")) var duration: DurationArgument
        @Option(help: ArgumentHelp("Why.", valueName: "text")) var note: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try EscalationBook(machine: .current(globals.options))
            let until = book.now.addingTimeInterval(duration.duration / .seconds(1))
            let act = EscalationOrder.Act.snooze(until: until, note: note)
            try book.requireReach(of: act)
            guard let history = try await book.history(of: ProcessID(id)) else { throw EscalationText.unknown(id) }
            let order = book.room.order(act, ProcessID(id), history)
            try await EscalationOrders.carryOut([order], book, globals)
        }
    }
}
