import ArgumentParser
import Assembly
import FoundationEssentials
import Model
import Store

extension OptimizerCommand {
    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the runs, the newest first.")
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            let desk = try OptimizerDesk(machine: .current(globals.options))
            let runs = try OptimizerDesk.stored { () throws(StoreError) in try desk.book.runs() }
            if globals.others.json { return Output.print(SnapshotDocument.list(runs, takenAt: desk.machine.clock.now)) }
            Output.print(OptimizerText.table(runs).text)
        }
    }

    struct StatusCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Show one run with its groups and steps; the newest unless told.")
        @Argument(help: "Number of the run.") var id: Int?
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            let desk = try OptimizerDesk(machine: .current(globals.options))
            let newest = try OptimizerDesk.stored { () throws(StoreError) in try desk.book.runs(limit: 1).first?.id }
            guard let id = id ?? newest else {
                throw CommandFailure(
                    .failed, code: "NoSuchRun", message: "There is no optimizer run yet.",
                    hint: "nightdesk optimizer run starts one.")
            }
            let stored = try desk.run(numbered: id)
            let (queues, events, phases, all) = try OptimizerDesk.stored { () throws(StoreError) in
                (
                    try desk.book.queues(of: id), try desk.book.events(of: id), try desk.book.phaseSeconds(of: id),
                    try desk.book.runs()
                )
            }
            let now = desk.machine.clock.now
            let run = stored.judged(groupSeconds: queues.compactMap(\.seconds), at: now)
            let figures = OptimizerFigure.all(of: run, among: all.filter { $0.provider == run.provider }, at: now)
            let deadline = OptimizerDeadline(of: run, at: now)
            if globals.others.json {
                return Output.print(
                    OptimizerText.json(
                        run, queues: queues, events: events, phases: phases, figures: figures, deadline: deadline))
            }
            Output.print(OptimizerText.table([run]).text)
            if let problem = run.problem { Output.print("\(problem.message)\n  \(problem.hint)") }
            if let deadline { Output.print(OptimizerText.line(of: deadline)) }
            Output.print("\n" + OptimizerText.table(figures).text)
            guard !queues.isEmpty else { return }
            Output.print("")
            let table = TextTable(
                columns: ["group", "state", "SIMs", "before", "now", "bound", "rounds", "time"],
                rows: queues.map { queue in
                    [
                        queue.group, queue.state, "\(queue.devices)", queue.baseline.shortText, queue.total?.shortText ?? "–",
                        queue.bound?.shortText ?? "–", "\(queue.rounds)", queue.seconds.map { "\($0) s" } ?? "–",
                    ]
                })
            Output.print(table.text)
        }
    }

    struct ReportCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report", abstract: "Report a run: Markdown, or with --format csv the SIMs whose plan changes.")
        enum Format: String, ExpressibleByArgument, CaseIterable { case markdown, csv }
        @Argument(help: "Number of the run.") var id: Int
        @Option(help: "Form of the report.") var format = Format.markdown
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            let desk = try OptimizerDesk(machine: .current(globals.options))
            let run = try desk.run(numbered: id)
            guard format == .markdown else { return try printChanges(desk) }
            let report = try OptimizerDesk.stored { () throws(StoreError) in
                try OptimizerReport(of: id, from: desk.book, run: run)
            }
            Output.print(report.markdown)
        }

        private func printChanges(_ desk: OptimizerDesk) throws {
            var lines = ["iccid,from_rate_plan_code,to_rate_plan_code"]
            try OptimizerDesk.stored { () throws(StoreError) in
                try desk.book.changes(of: id) { iccid, from, to in
                    lines.append([iccid, from, to].map(Self.field).joined(separator: ","))
                    if lines.count >= 10_000 {
                        Output.print(lines.joined(separator: "\n"))
                        lines.removeAll(keepingCapacity: true)
                    }
                }
            }
            if !lines.isEmpty { Output.print(lines.joined(separator: "\n")) }
        }

        private static func field(_ text: String) -> String {
            guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
            return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
    }
}
