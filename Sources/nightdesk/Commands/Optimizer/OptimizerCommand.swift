import ArgumentParser
import Assembly

struct OptimizerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimizer", abstract: "The cheapest rate plan for every SIM, with a proof of how close it is.",
        subcommands: [
            RunCommand.self, ListCommand.self, StatusCommand.self, ReportCommand.self, CancelCommand.self, RequeueCommand.self,
            EndCommand.self, CleanCommand.self, GenerateCommand.self, WorkCommand.self,
        ])
}

extension OptimizerCommand {
    /// What the console starts for a run that it has entered. Says nothing: the store has it all.
    struct WorkCommand: AsyncParsableCommand, InterruptibleCommand {
        static let configuration = CommandConfiguration(
            commandName: "work", abstract: "Work on a run that the console has entered.", shouldDisplay: false)
        @Argument(help: "Number of the run.") var id: Int
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            _ = try await OptimizerDesk(machine: .current(globals.options)).work(on: id)
        }
    }
}
