import ArgumentParser
import Assembly
import Engines
import FoundationEssentials
import Model

struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Lone workers: who is overdue, calls, check-ins by hand, the calendar.",
        subcommands: [
            ListCommand.self, ShowCommand.self, CallCommand.self, CheckCommand.self, SetCommand.self, AckCommand.self,
            ImportCommand.self, AddCommand.self, ExportCommand.self, WorkerDoctorCommand.self,
        ])

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the meetings that matter now, who is in danger first.")
        @Flag(help: "Every stored meeting and occurrence, with all that is known of it.") var all = false
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            try await Worker.with(globals) { desk, machine in
                let rows = try await desk.rows(isAll: all)
                let now = machine.clock.now
                guard !globals.others.json else {
                    return Output.print(
                        all
                            ? SnapshotDocument.list(rows.map(WholeWorkerRow.init), takenAt: now)
                            : SnapshotDocument.list(rows, takenAt: now))
                }
                Output.print(Worker.table(rows).text)
                for trouble in try await desk.overview().troubles(at: now) {
                    Output.error("nightdesk: \(trouble.message) \(trouble.hint)")
                }
            }
        }
    }

    struct ShowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "One meeting with all that is known of it.")
        @Argument(help: "Id of the meeting.") var id: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            try await Worker.with(globals) { desk, _ in
                guard let row = try await desk.row(id) else { throw CommandFailure(worker: .unknownMeeting(id)) }
                // A directory that does not answer costs the numbers and nothing else.
                let whole = globals.others.json ? try? await desk.rowWithPhones(id) : nil
                try await Worker.print(whole ?? row, desk, globals)
            }
        }
    }

    struct CallCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "call", abstract: "Answer a phone call on the calendar; 1 checks in, 2 checks out, 3 is an emergency.")
        @Option(help: ArgumentHelp("What the caller presses: 1, 2 or 3.", valueName: "n")) var button: String
        @Option(
            parsing: .unconditional, help: ArgumentHelp("Number of the caller; \"\" for none.", valueName: "number"))
        var from: String
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            guard WorkerButton(rawValue: button) != nil else {
                throw ValidationError("Invalid action selected: \(button). A button is 1, 2 or 3.")
            }
        }

        func run() async throws {
            // Checked by `validate`.
            guard let button = WorkerButton(rawValue: button) else { return }
            let number = from
            try await Worker.order(.call(button, number: number), globals) { desk throws(Problem) in
                try await desk.call(button, number: number)
            } print: { answer, _ in
                Output.print(answer.json)
                if !answer.isSuccess { throw ExitCode(ExitStatus.failed.rawValue) }
            }
        }
    }

    struct CheckCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Look once for missed check-ins and check-outs, and tell people.")
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            try await Worker.order(.check, globals) { desk throws(Problem) in
                try await desk.check()
            } print: { answer, _ in
                Output.print(answer.json)
            }
        }
    }

    struct SetCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Check in, check out, or clear a wrong state by hand; one occurrence of a series too.")
        @Argument(help: "Id of the meeting.") var id: String
        @Argument(help: "checkedIn, checkedOut or clear.") var state: String
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            guard WorkerOrder.Setting(rawValue: state) != nil else {
                throw ValidationError("\"\(state)\" is no state: checkedIn, checkedOut or clear.")
            }
        }

        func run() async throws {
            // Checked by `validate`.
            guard let setting = WorkerOrder.Setting(rawValue: state) else { return }
            let id = id
            try await Worker.order(about: id, globals) {
                .set(id: id, setting, subject: $0)
            } perform: { desk throws(Problem) in
                try await desk.set(id, setting)
            } print: { row, desk in
                try await Worker.print(row, desk, globals)
            }
        }
    }

    struct AckCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ack", abstract: "Acknowledge a missed check-in or an emergency: quiet for 15 minutes.")
        @Argument(help: "Id of the meeting.") var id: String
        @Option(help: ArgumentHelp("Why; it is recorded.", valueName: "text")) var note: String
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            if note.allSatisfy(\.isWhitespace) { throw ValidationError("--note is empty.") }
        }

        func run() async throws {
            let (id, note) = (id, note)
            try await Worker.order(about: id, globals, isImplied: true) {
                .acknowledge(id: id, note: note, subject: $0)
            } perform: { desk throws(Problem) in
                try await desk.acknowledge(id, note: note)
            } print: { row, desk in
                try await Worker.print(row, desk, globals)
            }
        }
    }
}
