import ArgumentParser
import Assembly
import FoundationEssentials
import Model

/// Prints logs, follows them, or queries them.
struct LogsCommand: AsyncParsableCommand, InterruptibleCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Print, follow or query the logs of functions and log groups, several as one stream.",
        discussion: """
            A name without a slash is a function's, else a group's; * stands for any characters. With --json each line is one object \
            { id, group, stream, at, ingestedAt, message }; with --insights it is one object for all. \
            Queries by name: \(InsightsQuery.shipped.map(\.name).joined(separator: ", ")).
            """)
    @Argument(help: "Functions or log groups.") var names: [String]
    @Flag(help: "Go on with what comes; Ctrl-c ends.") var follow = false
    @Flag(help: "With --follow: by live tail, which costs $0.01 a minute, instead of asking every two seconds.") var live = false
    @Option(
        help: ArgumentHelp("Only lines that fit: words, !not, level>=warn, field:value, duration>2s.", valueName: "filter"))
    var filter: String?
    @Option(help: ArgumentHelp("How far back.", valueName: "1h")) var since = DurationArgument(.seconds(3600))
    @Option(help: ArgumentHelp("A query of Logs Insights, or the name of one.", valueName: "query")) var insights: String?
    @OptionGroup var globals: GlobalFlags

    func validate() throws {
        if names.isEmpty { throw ValidationError("Name a function or a log group.") }
        if insights != nil, follow || filter != nil {
            throw ValidationError("--insights cannot be combined with --follow or --filter.")
        }
        if live, !follow { throw ValidationError("--live goes with --follow.") }
        _ = try parsedFilter()
    }

    private func parsedFilter() throws -> LogFilter {
        do throws(LogFilterProblem) {
            return try LogFilter.parse(filter ?? "").get()
        } catch {
            throw ValidationError("--filter: \(error.message)")
        }
    }

    func run() async throws {
        let machine = Machine.current(globals.options)
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        let reader = try await LogReader(machine: machine, plan: plan)
        let start = machine.clock.now.addingTimeInterval(-(since.duration / .seconds(1)))
        let groups = try await reader.groups(named: names)
        if let insights { return try await query(insights, reader, groups, start) }
        let printer = LogPrinter(filter: try parsedFilter(), showsGroup: groups.count > 1, isJSON: globals.others.json)
        if follow {
            await reader.follow(groups, since: start, usesLiveTail: live) { await printer.print($0) }
        } else if let problem = await reader.read(groups, since: start, take: { await printer.print($0) }) {
            throw CommandFailure(problem)
        }
    }

    private func query(_ text: String, _ reader: LogReader, _ groups: [String], _ start: Date) async throws {
        let answer: InsightsAnswer
        do {
            answer = try await reader.run(text, groups: groups, since: start) { progress in
                if Output.isTerminal { Output.showProgress(InsightsText.line(of: progress)) }
            }
        } catch {
            if Output.isTerminal { Output.showProgress("") }
            // Stopped on AWS's side, as was wished.
            if Task.isCancelled { return }
            throw error
        }
        if Output.isTerminal { Output.showProgress("") }
        guard !globals.others.json else { return Output.print(InsightsText.json(of: answer, groups: groups)) }
        let table = TextTable(columns: answer.columns, rows: answer.rows.map { $0.map { $0 ?? "–" } })
        if !answer.rows.isEmpty { Output.print(table.text) }
        Output.error("nightdesk: \(answer.rows.count) rows; \(InsightsText.line(of: answer.progress))")
    }
}
