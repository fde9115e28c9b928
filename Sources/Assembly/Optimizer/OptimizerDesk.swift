package import Engines
import FoundationEssentials
package import Model
package import Store

/// The embedded optimizer, for the commands: runs, their state, and the changes to them through the one desk.
package struct OptimizerDesk: Sendable {
    package let machine: Machine
    package let book: OptimizerBook

    /// - Throws: ``CommandFailure`` 69 when the store cannot be opened.
    package init(machine: Machine) throws {
        self.machine = machine
        book = try Self.stored { () throws(StoreError) in
            try OptimizerBook(folder: machine.locations.state, host: Author.current.host)
        }
    }

    /// Turns what the store says into what a command ends with.
    package static func stored<Result>(_ body: () throws(StoreError) -> Result) throws -> Result {
        do throws(StoreError) {
            return try body()
        } catch {
            throw CommandFailure(.unavailable, code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        }
    }

    /// - Throws: ``CommandFailure``: 65 for bad input, 1 for what failed otherwise.
    package func run(_ input: OptimizerInput, tell: @escaping @Sendable (OptimizerEvent) -> Void) async throws -> OptimizerSummary
    {
        try await translated { try await OptimizerRunner(book: book, clock: machine.clock, tell: tell).run(input) }
    }

    package func rerun(_ id: Int, tell: @escaping @Sendable (OptimizerEvent) -> Void) async throws -> OptimizerSummary {
        try await translated { try await OptimizerRunner(book: book, clock: machine.clock, tell: tell).rerun(id) }
    }

    private func translated(_ body: () async throws -> OptimizerSummary) async throws -> OptimizerSummary {
        do {
            return try await body()
        } catch let failure as OptimizerFailure {
            throw CommandFailure(failure)
        } catch let error as StoreError {
            throw CommandFailure(.unavailable, code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        }
    }

    /// - Throws: ``CommandFailure`` 1 when there is no such run.
    package func run(numbered id: Int) throws -> OptimizerRun {
        guard let run = try Self.stored({ () throws(StoreError) in try book.run(id) }) else {
            throw CommandFailure(
                .failed, code: "NoSuchRun", message: "There is no optimizer run \(id).",
                hint: "nightdesk optimizer list shows them.")
        }
        return run
    }

    // MARK: Changes

    /// What can be done to a run.
    package enum Wish: String, Sendable {
        case cancel, requeue, end

        var whatItDoes: String {
            switch self {
            case .cancel: "asks its process to stop; the best assignment so far is written"
            case .requeue: "runs it again with the same files, from the prices that were found"
            case .end: "closes it, so that it no longer counts as open"
            }
        }
    }

    package func proposal(_ wish: Wish, _ run: OptimizerRun, in plan: ContextPlan) throws -> Change {
        let desk = try Desk(machine: machine, plan: plan) { _ in }
        defer { desk.shutdown() }
        return Change(
            action: "optimizer.\(wish.rawValue)", targets: ["\(run.id)"], permission: .mutate, place: desk.place,
            summary: [
                "\(wish.rawValue) run \(run.id) of provider \(run.provider), now \(run.state.rawValue): \(wish.whatItDoes)"
            ],
            oldValues: [], whatToCheck: "See nightdesk optimizer status \(run.id).")
    }

    /// Through the audit: what is read-only is refused there.
    package func submit(_ change: Change, _ wish: Wish, _ id: Int) async -> Outcome {
        let changes = ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
        _ = try? await changes.settleOrphans()
        return await changes.submit(change) {
            do throws(StoreError) {
                let isDone =
                    switch wish {
                    case .cancel: try book.cancel(id, at: machine.clock.now)
                    case .requeue: try book.requeue(id)
                    case .end: try book.end(id, at: machine.clock.now)
                    }
                return isDone ? Outcome(.confirmed) : Outcome(.failed(Self.notPossible(wish, id)))
            } catch {
                return Outcome(.failed(Problem(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)))
            }
        }
    }

    private static func notPossible(_ wish: Wish, _ id: Int) -> Problem {
        let message =
            switch wish {
            case .cancel: "Run \(id) has already ended. Nothing has changed."
            case .requeue:
                "Run \(id) cannot be run again: it has not failed, or another run of its provider is open. Nothing has changed."
            case .end: "Run \(id) is not open, or its process is at work. Nothing has changed."
            }
        let hint =
            wish == .end ? "Stop a working one with nightdesk optimizer cancel \(id)." : "See nightdesk optimizer status \(id)."
        return Problem(code: "NotPossible", message: message, hint: hint)
    }

    // MARK: Retention

    /// Finished runs older than this are removed (issue: 90 days).
    package static let retention: Duration = .seconds(90 * 86_400)

    package func cleanUp(isDryRun: Bool) throws -> OptimizerCleanup {
        let limit = machine.clock.now.addingTimeInterval(-(Self.retention / .seconds(1)))
        return try Self.stored { () throws(StoreError) in try book.removeRuns(endedBefore: limit, isDryRun: isDryRun) }
    }

    /// - Parameter consent: Asks; throws when nobody has said yes.
    /// - Throws: ``CommandFailure``; nothing was removed then.
    package func submitCleanUp(_ wanted: OptimizerCleanup, in plan: ContextPlan, consent: (Change) throws -> Void) async throws {
        let desk = try Desk(machine: machine, plan: plan) { _ in }
        defer { desk.shutdown() }
        let change = Change(
            action: "optimizer.clean", targets: ["\(wanted.instances) runs"], permission: .mutate, place: desk.place,
            summary: [
                "remove \(wanted.instances) finished runs older than 90 days, with \(wanted.rows) rows below them, in one transaction"
            ],
            whatToCheck: "See nightdesk optimizer list.")
        try consent(change)
        let changes = ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock)
        let outcome = await changes.submit(change) {
            do {
                _ = try cleanUp(isDryRun: false)
                return Outcome(.confirmed)
            } catch {
                return Outcome(
                    .failed(Problem(code: "NotRemoved", message: "\((error as? CommandFailure)?.message ?? "\(error)")")))
            }
        }
        if let problem = outcome.problem {
            throw CommandFailure(
                outcome.kind == .refused ? .refused : .failed, code: problem.code, message: problem.message, hint: problem.hint)
        }
    }
}

extension CommandFailure {
    init(_ failure: OptimizerFailure) {
        let exit: ExitStatus =
            switch failure.kind {
            case .badInput: .badInput
            case .unavailable: .unavailable
            case .failed, .cancelled: .failed
            }
        self.init(exit, code: failure.problem.code, message: failure.problem.message, hint: failure.problem.hint)
    }
}
