import FoundationEssentials
import Model
import Synchronization

@testable import Engines

/// Notifications in memory, with a sender that takes up what is RETRY; counts how often each was really sent.
final class FakeNotifications: NotificationSource {
    struct State {
        var statuses: [String: String] = [:]
        var order: [String] = []
        var sent: [String: Int] = [:]
        var updates: [Date] = []
        /// What becomes of the next requests to retry, by id: nil carries them out.
        var faults: [String: RetryStep] = [:]
        /// Carried out, and then answered as unknown.
        var lateAnswers: Set<String> = []
        var largestPage = 0
        var units = 0.0
        var pages = 0
    }

    let settings: NotificationSettings
    let clock: any WallClock
    let state = Mutex(State())
    let unitsPerRecord: Double

    init(
        _ statuses: [(String, String)], clock: any WallClock, unitsPerRecord: Double = 0,
        change: (inout NotificationSettings) -> Void = { _ in }
    ) {
        var settings = NotificationSettings()
        settings.table = "t"
        change(&settings)
        self.settings = settings
        self.clock = clock
        self.unitsPerRecord = unitsPerRecord
        state.withLock { state in
            state.order = statuses.map(\.0)
            state.statuses = Dictionary(uniqueKeysWithValues: statuses)
        }
    }

    var findsByStatus: Bool { settings.index != nil }

    func record(of id: String, _ status: String) -> NotificationRecord {
        NotificationRecord(id: id, ["status": .string(status)], settings: settings, now: clock.now)
    }

    func page(_ question: NotificationQuestion) async throws(Problem) -> NotificationPage {
        state.withLock { state in
            var start = 0
            if case .number(let text)? = question.cursor?["n"] { start = Int(text) ?? 0 }
            let all = state.order.filter { question.status == nil || state.statuses[$0] == question.status }
            let end = min(all.count, start + question.limit)
            state.largestPage = max(state.largestPage, end - start)
            state.pages += 1
            let units = Double(end - start) * unitsPerRecord
            state.units += units
            let records = question.countsOnly ? [] : all[start..<end].map { record(of: $0, state.statuses[$0] ?? "") }
            return NotificationPage(
                records: records, count: end - start, next: end < all.count ? ["n": .number(String(end))] : nil, units: units)
        }
    }

    func record(_ id: String) async throws(Problem) -> NotificationRecord? {
        state.withLock { state in state.statuses[id].map { record(of: id, $0) } }
    }

    func retry(_ id: String) async -> RetryStep {
        let now = clock.now
        return state.withLock { state in
            state.updates.append(now)
            if let fault = state.faults[id] { return fault }
            guard state.statuses[id] == "FAILED" else { return .conditionFailed }
            state.statuses[id] = "RETRY"
            guard state.lateAnswers.contains(id) else { return .changed(requestID: "r-\(id)") }
            return .unknown(Problem(code: "timeout", message: "No answer."))
        }
    }

    func attempts(of id: String) async throws(Problem) -> [NotificationAttempt] { [] }

    /// What the real sender does with one record: takes up what is to be sent, and sends it.
    func send(_ id: String, fails: Bool = false) {
        state.withLock { state in
            guard state.statuses[id] == "RETRY" || state.statuses[id] == "QUEUED" else { return }
            state.statuses[id] = fails ? "FAILED" : "SENT"
            if !fails { state.sent[id, default: 0] += 1 }
        }
    }
}
