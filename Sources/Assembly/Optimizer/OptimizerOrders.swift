import AWS
import Console
import Engines
import FoundationEssentials
import Model
import Store

/// Carries out what was confirmed on the screen about runs of the optimizer.
struct OptimizerOrders: Sendable {
    let machine: Machine
    let plan: ContextPlan
    let changes: ChangeDesk
    let processes: OptimizerProcesses
    /// Called after a change, so that the pane shows it at once.
    let knock: @Sendable () async -> Void

    /// Reads the small files of a new run, and says what there is to be minded about them.
    func files(in folder: String) -> Result<RunFiles, Problem> {
        guard plan.isDrill || plan.settings.optimizer?.source != .live else {
            return .failure(
                Problem(
                    code: "Live", message: "The pane shows a running deployment, which starts its runs itself.",
                    hint: "Files are optimised by nightdesk optimizer run."))
        }
        do {
            let folder = try folder.isEmpty ? practiceFiles() : expanded(folder)
            let warnings = try OptimizerRunner.warnings(of: OptimizerInput(folder: folder))
            return .success(RunFiles(folder: folder, warnings: warnings))
        } catch {
            return .failure(Problem(failure: error))
        }
    }

    /// Only in practice: files that nobody has to have.
    private func practiceFiles() throws -> String {
        let folder = machine.locations.state + "/practice-files"
        if !Path.exists(folder + "/devices.csv") { _ = try OptimizerPractice.write(sims: 5000, seed: 11, folder: folder) }
        return folder
    }

    private func expanded(_ folder: String) -> String {
        var path = folder
        if path == "~" || path.hasPrefix("~/") { path = machine.environment.home + path.dropFirst() }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return Path.absolute(path)
    }

    /// Called each second by whoever draws the screen.
    func collect() {
        guard processes.hasEnded else { return }
        Task {
            guard let desk = try? OptimizerDesk(machine: machine, plan: plan, changes: changes) else { return }
            defer { desk.close() }
            processes.collect(desk.book)
        }
    }

    func carryOut(_ order: OptimizerOrder, _ proposal: Proposal) async -> Outcome {
        let outcome: Outcome
        do {
            let desk = try OptimizerDesk(machine: machine, plan: plan, changes: changes)
            defer { desk.close() }
            outcome = await desk.submit(proposal.change, order) { [processes] id in try processes.start(run: id) }
        } catch {
            outcome = Outcome(.failed(Problem(failure: error)))
        }
        await knock()
        return outcome
    }
}
