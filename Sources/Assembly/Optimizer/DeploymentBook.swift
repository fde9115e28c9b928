import Engines
import FoundationEssentials
package import Model

/// The running deployment of a context for the command line.
package enum DeploymentBook {
    /// Asks once.
    /// - Returns: nil where the context has no `optimizer: {source: live}`.
    /// - Throws: ``CommandFailure`` with what AWS said where it told nothing at all.
    package static func look(_ machine: Machine) async throws -> OptimizerRow? {
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        guard !plan.isDrill, plan.settings.optimizer?.source == .live else { return nil }
        let desk = try Desk(machine: await machine.locatingRegion(for: plan), plan: plan) { _ in }
        defer { desk.shutdown() }
        await desk.answerCodes()
        await desk.optimizer.collect()
        let snapshot = await desk.optimizer.snapshot
        if let problem = snapshot.error { throw CommandFailure(problem) }
        return snapshot.rows.first
    }

    package static func requeue(_ sight: LiveSight) -> [LiveCalls] { LiveCalls.requeue(sight, region: "REGION") }

    package static func end(_ sight: LiveSight) -> [LiveCalls] {
        sight.progress.isUnderWay ? [.end(instance: nil, deployment: LiveDeployment())] : []
    }

    /// - Throws: ``CommandFailure`` 4.
    package static func refuseReadOnly(_ machine: Machine) throws {
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        guard plan.isReadOnly else { return }
        throw CommandFailure(
            .refused, code: "ReadOnly", message: "Context \"\(plan.name)\" is read-only: no calls are offered.",
            hint: "With --dry-run they are printed.")
    }
}
