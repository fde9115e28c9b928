import Engines
import FoundationEssentials
import Model
import Synchronization

/// A calendar, a directory, a mail server and a ledger in memory, each of which can be told to fail.
final class FakeWorkerWorld: WorkerCalendar, WorkerDirectory, AlertMail, WorkerLedger {
    struct State {
        var meetings: [Meeting] = []
        var people: [WorkerPerson] = []
        var mails: [WorkerAlert] = []
        var counters: [String: Int] = [:]
        var kept: [Int64: WorkerAlert] = [:]
        var lastKept: Int64 = 0
        /// Calls for help that were written into no meeting.
        var calls: [EmergencyCall] = []
        var notes: [String] = []
        /// Told, and not marked yet.
        var unmarked: Set<[UInt8]> = []
        var lastFailure: Problem?
        var failing: Set<Part> = []
        /// The mail server refuses mails about these.
        var refusedMeetings: Set<String> = []
        /// What others write right before a mark.
        var intruder: (@Sendable (inout [Meeting]) -> Void)?
    }

    enum Part { case calendar, directory, mail, marks }

    let state: Mutex<State>

    init(_ meetings: [Meeting] = [], people: [WorkerPerson] = []) {
        state = Mutex(State(meetings: meetings, people: people))
    }

    var mails: [WorkerAlert] { state.withLock(\.mails) }
    subscript(counter: String) -> Int { state.withLock { $0.counters[counter] ?? 0 } }
    func meetingNow(_ id: String) -> Meeting? { state.withLock { $0.meetings.first { $0.id == id } } }
    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    private func check(_ part: Part) throws(Problem) {
        if state.withLock({ $0.failing.contains(part) }) {
            throw Problem(code: "Unavailable", message: "\(part) does not answer.")
        }
    }

    func meetings(from start: Date, to end: Date, of addresses: Set<String>?) async throws(Problem) -> [Meeting] {
        try check(.calendar)
        return state.withLock { $0.meetings.filter { $0.start <= end && $0.end >= start } }
    }

    func meeting(_ id: String) async throws(Problem) -> Meeting? {
        try check(.calendar)
        return meetingNow(id)
    }

    func mark(_ id: String, _ mark: MeetingMark, at now: Date) async throws(Problem) -> MarkOutcome {
        try check(.marks)
        return state.withLock { state in
            state.intruder?(&state.meetings)
            state.intruder = nil
            guard let place = state.meetings.firstIndex(where: { $0.id == id }) else { return .gone }
            guard let edit = state.meetings[place].edit(for: mark, at: now) else { return .alreadyThere(state.meetings[place]) }
            state.meetings[place].apply(edit)
            return .written(state.meetings[place])
        }
    }

    func caller(with number: String) async throws(Problem) -> WorkerCaller {
        try check(.directory)
        return state.withLock { state in
            var caller = WorkerCaller(number: number)
            let spellings = WorkerCaller.spellings(of: number)
            for person in state.people where person.phones.contains(where: spellings.contains) {
                caller.name = person.name
                caller.addresses.formUnion(person.addresses.map { $0.lowercased() })
            }
            return caller
        }
    }

    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) {
        try check(.mail)
        if let id = alert.meetingID, state.withLock({ $0.refusedMeetings.contains(id) }) {
            throw Problem(code: "MailRefused", message: "The mail about \(id) was refused.")
        }
        state.withLock { state in
            state.mails.append(alert)
            if alert.meetingID != nil { state.unmarked.insert(alert.key) }
        }
    }

    func add(_ counters: WorkerCounters, at now: Date) async throws(Problem) {
        state.withLock { state in
            for (name, value) in counters.values { state.counters[name, default: 0] += value }
        }
    }

    func keepUnsent(_ alert: WorkerAlert, at now: Date) async throws(Problem) -> Int64 {
        state.withLock { state in
            state.lastKept += 1
            state.kept[state.lastKept] = alert
            return state.lastKept
        }
    }

    func unsent() async throws(Problem) -> [(id: Int64, alert: WorkerAlert)] {
        state.withLock { $0.kept.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }

    func markSent(_ id: Int64, at now: Date) async throws(Problem) { state.withLock { $0.kept[id] = nil } }

    func note(_ call: EmergencyCall, unsent: Int64?) async throws(Problem) { state.withLock { $0.calls.append(call) } }

    func note(_ text: String, about id: String, at now: Date) async throws(Problem) {
        state.withLock { $0.notes.append("\(id): \(text)") }
    }

    func toldUnmarked(since start: Date) async throws(Problem) -> Set<[UInt8]> { state.withLock(\.unmarked) }

    func noteMarked(_ alert: WorkerAlert, at now: Date) async throws(Problem) {
        state.withLock { _ = $0.unmarked.remove(alert.key) }
    }
    func noteCheck(at now: Date, failure: Problem?) async throws(Problem) { state.withLock { $0.lastFailure = failure } }
    func noteEmergency(_ ids: [String], at now: Date) async throws(Problem) {}
}
