import ArgumentParser
import Assembly
import Engines
import FoundationEssentials
import Model

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "An incident note in Markdown: what was seen and done; secrets and personal data are masked.")
    @Option(help: ArgumentHelp("How far back.", valueName: "2h")) var since = DurationArgument(.seconds(7200))
    @OptionGroup var globals: GlobalFlags

    func run() async throws {
        let machine = Machine.current(globals.options)
        let configuration = try machine.locations.loadConfiguration()
        let reporter = IncidentReporter(
            machine: machine, plan: try machine.plan(configuration), contacts: configuration.contacts)
        let until = machine.clock.now
        let start = until.addingTimeInterval(-(since.duration / .seconds(1)))
        let note = try await reporter.note(since: start, until: until)
        guard globals.others.json else { return Output.print(note.markdown) }
        Output.print(
            JSONText.object { json in
                json.member("takenAt", until)
                json.member("since", start)
                json.member("markdown", note.markdown)
                json.key("masked")
                json.object { json in
                    for (kind, count) in note.masked.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                        json.member(kind.rawValue, count)
                    }
                }
            })
    }
}
