import ArgumentParser
import Model

struct NightdeskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Product.name,
        abstract: "An operations console for engineers on call.",
        discussion: "Without a command it opens the full-screen console.",
        version: Product.version,
        subcommands: [
            ConsoleCommand.self, SnapshotCommand.self, QueueCommand.self, AlarmCommand.self, InvokeCommand.self,
            AuditCommand.self, EscalationCommand.self, EngineCommand.self, DoctorCommand.self, ConfigCommand.self,
            DrillCommand.self,
            ReportCommand.self, DebugCommand.self,
        ],
        defaultSubcommand: ConsoleCommand.self)
}
