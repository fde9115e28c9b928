import ArgumentParser
import Assembly
import Model

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The configuration file: where it is, what is in force, whether it is right.",
        subcommands: [PathCommand.self, ShowCommand.self, CheckCommand.self, InitCommand.self])

    struct PathCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "path", abstract: "Print where the configuration is looked for.")
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            let locations = Machine.current(globals.options).locations
            guard globals.others.json else { return Output.print(locations.configuration) }
            struct Answer: Encodable {
                var configuration: String
                var exists: Bool
                var state: String
                var data: [String]
            }
            Output.print(
                Output.json(
                    Answer(
                        configuration: locations.configuration, exists: Path.exists(locations.configuration),
                        state: locations.state,
                        data: locations.data)))
        }
    }

    struct ShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print what is in force, and where it comes from.")
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            let machine = Machine.current(globals.options)
            let report = try ConfigurationReport(machine: machine)
            Output.print(globals.others.json ? Output.json(report) : report.text)
        }
    }

    struct CheckCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Read the configuration strictly; 78 when it is wrong.")
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            let machine = Machine.current(globals.options)
            let configuration = try machine.locations.loadConfiguration()
            _ = try machine.plan(configuration)
            try machine.checkSettings(of: configuration)
            let said =
                configuration.file.map { "\($0): correct." }
                ?? "No configuration file (\(machine.locations.configuration)); defaults are in force."
            struct Answer: Encodable {
                var ok: Bool
                var file: String?
                var contexts: [String]
            }
            let answer = Answer(ok: true, file: configuration.file, contexts: configuration.contextNames)
            Output.print(globals.others.json ? Output.json(answer) : said)
        }
    }

    struct InitCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Write a configuration to start from; never over an existing one.")
        @OptionGroup var globals: GlobalFlags

        func run() throws {
            let path = Machine.current(globals.options).locations.configuration
            if globals.others.dryRun { return Output.print("Would write \(path):\n\n\(SampleConfiguration.text)") }
            try SampleConfiguration.write(to: path)
            Output.print("Wrote \(path). Edit it, then run \"nightdesk config check\".")
        }
    }
}
