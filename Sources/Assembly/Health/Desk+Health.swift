import Console
import Model

extension Desk {
    /// The sets of checks of this context.
    var healthSets: [String] { HealthSets(section: plan.settings.health).names }

    /// Runs a set for the screen: tells what is checked, each result as it comes, and the report.
    func checkHealth(_ set: String, _ number: Int) async {
        let health = HealthDesk(machine: machine, plan: plan, access: access) { [escalations] in await escalations?.engineSight()
        }
        do {
            let checks = try health.checks(of: set)
            await receive(.health(.began(number, checks: checks.map(\.name))))
            let report = await health.run(checks, set: set) { [receive] in await receive(.health(.result(number, $0))) }
            // Of a run that was given up nobody wants to hear.
            if !Task.isCancelled { await receive(.health(.ended(number, report))) }
        } catch let failure as CommandFailure {
            await receive(.health(.failed(number, Problem(failure: failure))))
        } catch {
            await receive(
                .health(.failed(number, Problem(code: "InternalError", message: "The check could not begin: \(error)."))))
        }
    }
}
