import Assembly
import FoundationEssentials
import Model

/// What the list commands share: ask the sources that one pane needs, and print its rows or its error.
enum PaneAnswer {
    static func take(_ pane: PaneKind, with others: Set<PaneKind> = [], _ globals: GlobalFlags, wait: Duration) async throws
        -> Snapshot
    {
        let machine = Machine.current(globals.options)
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        return try await SnapshotTaker(machine: machine, plan: plan).take(others.union([pane]), patience: wait)
    }

    /// - Throws: ``CommandFailure`` when the source has not answered, or has answered with an error and no rows.
    static func print<Row: DocumentRow>(
        _ pane: PaneSnapshot<Row>, takenAt: Date, asJSON: Bool, table: ([Row]) -> TextTable
    ) throws {
        if let error = pane.error { throw CommandFailure(error) }
        guard pane.asOf != nil else {
            throw CommandFailure(
                .unavailable, code: "Timeout", message: "No answer came in time.",
                hint: "Try again, or give it longer with --wait.")
        }
        Output.print(asJSON ? SnapshotDocument.list(pane.rows, takenAt: takenAt) : table(pane.rows).text)
        for problem in pane.missing { Output.error("nightdesk: \(problem.message) \(problem.hint)") }
    }
}
