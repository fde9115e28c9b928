package import Console
import FoundationEssentials
import Model
package import Store

/// Finds moments in a recording.
package struct Replayer: Sendable {
    private let recorder: Recorder
    private let context: String

    package init(recorder: Recorder, context: String) {
        self.recorder = recorder
        self.context = context
    }

    package func find(_ target: ReplayRequest.Target) async throws(StoreError) -> ReplayAnswer.Found {
        switch target {
        case .moment(let moment): return try await show(moment)
        case .step(let from, let seconds) where seconds < 0:
            let first = try await recorder.next(context: context, from: .distantPast)
            let before = try await recorder.previous(context: context, from: from.addingTimeInterval(seconds))
            guard let moment = before ?? first, moment < from else { return .nothing(nothing(before: from, first: first)) }
            return try await show(moment)
        case .step(let from, let seconds):
            guard let moment = try await recorder.next(context: context, from: from.addingTimeInterval(seconds)) else {
                return .present
            }
            return try await show(moment)
        }
    }

    private func show(_ moment: Date) async throws(StoreError) -> ReplayAnswer.Found {
        if let snapshot = try await recorder.snapshot(context: context, at: moment) { return .shown(snapshot) }
        return .nothing(nothing(before: moment, first: try await recorder.next(context: context, from: .distantPast)))
    }

    private func nothing(before moment: Date, first: Date?) -> String {
        guard let first else { return "Nothing is recorded of context \(context) yet." }
        return "Nothing is recorded before \(Clock.dateTime(first)) UTC."
    }
}
