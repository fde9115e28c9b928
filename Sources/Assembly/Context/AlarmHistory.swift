import AWS
import Engines
package import FoundationEssentials
package import Model

/// The transitions of one alarm, for `nightdesk alarm history`.
package struct AlarmHistory: Sendable {
    package var takenAt: Date
    /// Newest first.
    package var transitions: [AlarmTransition]

    /// - Throws: ``CommandFailure``: 1 for a name that no alarm has.
    package static func read(_ name: String, machine: Machine, plan: ContextPlan) async throws -> AlarmHistory {
        let desk = try Desk(machine: await machine.locatingRegion(for: plan), plan: plan) { _ in }
        defer { desk.shutdown() }
        do {
            guard let transitions = try await desk.alarms.wholeHistory(of: name) else {
                throw CommandFailure(
                    .failed, code: "NotFound", message: "There is no alarm \"\(name)\" in \(desk.place.region).",
                    hint: "\"nightdesk alarm list\" prints the names.")
            }
            return AlarmHistory(takenAt: machine.clock.now, transitions: transitions)
        } catch let error as AWSError {
            throw CommandFailure(error)
        }
    }

    package var json: String { SnapshotDocument.list(transitions, takenAt: takenAt) }
}
