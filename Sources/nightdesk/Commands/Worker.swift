import Assembly
import FoundationEssentials
import Model
import Store

/// What the `worker` commands share.
enum Worker {
    /// Opens the desk of the context in force.
    static func with(_ globals: GlobalFlags, _ body: (WorkerDesk, Machine) async throws -> Void) async throws {
        let machine = Machine.current(globals.options)
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        let desk = try await WorkerDesk(machine: machine, plan: plan)
        defer { desk.close() }
        do {
            try await body(desk, machine)
        } catch let problem as Problem {
            throw CommandFailure(worker: problem)
        }
    }

    /// Asks, carries out, records, and prints.
    /// - Parameter isImplied: Doing it is the consent.
    static func order<Answer: Sendable>(
        _ order: WorkerOrder, _ globals: GlobalFlags, isImplied: Bool = false,
        perform: @escaping @Sendable (WorkerDesk) async throws(Problem) -> Answer,
        print: (Answer, WorkerDesk) async throws -> Void
    ) async throws {
        try await with(globals) { desk, _ in
            try await carryOut(try await desk.proposal(order), on: desk, globals, isImplied, perform, print)
        }
    }

    /// The same about one meeting, which must be there.
    static func order<Answer: Sendable>(
        about id: String, _ globals: GlobalFlags, isImplied: Bool = false, make: (String) -> WorkerOrder,
        perform: @escaping @Sendable (WorkerDesk) async throws(Problem) -> Answer,
        print: (Answer, WorkerDesk) async throws -> Void
    ) async throws {
        try await with(globals) { desk, _ in
            guard let row = try await desk.row(id) else { throw CommandFailure(worker: .unknownMeeting(id)) }
            let order = make(row.meeting.subject)
            try await carryOut(try await desk.proposal(order), on: desk, globals, isImplied, perform, print)
        }
    }

    private static func carryOut<Answer: Sendable>(
        _ proposal: Proposal, on desk: WorkerDesk, _ globals: GlobalFlags, _ isImplied: Bool,
        _ perform: @escaping @Sendable (WorkerDesk) async throws(Problem) -> Answer,
        _ print: (Answer, WorkerDesk) async throws -> Void
    ) async throws {
        if globals.others.dryRun {
            return Output.print(globals.others.json ? proposal.json : Asking.preview(of: proposal))
        }
        // What is read-only is refused by the desk, which writes that down.
        if !desk.place.isReadOnly, !isImplied { try Asking.consent(to: proposal, globals) }
        let (answer, notRecorded) = try await desk.submit(proposal, perform)
        if let problem = notRecorded { Output.error("nightdesk: \(problem.message)\n  \(problem.hint)") }
        try await print(answer, desk)
    }

    static func table(_ rows: [WorkerRow]) -> TextTable {
        TextTable(
            columns: ["", "state", "who", "start", "end", "deadline", "subject", "id"],
            rows: rows.map { row in
                [
                    row.severity.rawValue, row.state.rawValue + (row.isReported ? "" : " (not mailed)"),
                    row.caller ?? row.meeting.attendees.map(PersonalText.masked(address:)).joined(separator: " "),
                    ISO8601.text(row.meeting.start), ISO8601.text(row.meeting.end),
                    row.deadline.map(ISO8601.text) ?? "–", row.meeting.subject, row.id,
                ]
            })
    }

    static func print(_ row: WorkerRow, _ desk: WorkerDesk, _ globals: GlobalFlags) async throws {
        if globals.others.json {
            return Output.print(JSONText.object { WholeWorkerRow(row).write(to: &$0) })
        }
        Output.print(table([row]).text)
        let history = try await desk.store.history(of: row.id)
        for (at, text) in history { Output.print("  \(ISO8601.text(at))  \(text)") }
    }
}
