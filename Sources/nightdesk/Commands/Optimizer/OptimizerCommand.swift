import ArgumentParser

struct OptimizerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimizer", abstract: "The cheapest rate plan for every SIM, with a proof of how close it is.",
        subcommands: [
            RunCommand.self, ListCommand.self, StatusCommand.self, ReportCommand.self, CancelCommand.self, RequeueCommand.self,
            EndCommand.self, CleanCommand.self, GenerateCommand.self,
        ])
}
