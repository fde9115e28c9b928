import ArgumentParser
import Assembly
import Engines
import FoundationEssentials
import Glibc
import Model

struct EngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine", abstract: "The engine without a screen.", subcommands: [RunCommand.self])

    struct RunCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Take requests and deliver what is due, until SIGTERM or SIGINT.",
            discussion: "Starting it is the consent. One engine works on a store at a time; others watch and take over.")
        @Flag(help: "One pass: take all requests, deliver what is due, end.") var once = false
        @Option(help: ArgumentHelp("Longest time between passes; what is due earlier is met exactly.", valueName: "1s"))
        var interval = DurationArgument(.seconds(1))
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            if interval.duration <= .zero { throw ValidationError("--interval is longer than 0.") }
        }

        func run() async throws {
            let machine = Machine.current(globals.options)
            let asJSON = globals.others.json
            let engine = try await EngineRun(machine: machine, interval: interval.duration) { note in
                Self.print(note, at: machine.clock.now, asJSON: asJSON)
            }
            guard !globals.others.dryRun else { return Output.print("An engine would run here.") }
            guard once else { return await engine.untilSignal() }
            if try await !engine.once() { Output.error("nightdesk: another engine works on this store; nothing was done here.") }
        }

        private static func print(_ note: EngineNote, at now: Date, asJSON: Bool) {
            let text = HarmlessText.line(note.text)
            guard asJSON else { return Output.print("\(ISO8601.text(now)) \(note.severity.rawValue) \(text)") }
            Output.print(
                JSONText.object { json in
                    json.member("at", now)
                    json.member("severity", note.severity.rawValue)
                    json.member("text", text)
                })
        }
    }
}
