import ArgumentParser
import Assembly
import FoundationEssentials
import Model
import Store

extension OptimizerCommand {
    /// Asks, changes a run through the audit, and says what came of it.
    private static func change(_ order: (OptimizerRun) -> OptimizerOrder, _ id: Int, _ globals: GlobalFlags) async throws -> Bool
    {
        let desk = try OptimizerDesk(machine: .current(globals.options))
        let run = try desk.row(id).run
        let order = order(run)
        let change = try desk.change(order, state: run.state)
        let title = order.title
        if globals.others.dryRun {
            Output.print(globals.others.json ? change.dryRunJSON : Asking.preview(title, of: change))
            return false
        }
        if !change.place.isReadOnly { try Asking.consent(to: change, title: title, globals) }
        let outcome = await desk.submit(change, order)
        if let problem = outcome.notRecorded { Output.error("nightdesk: \(problem.message)\n  \(problem.hint)") }
        if let problem = outcome.problem {
            let exit: ExitStatus = outcome.kind == .refused ? .refused : .failed
            throw CommandFailure(exit, code: problem.code, message: problem.message, hint: problem.hint)
        }
        return true
    }

    /// What a person would call for the live deployment. Changes nothing itself; read-only refuses it like the key.
    private static func printCalls(_ globals: GlobalFlags, _ calls: (LiveSight) -> [LiveCalls]) async throws {
        let machine = Machine.current(globals.options)
        guard let sight = try await DeploymentBook.look(machine)?.live else {
            throw CommandFailure(
                .usage, code: "Usage", message: "Which run is meant?", hint: "nightdesk optimizer list shows their numbers.")
        }
        if !globals.others.dryRun { try DeploymentBook.refuseReadOnly(machine) }
        let found = calls(sight)
        guard !found.isEmpty else {
            throw CommandFailure(
                .failed, code: "NotPossible", message: "Nothing of the live deployment is open or behind. Nothing has changed.",
                hint: "See nightdesk optimizer status.")
        }
        Output.print(globals.others.json ? OptimizerText.json(found) : OptimizerText.text(found))
    }

    struct CancelCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel", abstract: "Stop a run; its best assignment so far is written.")
        @Argument(help: "Number of the run.") var id: Int
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            guard try await OptimizerCommand.change({ .cancel(id: $0.id, provider: $0.provider) }, id, globals) else { return }
            let run = try OptimizerDesk(machine: .current(globals.options)).row(id).run
            Output.print(globals.others.json ? JSONText.object { run.write(to: &$0) } : "Run \(id): \(run.state.rawValue).")
        }
    }

    struct EndCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "Close a run that was left open by a process that is gone; without a number: the calls for the live one.")
        @Argument(help: "Number of the run.") var id: Int?
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            guard let id else { return try await OptimizerCommand.printCalls(globals) { DeploymentBook.end($0) } }
            guard try await OptimizerCommand.change({ .end(id: $0.id, provider: $0.provider) }, id, globals) else { return }
            let run = try OptimizerDesk(machine: .current(globals.options)).row(id).run
            Output.print(globals.others.json ? JSONText.object { run.write(to: &$0) } : "Run \(id): \(run.state.rawValue).")
        }
    }

    struct RequeueCommand: AsyncParsableCommand, InterruptibleCommand {
        static let configuration = CommandConfiguration(
            commandName: "requeue",
            abstract:
                "Run a run again that failed, was cancelled or was left open, from the prices that it had found; without a number: the calls for the live one."
        )
        @Argument(help: "Number of the run.") var id: Int?
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            guard let id else { return try await OptimizerCommand.printCalls(globals) { DeploymentBook.requeue($0) } }
            let desk = try OptimizerDesk(machine: .current(globals.options))
            let run = try desk.row(id).run
            let order = OptimizerOrder.requeue(id: id, provider: run.provider)
            let change = try desk.change(order, state: run.state)
            let title = order.title
            if globals.others.dryRun {
                return Output.print(globals.others.json ? change.dryRunJSON : Asking.preview(title, of: change))
            }
            if !change.place.isReadOnly { try Asking.consent(to: change, title: title, globals) }
            let outcome = await desk.submit(change, order)
            if let problem = outcome.problem {
                let exit: ExitStatus = outcome.kind == .refused ? .refused : .failed
                throw CommandFailure(exit, code: problem.code, message: problem.message, hint: problem.hint)
            }
            let bar = OptimizerBar()
            defer { bar.clear() }
            let summary = try await desk.rerun(id) { bar.show($0) }
            bar.clear()
            OptimizerText.print(summary, asJSON: globals.others.json)
        }
    }

    struct CleanCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "clean",
            abstract: "Remove finished runs older than 90 days with all their results; --dry-run only counts.")
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let desk = try OptimizerDesk(machine: .current(globals.options))
            let wanted = try desk.cleanUp(isDryRun: true)
            if !globals.others.dryRun, wanted.instances > 0 {
                try await desk.submitCleanUp(wanted) { change in
                    if !change.place.isReadOnly { try Asking.consent(to: change, title: "Remove old optimizer runs", globals) }
                }
            }
            let verb = globals.others.dryRun ? "Would remove" : "Removed"
            guard globals.others.json else { return Output.print("\(verb) \(wanted.instances) runs with \(wanted.rows) rows.") }
            Output.print(
                JSONText.object { json in
                    json.member("dryRun", globals.others.dryRun)
                    json.member("instances", wanted.instances)
                    json.member("rows", wanted.rows)
                })
        }
    }
}
