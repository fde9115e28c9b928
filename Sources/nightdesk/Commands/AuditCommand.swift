import ArgumentParser
import Assembly
import FoundationEssentials
import Model
import Store

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The record of every change.", subcommands: [ListCommand.self, VerifyCommand.self])

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the newest rows, oldest of them first.")
        @Option(help: ArgumentHelp("Only rows that are younger.", valueName: "24h")) var since: DurationArgument?
        @Option(help: ArgumentHelp("At most so many rows.", valueName: "n")) var limit = 1000
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit is at least 1.") }
        }

        func run() async throws {
            let machine = Machine.current(globals.options)
            let rows = try await AuditBook(machine: machine).rows(since: since?.duration, limit: limit)
            if globals.others.json { return Output.print(SnapshotDocument.list(rows, takenAt: machine.clock.now)) }
            let table = TextTable(
                columns: ["row", "at", "who", "context", "action", "target", "outcome", "note"],
                rows: rows.map { row in
                    [
                        String(row.sequence), ISO8601.text(row.at), "\(row.user)@\(row.host)", row.context, row.action,
                        row.targets.joined(separator: " "), outcome(of: row), row.note ?? "",
                    ]
                })
            Output.print(table.text)
        }

        private func outcome(of row: AuditRow) -> String {
            row.outcome.map { "\($0.rawValue)\(row.opens.map { " (\($0))" } ?? "")" } ?? row.event.rawValue
        }
    }

    struct VerifyCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check that no row was edited, removed, moved or put in. Exit code 1 when one was.")
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let verdict = try await AuditBook(machine: .current(globals.options)).verify()
            if globals.others.json {
                Output.print(verdict.json)
            } else {
                let rows = "\(verdict.rows) row\(verdict.rows == 1 ? "" : "s")"
                let place = verdict.firstBad.map { " First bad row: \($0)." } ?? ""
                Output.print("\(verdict.isOK ? "ok" : "BROKEN"): \(rows).\(place) \(verdict.reason ?? "")")
            }
            if !verdict.isOK { throw ExitCode(ExitStatus.failed.rawValue) }
        }
    }
}
