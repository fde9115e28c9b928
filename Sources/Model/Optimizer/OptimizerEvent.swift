package import FoundationEssentials

/// One step of a run, in the one schema that the embedded engine and the view of a live deployment share (optimizer.md, section 6).
package struct OptimizerEvent: Sendable, Equatable, Codable {
    package var at: Date
    package var instance: Int
    package var phase: OptimizerPhase
    /// Name of the group; nil for what concerns the whole run.
    package var group: String?
    /// Of the phase: rows, SIMs or groups.
    package var done: Int?
    package var total: Int?
    /// Of the whole run: what the best assignment so far costs, and what none can cost less than.
    package var best: Money?
    package var bound: Money?
    /// SIMs a second.
    package var rate: Double?
    /// Seconds.
    package var eta: Double?
    package var state: OptimizerRun.State
    package var reason: String?

    package init(at: Date, instance: Int, phase: OptimizerPhase, state: OptimizerRun.State) {
        self.at = at
        self.instance = instance
        self.phase = phase
        self.state = state
    }
}

extension OptimizerEvent: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("at", at)
        json.member("instance", instance)
        json.member("phase", phase.rawValue)
        json.member("group", group)
        json.member("done", done)
        json.member("total", total)
        json.member("best", best?.units)
        json.member("bound", bound?.units)
        json.member("rate", rate)
        json.member("eta", eta)
        json.member("state", state.rawValue)
        json.member("reason", reason)
    }
}
