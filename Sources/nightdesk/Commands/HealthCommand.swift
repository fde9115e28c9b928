import ArgumentParser
import Assembly
import Model

struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Check whether all is well: a verdict, and why.",
        discussion: """
            Ends with 0 ok, 1 warning, 2 critical, 3 unknown, as plugins of Nagios-compatible monitors do. Changes nothing. Sets that are there \
            by name: daily, weekly-security, weekly-performance, monthly-security, cost, capacity, backups; others are written in the configuration.
            """,
        subcommands: [CheckCommand.self, VerifyCommand.self], defaultSubcommand: CheckCommand.self)

    struct CheckCommand: InterruptibleCommand {
        static let configuration = CommandConfiguration(commandName: "check", abstract: "Run a set of checks.")
        @Option(help: ArgumentHelp("Set of checks; daily unless given.", valueName: "name")) var set: String?
        @Option(help: ArgumentHelp("Only this check; may be given more than once.", valueName: "name")) var check: [String] = []
        @OptionGroup var form: HealthForm
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let machine = Machine.current(globals.options)
            let desk = try await HealthDesk(machine: machine, plan: try machine.plan(try machine.locations.loadConfiguration()))
            let checks = try desk.checks(of: set, named: check)
            try await HealthRound(desk: desk, machine: machine, checks: checks, set: set, form: form, globals: globals).run()
        }
    }

    struct VerifyCommand: InterruptibleCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify-deployment",
            abstract: "The production verification: the API answers 200, and not more than ten errors in ten minutes.")
        @OptionGroup var form: HealthForm
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let machine = Machine.current(globals.options)
            let desk = try await HealthDesk(machine: machine, plan: try machine.plan(try machine.locations.loadConfiguration()))
            let checks = try desk.verification()
            let set = HealthDesk.verificationSet
            try await HealthRound(desk: desk, machine: machine, checks: checks, set: set, form: form, globals: globals).run()
        }
    }
}

/// How the answer is given, and how often.
struct HealthForm: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

    @Option(help: "How the answer is written.") var format = Format.text
    @Option(help: ArgumentHelp("Earlier answer in JSON: also say what has changed since.", valueName: "file")) var compare:
        String?
    @Option(help: ArgumentHelp("Check again and again for so long; ends with the worst seen.", valueName: "15m"))
    var watch: DurationArgument?
    @Option(help: ArgumentHelp("With --watch: from one check to the next.", valueName: "30s"))
    var every = DurationArgument(.seconds(30))

    func validate() throws {
        if let watch, watch.duration <= .zero { throw ValidationError("--watch is longer than 0.") }
        if every.duration <= .zero { throw ValidationError("--every is longer than 0.") }
    }
}
