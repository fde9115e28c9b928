import FoundationEssentials
import Model
import Synchronization

/// A store that is opened when it is first asked: the first frame waits for no file of ours. What could not be opened is tried again.
final class OpeningStore: EscalationStore {
    private let open: @Sendable () throws(Problem) -> any EscalationStore
    private let opened = Mutex<(any EscalationStore)?>(nil)

    init(_ open: @escaping @Sendable () throws(Problem) -> any EscalationStore) { self.open = open }

    private func store() throws(Problem) -> any EscalationStore {
        try opened.withLock { opened throws(Problem) in
            if let store = opened { return store }
            let store = try open()
            opened = store
            return store
        }
    }

    /// nil while it is being opened, too: whoever draws the screen does not wait for that.
    var mark: StoreMark? { opened.withLockIfAvailable { $0?.mark } ?? nil }

    func apply(_ requests: [TakenRequest], at now: Date) async throws(Problem) -> [RequestEffect] {
        try await store().apply(requests, at: now)
    }

    func advance(_ step: DeliveryStep) async throws(Problem) -> DeliveryTurn { try await store().advance(step) }

    func adopt(for engine: EngineID, knowing known: Set<ClaimID>?, at now: Date) async throws(Problem) -> [ClaimedDelivery] {
        try await store().adopt(for: engine, knowing: known, at: now)
    }

    func beat(_ beat: EngineBeat) async throws(Problem) -> EngineDuty { try await store().beat(beat) }

    func retire(_ engine: EngineID) async throws(Problem) { try await store().retire(engine) }

    func engines() async throws(Problem) -> [EngineBeat] { try await store().engines() }

    func list(includesEnded: Bool) async throws(Problem) -> [Escalation] { try await store().list(includesEnded: includesEnded) }

    func history(of id: ProcessID) async throws(Problem) -> EscalationHistory? { try await store().history(of: id) }

    func hasten(_ id: ProcessID, at now: Date) async throws(Problem) -> Bool { try await store().hasten(id, at: now) }

    func snooze(_ id: ProcessID, until: Date, note: String, at now: Date) async throws(Problem) -> Bool {
        try await store().snooze(id, until: until, note: note, at: now)
    }
}
