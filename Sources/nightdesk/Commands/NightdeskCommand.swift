import ArgumentParser
import Model

struct NightdeskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Product.name,
        abstract: "An operations console for engineers on call.",
        discussion: "Without a command it opens the full-screen console.",
        version: Product.version,
        subcommands: [
            ConsoleCommand.self, SnapshotCommand.self, InvokeCommand.self, LogsCommand.self, QueueCommand.self, AlarmCommand.self,
            EscalationCommand.self, WorkerCommand.self, OptimizerCommand.self, NotificationCommand.self, TableCommand.self,
            FunctionCommand.self, BackupCommand.self, RestoreCommand.self, EngineCommand.self, AuditCommand.self,
            ReportCommand.self, DrillCommand.self, HealthCommand.self, DoctorCommand.self, ConfigCommand.self, DebugCommand.self,
        ],
        defaultSubcommand: ConsoleCommand.self)
}
