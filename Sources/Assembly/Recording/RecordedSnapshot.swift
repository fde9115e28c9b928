import Console
package import FoundationEssentials
package import Model
import Store

/// Reads what the console has shown, for commands.
package enum RecordedSnapshot {
    /// All panes of a context as they were shown at a moment.
    /// - Throws: ``CommandFailure`` 1 when nothing was recorded until then; 69 when the file cannot be read.
    package static func read(at moment: Date, machine: Machine, plan: ContextPlan) async throws -> Snapshot {
        let folder = machine.locations.recordings(isDrill: plan.isDrill)
        guard Path.exists(folder + "/recorder.sqlite") else { throw missing("Nothing is recorded of context \(plan.name) yet.") }
        switch try await find(moment, in: folder, context: plan.name) {
        case .shown(let snapshot): return snapshot
        case .nothing(let reason): throw missing(reason)
        case .present: throw missing("\(ISO8601.text(moment)) is not past.")
        }
    }

    private static func find(_ moment: Date, in folder: String, context: String) async throws -> ReplayAnswer.Found {
        do throws(StoreError) {
            return try await Replayer(recorder: Recorder(folder: folder), context: context).find(.moment(moment))
        } catch {
            throw CommandFailure(recording: error)
        }
    }

    private static func missing(_ reason: String) -> CommandFailure {
        CommandFailure(
            .failed, code: "NotRecorded", message: reason,
            hint: "The console records while it is open; --at takes -15m, 03:10 (UTC) or ISO 8601.")
    }
}

extension CommandFailure {
    init(recording error: StoreError) {
        self.init(.unavailable, code: "RecordingUnavailable", message: error.message, hint: error.hint)
    }
}
