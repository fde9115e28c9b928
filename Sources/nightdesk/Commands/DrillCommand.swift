import ArgumentParser
import Assembly
import Drill
import FoundationEssentials
import Model
import Terminal

struct DrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill", abstract: "Incidents to practise on: no network, nothing is real.",
        subcommands: [ListCommand.self, RunCommand.self])

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the scenarios: those beside the configuration before the shipped ones.")
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            let machine = Machine.current(globals.options)
            let entries = ScenarioFile.list(in: machine.locations)
            let problems = entries.compactMap { entry in if case .failure(let problem) = entry.scenario { problem } else { nil } }
            if globals.others.json {
                Output.print(Self.json(entries, takenAt: machine.clock.now))
            } else {
                Output.print(Self.table(entries).text)
                for problem in problems { Output.complain(problem, asJSON: false) }
            }
            if let worst = problems.map(\.exit.rawValue).max() { throw ExitCode(worst) }
        }

        private static func table(_ entries: [ScenarioFile.Entry]) -> TextTable {
            TextTable(
                columns: ["name", "from", "limit", "title"],
                rows: entries.map { entry in
                    let source = entry.isOwn ? "own" : "shipped"
                    switch entry.scenario {
                    case .success(let scenario):
                        return [entry.name, source, "\(scenario.limit.components.seconds / 60)m", scenario.title]
                    case .failure: return [entry.name, source, "–", "cannot be played"]
                    }
                })
        }

        private static func json(_ entries: [ScenarioFile.Entry], takenAt: Date) -> String {
            JSONText.object { json in
                json.member("takenAt", takenAt)
                json.member("total", entries.count)
                json.key("rows")
                json.array(entries) { json, entry in
                    json.object { json in
                        let scenario = try? entry.scenario.get()
                        json.member("name", entry.name)
                        json.member("own", entry.isOwn)
                        json.member("file", entry.file)
                        json.member("title", scenario?.title)
                        json.member("about", scenario?.about)
                        json.member("limitSeconds", scenario.map { Double($0.limit.components.seconds) })
                        if case .failure(let problem) = entry.scenario {
                            json.member("problem", problem.message)
                        } else {
                            json.member("problem", String?.none)
                        }
                    }
                }
            }
        }
    }

    struct RunCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract:
                "Open the console with a scenario. Without a terminal, or with --json, its demonstration is played and reported.")
        @Argument(help: "Name of the scenario; \"drill list\" lists them.") var name: String
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            var options = globals.options
            if let context = options.context, context != "drill" {
                throw ValidationError("A scenario is played in context drill, not in \(context).")
            }
            options.context = "drill"
            options.drill = name
            let machine = Machine.current(options)
            let scenario = try ScenarioFile.load(name, from: machine.locations)
            guard !globals.others.json else { return demonstrate(scenario, machine) }
            do {
                try ConsoleStart(machine: machine).run()
            } catch is ScreenError {
                demonstrate(scenario, machine)
            }
        }

        private func demonstrate(_ scenario: Scenario, _ machine: Machine) {
            let report = Playthrough.demonstrate(scenario, opened: machine.clock.now)
            Output.print(globals.others.json ? report.json : report.text)
        }
    }
}
