import AWS
import ArgumentParser
import Assembly
import Drawing
import FoundationEssentials
import Model

struct SnapshotCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, ansi, svg, json }

    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Ask every source once and print what the console would show.")
    @Option(help: "What to print.") var format = Format.text
    @Option(help: ArgumentHelp("Columns and rows of the picture.", valueName: "160x48"))
    var size = SizeArgument(width: 160, height: 48)
    @Option(help: ArgumentHelp("Print after this time at the latest.", valueName: "10s"))
    var wait = DurationArgument(.seconds(10))
    @Flag(help: "Read the state of every function, and list local rules that do not fire.") var full = false
    @Option(help: ArgumentHelp("Stretch of time that the figures are about.", valueName: "15m"))
    var window: DurationArgument?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Instead: what the console showed then (-15m, 03:10 UTC, ISO 8601).", valueName: "time"))
    var at: String?
    @OptionGroup var globals: GlobalFlags

    func run() async throws {
        let machine = Machine.current(globals.options)
        let configuration = try machine.locations.loadConfiguration()
        let theme = try ThemeFile.load(globals.others.theme ?? configuration.theme, from: machine.locations)
        let snapshot = try await take(machine, try machine.plan(configuration))
        Output.print(text(of: snapshot, theme: theme, environment: machine.environment.variables))
    }

    func validate() throws {
        if at != nil, window != nil || full {
            throw ValidationError("--at shows what was recorded: --window and --full ask anew.")
        }
    }

    private func take(_ machine: Machine, _ plan: ContextPlan) async throws -> Snapshot {
        guard let at else {
            let taker = SnapshotTaker(machine: machine, plan: plan)
            return try await taker.take(window: window?.duration, patience: wait.duration, isFull: full)
        }
        let now = machine.clock.now
        // A plain duration, such as --since takes, means as long ago.
        let ago = DurationText.parse(at).map { _ in "-" + at }
        guard let moment = MomentText.parse(ago ?? at, now: now), moment < now else {
            throw ValidationError("--at \(at) is no time in the past. Write 15m, 03:10 (UTC) or 2026-11-21T03:10:00Z.")
        }
        return try await RecordedSnapshot.read(at: moment, machine: machine, plan: plan)
    }

    private func text(of snapshot: Snapshot, theme: Theme, environment: [String: String]) -> String {
        if globals.others.json || format == .json { return SnapshotDocument.text(of: snapshot) }
        let canvas = SnapshotPicture.canvas(
            of: snapshot, width: size.width, height: size.height,
            localOffsetSeconds: Machine.localOffsetSeconds(at: snapshot.takenAt))
        switch format {
        case .ansi:
            let isPlain = environment["NO_COLOR"]?.isEmpty == false
            return canvas.ansiText(theme: theme, depth: isPlain ? .mono : .palette256)
        case .svg: return canvas.svg(theme: theme)
        case .text, .json: return canvas.plainText
        }
    }

    /// The text snapshot that stands in for the console where there is no terminal.
    static func printOnce(_ globals: GlobalFlags?) throws -> Never {
        // Parsed, not made: a ParsableCommand that was not parsed has no values.
        var command = try SnapshotCommand.parse([])
        if let globals { command.globals = globals }
        Later.run(command)
    }
}
