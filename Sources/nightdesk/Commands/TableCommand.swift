import ArgumentParser
import Assembly
import Engines
import FoundationEssentials
import Model

struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "Tables of DynamoDB and their backups.",
        subcommands: [ListCommand.self, BackupsCommand.self, BackupCommand.self, RestoreTestCommand.self])

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tables.")
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try TableBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let tables = try await book.list()
            if globals.others.json { return Output.print(SnapshotDocument.list(tables, takenAt: book.now)) }
            Output.print(
                TextTable(
                    columns: ["table", "status", "items", "bytes"],
                    rows: tables.map { [$0.name, $0.status ?? "–", TextTable.number($0.items), TextTable.number($0.bytes)] }
                ).text)
        }
    }

    struct BackupsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "backups", abstract: "The backups of a table, newest first.")
        @Argument(help: "Name of the table.") var name: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try TableBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let backups = try await book.backups(of: name)
            if globals.others.json { return Output.print(SnapshotDocument.list(backups, takenAt: book.now)) }
            Output.print(
                TextTable(
                    columns: ["backup", "created", "status", "bytes"],
                    rows: backups.map { [$0.name, ISO8601.text($0.createdAt), $0.status ?? "–", TextTable.number($0.bytes)] }
                ).text)
        }
    }

    struct BackupCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "backup", abstract: "Back a table up now.")
        @Argument(help: "Name of the table.") var name: String
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try TableBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let (proposal, backupName) = book.desk.backupProposal(of: name)
            if globals.others.dryRun {
                return Output.print(globals.others.json ? proposal.json : Asking.preview(of: proposal))
            }
            if !book.place.isReadOnly { try Asking.consent(to: proposal, globals) }
            let outcome = await book.desk.backUp(name, named: backupName, proposal)
            try TableText.finish(outcome, asJSON: globals.others.json) { json in
                json.member("table", name)
                json.member("backup", backupName)
                json.member("outcome", outcome.kind.rawValue)
            }
        }
    }

    struct RestoreTestCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore-test", abstract: "Restore the newest backup beside the table, count it, and delete it again.",
            discussion: "It restores into NAME-test-restore and deletes only the table that this run has restored.")
        @Argument(help: "Name of the table.") var name: String
        @Option(help: ArgumentHelp("How long the restore may take.", valueName: "60m")) var wait = DurationArgument(
            .seconds(3600))
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try TableBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let (backup, proposal) = try await book.restorePlan(of: name)
            if globals.others.dryRun {
                return Output.print(globals.others.json ? proposal.json : Asking.preview(of: proposal))
            }
            if !book.place.isReadOnly { try Asking.consent(to: proposal, globals) }
            let isTerminal = Output.isTerminal
            let (outcome, test) = await book.desk.restoreTest(of: name, from: backup, proposal, patience: wait.duration) { text in
                if isTerminal { Output.showProgress(text) }
            }
            if isTerminal { Output.showProgress("") }
            try TableText.finish(outcome, asJSON: globals.others.json) { test?.write(to: &$0) }
        }
    }
}

/// How the commands about tables end.
enum TableText {
    static func finish(_ outcome: Outcome, asJSON: Bool, _ write: (inout JSONText) -> Void) throws {
        if asJSON {
            Output.print(JSONText.object(write))
        } else if let note = outcome.note {
            Output.print("\(outcome.kind.rawValue): \(HarmlessText.line(note))")
        }
        if let problem = outcome.problem ?? outcome.notRecorded {
            Output.error("nightdesk: \(HarmlessText.line(problem.message))")
            if !problem.hint.isEmpty { Output.error("  \(HarmlessText.line(problem.hint))") }
        }
        let exit = outcome.problem?.code == "NothingRestored" ? .failed : ExitStatus(outcome)
        if exit != .done { throw ExitCode(exit.rawValue) }
    }
}
