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
            discussion: """
                Starting it is the consent. One engine works on a SQLite store at a time, the others watch and take over; on PostgreSQL all \
                work. As a custom runtime on AWS Lambda (AWS_LAMBDA_RUNTIME_API is set) each invocation is one pass.
                """)
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
            let note = { @Sendable (note: EngineNote) in Self.print(note, at: machine.clock.now, asJSON: asJSON) }
            let isDryRun = globals.others.dryRun
            if LambdaRun.isWanted(machine), !isDryRun {
                return try await LambdaRun.open(machine: machine, note: note).untilSignal()
            }
            let engine = try await EngineRun(machine: machine, interval: interval.duration, note: note)
            guard !isDryRun else { return Output.print(try await engine.preview().joined(separator: "\n")) }
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
