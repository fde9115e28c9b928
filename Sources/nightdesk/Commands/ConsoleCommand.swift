import ArgumentParser
import Assembly
import Terminal

/// `nightdesk` alone: the full-screen console.
struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Open the full-screen console (the default).")
    @Flag(help: "No sparklines, no animation, redraw at most once in two seconds.")
    var lowBandwidth = false
    @OptionGroup var globals: GlobalFlags

    func run() throws { try Self.open(globals, isLowBandwidth: lowBandwidth) }

    /// - Parameter globals: nil where there are no arguments at all.
    static func open(_ globals: GlobalFlags? = nil, isLowBandwidth: Bool = false) throws {
        let options = globals?.options ?? GlobalOptions()
        let start = try ConsoleStart(machine: .current(options), isLowBandwidth: isLowBandwidth)
        do {
            try start.run()
        } catch let error as ScreenError {
            Output.error("nightdesk: \(error) One snapshot follows.")
            try SnapshotCommand.printOnce(globals)
        }
    }
}
