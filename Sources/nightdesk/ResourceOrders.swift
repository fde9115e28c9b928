import ArgumentParser
import Assembly
import Engines
import Model

/// Asks about orders of functions, queues and alarms, carries them out, prints what came of each and ends with the worst of it.
enum ResourceOrders {
    static func carryOut(_ wish: ResourceWish.What, _ globals: GlobalFlags) async throws {
        let book = try await ResourceBook(machine: .current(globals.options))
        defer { book.shutdown() }
        try await carryOut([try await book.order(wish)], book, globals)
    }

    /// - Parameter before: Keeps what is overwritten, once somebody has said yes.
    static func carryOut(
        _ orders: [ResourceOrder], _ book: ResourceBook, _ globals: GlobalFlags, before: () throws -> String? = { nil }
    ) async throws {
        guard let proposal = Proposal(id: 1, ordering: orders) else {
            return Output.print(globals.others.json ? "{\"rows\":[]}" : "There is nothing to do.")
        }
        if globals.others.dryRun {
            return Output.print(globals.others.json ? proposal.json : Asking.preview(of: proposal))
        }
        var kept: String?
        // What is read-only is refused by the desk, which writes that down.
        if !proposal.change.place.isReadOnly {
            try Asking.consent(to: proposal, globals)
            kept = try before()
        }
        let answers = await book.submit(orders)
        let rows = zip(orders, answers).map { Row(order: $0, answer: $1, kept: kept) }
        if globals.others.json {
            Output.print(json(rows))
        } else {
            for row in rows { Output.print(row.line) }
            if let kept { Output.print("To undo: \(Row.restoring(kept, orders[0]))") }
        }
        for row in rows { complain(row.answer.outcome) }
        let exit = ExitStatus.worst(rows.map { ExitStatus($0.answer) })
        if exit != .done { throw ExitCode(exit.rawValue) }
    }

    private static func complain(_ outcome: Outcome) {
        for problem in [outcome.problem, outcome.notRecorded].compactMap(\.self) {
            Output.error("nightdesk: \(HarmlessText.line(problem.message))")
            if !problem.hint.isEmpty { Output.error("  \(HarmlessText.line(problem.hint))") }
        }
    }

    private struct Row {
        var order: ResourceOrder
        var answer: ResourceAnswer
        var kept: String?

        static func restoring(_ folder: String, _ order: ResourceOrder) -> String {
            "nightdesk restore alarms \(folder) --context \(order.change.place.context)"
        }

        private var isDone: Bool { answer.outcome.kind == .confirmed }

        /// The command that would put it back; nil where none can, or nothing was done.
        var undo: String? {
            guard isDone else { return nil }
            if case .restore(_, .some) = order.act { return kept.map { Self.restoring($0, order) } }
            return order.undoCommand
        }

        var line: String {
            let outcome = answer.outcome
            let parts = [
                "\(outcome.kind.rawValue): \(order.title).", outcome.note,
                isDone ? order.undoCommand.map { "To undo: \($0)" } : nil,
            ]
            return HarmlessText.line(parts.compactMap(\.self).joined(separator: " "))
        }
    }

    private static func json(_ rows: [Row]) -> String {
        JSONText.object { json in
            json.key("rows")
            json.array(rows) { json, row in
                json.object { json in
                    json.member("target", row.order.act.target)
                    json.member("action", row.order.act.word)
                    json.member("outcome", row.answer.outcome.kind.rawValue)
                    json.member("message", row.answer.outcome.problem?.message ?? row.answer.outcome.note)
                    json.member("requestId", row.answer.outcome.requestID ?? row.answer.outcome.problem?.requestID)
                    json.member("undo", row.undo)
                }
            }
        }
    }
}
