import FoundationEssentials
import Model
import Store
import Support

/// A store in a folder of its own, and short ways to ask it.
struct EscalationSample {
    static let start = Date(timeIntervalSince1970: 1_700_000_000)
    let folder: TemporaryFolder
    let store: SQLiteEscalations
    let engine = EngineID("engine-1")

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteEscalations(folder: folder.path, context: "test", host: "desk-1")
    }

    static func entry(_ channel: String, after seconds: Double, target: String? = "+1555") -> EscalationRequest.Entry {
        let at = start.timeIntervalSince1970 + seconds
        return EscalationRequest.Entry(
            notification: EscalationNotification(channel: channel, at: at, target: target), source: #"{"channel":"\#(channel)"}"#)
    }

    static func request(_ id: String, _ entries: [EscalationRequest.Entry]) -> TakenRequest {
        TakenRequest(EscalationRequest(processID: ProcessID(id), action: .start(entries)))
    }

    static func stop(_ id: String) -> TakenRequest { TakenRequest(EscalationRequest(processID: ProcessID(id), action: .stop)) }

    func at(_ seconds: Double) -> Date { Self.start.addingTimeInterval(seconds) }

    @discardableResult
    func apply(_ requests: TakenRequest..., after seconds: Double = 0) async throws -> [RequestEffect] {
        try await store.apply(requests, at: at(seconds))
    }

    func work(as engine: EngineID? = nil, after seconds: Double = 0) async throws -> EngineDuty {
        try await store.beat(EngineBeat(engine: engine ?? self.engine, host: "desk-1", pid: 1, at: at(seconds)))
    }

    func claim(_ free: [String: Int] = ["phone": 3, "email": 3], after seconds: Double) async throws -> DeliveryTurn {
        try await store.advance(DeliveryStep(engine: engine, now: at(seconds), free: free))
    }

    @discardableResult
    func close(
        _ claimed: ClaimedDelivery, _ outcome: EscalationAttempt.Outcome, _ next: ClosedAttempt.Next, after seconds: Double,
        counts: Bool = true
    ) async throws -> DeliveryTurn {
        let closed = ClosedAttempt(
            claim: claimed.claim, endedAt: at(seconds), outcome: outcome, reason: outcome == .delivered ? nil : "busy",
            next: next,
            counts: counts)
        return try await store.advance(DeliveryStep(engine: engine, now: at(seconds), closing: [closed]))
    }

    func row(_ id: String) async throws -> Escalation? {
        try await store.list(includesEnded: true).first { $0.processID == ProcessID(id) }
    }

    func steps(_ id: String) async throws -> [EscalationStep] { try await store.history(of: ProcessID(id))?.steps ?? [] }
}
