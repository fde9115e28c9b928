import ArgumentParser
import Assembly
import FoundationEssentials
import Model
import Store

extension OptimizerCommand {
    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the runs, the newest first.")
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let deployed = try await DeploymentBook.look(.current(globals.options))
            let desk = try OptimizerDesk(machine: .current(globals.options))
            let runs = try (deployed.map { [$0] } ?? []) + desk.rows(at: desk.machine.clock.now)
            if globals.others.json { return Output.print(SnapshotDocument.list(runs, takenAt: desk.machine.clock.now)) }
            Output.print(OptimizerText.table(runs).text)
        }
    }

    struct StatusCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Show one run with its groups and steps; unless told the newest, or the live deployment.")
        @Argument(help: "Number of the run.") var id: Int?
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            if id == nil, let deployed = try await DeploymentBook.look(.current(globals.options)), let sight = deployed.live {
                return Output.print(
                    globals.others.json ? JSONText.object { deployed.write(to: &$0) } : OptimizerText.text(deployed, sight))
            }
            let desk = try OptimizerDesk(machine: .current(globals.options))
            let newest = try OptimizerDesk.stored { () throws(StoreError) in try desk.book.runs(limit: 1).first?.id }
            guard let id = id ?? newest else {
                throw CommandFailure(
                    .failed, code: "NoSuchRun", message: "There is no optimizer run yet.",
                    hint: "nightdesk optimizer run starts one.")
            }
            let now = desk.machine.clock.now
            let row = try desk.row(id)
            let run = row.run
            let insight = try desk.insight(row, among: try desk.rows(at: now).map(\.run))
            let events = try OptimizerDesk.stored { () throws(StoreError) in try desk.book.events(of: id) }
            let (queues, figures) = (insight.queues, insight.figures)
            let deadline = OptimizerDeadline(of: run, at: now)
            if globals.others.json {
                return Output.print(
                    OptimizerText.json(
                        row, queues: queues, events: events, phases: insight.phaseSeconds, figures: figures, deadline: deadline))
            }
            Output.print(OptimizerText.table([row]).text)
            for reason in row.reasons { Output.print(HarmlessText.line(reason)) }
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
            let run = try desk.row(id).run
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
