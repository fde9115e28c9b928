import ArgumentParser
import Assembly
import Model

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write the configuration of functions, queues and alarms into a folder.",
        discussion: "Values of environment variables are not written: they may be secrets. Messages and code are not in it.")
    @Argument(help: ArgumentHelp("Folder; it is made where there is none.", valueName: "dir")) var folder: String
    @OptionGroup var globals: GlobalFlags

    func run() async throws {
        let book = try await ResourceBook(machine: .current(globals.options))
        defer { book.shutdown() }
        let isTerminal = Output.isTerminal
        let backup = try await book.backup { done, total in
            if isTerminal { Output.showProgress("\(done) of \(total) read") }
        }
        if isTerminal { Output.showProgress("") }
        if backup.functions == nil, backup.queues == nil, backup.alarms == nil, let problem = backup.missing.first {
            throw CommandFailure(problem)
        }
        if globals.others.dryRun {
            Output.print(
                globals.others.json ? backup.summary(folder: folder) : "Would write \(counts(of: backup)) into \(folder)")
        } else {
            let path = try BackupFolder(folder).write(backup)
            Output.print(globals.others.json ? backup.summary(folder: path) : "\(counts(of: backup)) in \(path)")
        }
        for problem in backup.missing {
            Output.error("nightdesk: \(HarmlessText.line(problem.message)) \(HarmlessText.line(problem.hint))")
        }
        if backup.isPartial, let problem = backup.missing.first { throw ExitCode(CommandFailure(problem).exit.rawValue) }
    }

    private func counts(of backup: ConfigurationBackup) -> String {
        func count(_ number: Int?, _ noun: String) -> String {
            "\(TextTable.number(number)) \(noun)\(number == 1 ? "" : "s")"
        }
        return [
            count(backup.functions?.count, "function"), count(backup.queues?.count, "queue"),
            count(backup.alarms?.count, "alarm"),
        ].joined(separator: ", ")
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put back what nightdesk backup has written.", subcommands: [AlarmsCommand.self])

    struct AlarmsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "alarms", abstract: "Make alarms again that are gone, and set back those that were changed.",
            discussion: "Alarms that are as they were saved are left alone; none is deleted. A second run changes nothing.")
        @Argument(help: ArgumentHelp("Folder that nightdesk backup has written.", valueName: "dir")) var folder: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let saved = try BackupFolder(folder).alarms()
            let book = try await ResourceBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let plan = try await book.restorePlan(of: saved)
            let orders = try book.orders(of: plan)
            if !plan.unchanged.isEmpty {
                Output.error("\(plan.unchanged.count) of \(saved.count) alarms are as they were saved and are left alone.")
            }
            try await ResourceOrders.carryOut(orders, book, globals, before: { try book.keepPresent(plan) })
        }
    }
}
