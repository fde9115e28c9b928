import FoundationEssentials
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Engines

/// An engine on a real store, with far ends that a test holds in its hand and a clock that only it moves.
private final class EngineWorld: Sendable {
    static let start = Date(timeIntervalSince1970: 1_700_000_000)
    let folder: TemporaryFolder
    let store: SQLiteEscalations
    let clock = ManualClock(now: EngineWorld.start)
    let phone = ScriptedNotifier("phone")
    let queue = ScriptedQueue()
    let notes = Mutex<[String]>([])

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteEscalations(folder: folder.path, context: "test", host: "h")
    }

    func engine(_ name: String = "e", settings: EngineSettings = EngineSettings(), hasQueue: Bool = false) -> EscalationEngine {
        EscalationEngine(
            store: store, notifiers: [phone], queue: hasQueue ? queue : nil, settings: settings,
            identity: .init(engine: EngineID(name), host: "h", pid: 1), clock: clock, jitter: { 0.5 }
        ) { [self] note in notes.withLock { $0.append(note.text) } }
    }

    static func json(_ id: String, _ at: [Double], channel: String = "phone") -> String {
        let list = at.map { #"{"channel":"\#(channel)","at":\#(start.timeIntervalSince1970 + $0),"phone-number":"+1555"}"# }
        return #"{"process-id":"\#(id)","action":"start","notifications":[\#(list.joined(separator: ","))]}"#
    }

    func begin(_ id: String, _ at: Double..., channel: String = "phone") async throws {
        let channels = EscalationChannels(allowed: [channel], targetKeys: ["phone": "phone-number"])
        let request = try EscalationRequest(json: Array(Self.json(id, at, channel: channel).utf8), channels: channels)
        _ = try await store.apply([TakenRequest(request)], at: clock.now)
    }

    func step(_ id: String, _ number: Int = 0) async throws -> EscalationStep? {
        try await store.history(of: ProcessID(id))?.steps[number]
    }
}

/// Answers as it is told to, and remembers what it was asked.
private final class ScriptedNotifier: Notifier {
    struct Sent: Sendable {
        var delivery: Delivery
        var answer: CheckedContinuation<DeliveryOutcome, Never>?
    }

    let channel: String
    let targetKey = "phone-number"
    private let outcomes = Mutex<[DeliveryOutcome]>([])
    private let held = Mutex<[CheckedContinuation<DeliveryOutcome, Never>]>([])
    private let isHolding = Mutex(false)
    let deliveries: AsyncStream<Delivery>
    private let sent: AsyncStream<Delivery>.Continuation

    init(_ channel: String) {
        self.channel = channel
        (deliveries, sent) = AsyncStream.makeStream(of: Delivery.self)
    }

    /// The next answers; afterwards everything is delivered.
    func script(_ next: DeliveryOutcome...) { outcomes.withLock { $0 += next } }
    func hold() { isHolding.withLock { $0 = true } }
    var underWay: Int { held.withLock { $0.count } }

    func release(_ outcome: DeliveryOutcome) {
        let first = held.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        first?.resume(returning: outcome)
    }

    func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        guard isHolding.withLock({ $0 }) else {
            sent.yield(delivery)
            return outcomes.withLock { $0.isEmpty ? .delivered(reference: nil) : $0.removeFirst() }
        }
        return await withCheckedContinuation { continuation in
            held.withLock { $0.append(continuation) }
            sent.yield(delivery)
        }
    }
}

/// Gives out batches; an empty receive when there is none, or a fault.
private final class ScriptedQueue: RequestQueue {
    let batches = Mutex<[[QueuedRequest]]>([])
    let deleted = Mutex<[String]>([])
    let fault = Mutex<Problem?>(nil)

    func put(_ bodies: [String]) {
        batches.withLock {
            $0.append(
                bodies.enumerated().map {
                    QueuedRequest(messageID: "m\($0.element.hashValue)", receipt: "r\($0.offset)", body: Array($0.element.utf8))
                })
        }
    }

    func receive(most: Int, wait: Duration) async throws(Problem) -> [QueuedRequest] {
        if let fault = fault.withLock({ $0 }) { throw fault }
        return batches.withLock { $0.isEmpty ? [] : $0.removeFirst() }
    }

    func delete(_ receipts: [String]) async throws(Problem) { deleted.withLock { $0 += receipts } }
}

struct EscalationEngineTests {
    @Test func wakesExactlyWhenTheNextOneIsDue() async throws {
        let world = try EngineWorld()
        try await world.begin("p", 90, 200.25)
        var settings = EngineSettings()
        settings.interval = .seconds(3600)
        let engine = world.engine(settings: settings)
        let work = Task { await engine.run() }
        var moments: [Double] = []
        var deliveries = world.phone.deliveries.makeAsyncIterator()
        for _ in 0..<2 {
            await world.clock.waitForSleepers()
            world.clock.advanceToNextDeadline()
            _ = await deliveries.next()
            moments.append(world.clock.now.timeIntervalSince(EngineWorld.start))
        }
        #expect(moments == [90, 201], "a fraction is due at the next whole second")
        work.cancel()
        await work.value
        #expect(try await world.store.engines().isEmpty, "the lease is given back")
    }

    @Test func retriesWithBackoff_ThenGivesUpVisibly() async throws {
        let world = try EngineWorld()
        try await world.begin("p", 0)
        let busy = DeliveryOutcome.failed(reason: "busy", isFinal: false, retryAfter: nil)
        world.phone.script(busy, busy, busy, busy)
        var settings = EngineSettings()
        settings.interval = .seconds(3600)
        let engine = world.engine(settings: settings)
        let work = Task { await engine.run() }
        var deliveries = world.phone.deliveries.makeAsyncIterator()
        var moments: [Double] = []
        for attempt in 1...4 {
            let delivery = await deliveries.next()
            #expect(delivery?.attempt == attempt)
            moments.append(world.clock.now.timeIntervalSince(EngineWorld.start))
            if attempt < 4 {
                while try await world.step("p")?.state != .retrying { await Task.yield() }
                await world.clock.waitForSleepers()
                world.clock.advanceToNextDeadline()
            }
        }
        while try await world.step("p")?.state != .deadLetter { await Task.yield() }
        #expect(moments == [0, 5, 20, 65])
        #expect(try await world.step("p")?.attempts.count == 4)
        work.cancel()
        await work.value
    }

    @Test func finishesWhatIsBeingSent_WhenItHasToEnd() async throws {
        let world = try EngineWorld()
        try await world.begin("p", 0, 0)
        world.phone.hold()
        let engine = world.engine()
        let work = Task { await engine.run() }
        var deliveries = world.phone.deliveries.makeAsyncIterator()
        _ = await deliveries.next()
        _ = await deliveries.next()
        try await world.begin("late", 0)
        work.cancel()
        world.phone.release(.delivered(reference: "a"))
        world.phone.release(.failed(reason: "busy", isFinal: false, retryAfter: nil))
        await work.value
        let steps = try #require(try await world.store.history(of: ProcessID("p"))).steps
        #expect(Set(steps.map(\.state)) == [.delivered, .retrying])
        #expect(try await world.step("late")?.state == .scheduled, "nothing new is started")
        #expect(try await world.store.engines().isEmpty)
    }

    @Test func callsUnknownWhatDoesNotEndInTime() async throws {
        let world = try EngineWorld()
        try await world.begin("p", 0)
        world.phone.hold()
        let engine = world.engine()
        let work = Task { await engine.run() }
        var deliveries = world.phone.deliveries.makeAsyncIterator()
        _ = await deliveries.next()
        work.cancel()
        while try await !world.store.engines().isEmpty {
            world.clock.advance(by: .seconds(1))
            await Task.yield()
        }
        await work.value
        let step = try #require(try await world.step("p"))
        #expect(step.attempts.map(\.outcome) == [.unknown] && step.state == .retrying)
        world.phone.release(.delivered(reference: nil))
    }

    @Test func takesOverWhatAnotherLeft_AndSettlesItByPolicy() async throws {
        for policy in RetryPlan.Unknown.allCases {
            let world = try EngineWorld()
            try await world.begin("p", 0)
            _ = try await world.store.beat(EngineBeat(engine: EngineID("old"), host: "h", pid: 1, at: world.clock.now))
            _ = try await world.store.advance(DeliveryStep(engine: EngineID("old"), now: world.clock.now, free: ["phone": 1]))
            world.clock.advance(by: .seconds(31))
            let settings = EngineSettings(plan: RetryPlan(unknown: policy))
            #expect(try await world.engine("new", settings: settings).runOnce())
            // What was adopted is due at once; one pass takes what was due when it began.
            #expect(try await world.engine("newer", settings: settings).runOnce())
            let step = try #require(try await world.step("p"))
            #expect(step.attempts.map(\.outcome) == (policy == .resend ? [.unknown, .delivered] : [.unknown]))
            #expect(step.state == (policy == .resend ? .delivered : .unknown))
        }
    }

    @Test func doesNothing_WhileAnotherHasTheLease() async throws {
        let world = try EngineWorld()
        try await world.begin("p", 0)
        _ = try await world.store.beat(EngineBeat(engine: EngineID("old"), host: "h", pid: 1, at: world.clock.now))
        #expect(try await !world.engine("new", hasQueue: true).runOnce())
        #expect(try await world.step("p")?.state == .scheduled)
    }

    @Test func deliversNothingTwice_WhenTwoEnginesTakeTurns() async throws {
        let world = try EngineWorld()
        for number in 0..<20 { try await world.begin("p\(number)", 0) }
        async let first = world.engine("a").runOnce()
        async let second = world.engine("b").runOnce()
        let worked = try await [first, second]
        #expect(worked.contains(true))
        let rows = try await world.store.list(includesEnded: true)
        #expect(rows.count == 20 && rows.allSatisfy { $0.remaining == 0 })
        for row in rows { #expect(try await world.store.history(of: row.processID)?.steps[0].attempts.count == 1) }
    }

    @Test func aChannelWithoutANotifierIsADeadLetter_AndNothingElseFails() async throws {
        let world = try EngineWorld()
        try await world.begin("fax", 0, channel: "fax")
        try await world.begin("p", 0)
        #expect(try await world.engine().runOnce())
        #expect(try await world.step("fax")?.state == .deadLetter)
        #expect(try await world.step("fax")?.attempts.first?.reason == "No notifier is there for channel fax.")
        #expect(try await world.step("p")?.state == .delivered)
    }

    @Test func onePassTakesTheRequestsFirst_AndDoesNotWaitForRetries() async throws {
        let world = try EngineWorld()
        world.queue.put([EngineWorld.json("a", [0]), "not json", EngineWorld.json("b", [500])])
        world.queue.put([#"{"process-id":"b","action":"stop"}"#, EngineWorld.json("c", [-5])])
        world.phone.script(.failed(reason: "busy", isFinal: false, retryAfter: nil))
        let engine = world.engine(hasQueue: true)
        #expect(try await engine.runOnce())
        let states = try await world.store.list(includesEnded: false).map { "\($0.processID) \($0.state.rawValue)" }
        #expect(states.count == 1 && states[0].hasSuffix("retrying"))
        #expect(world.queue.deleted.withLock { $0.count } == 5, "also what was refused")
        let report = await engine.report
        #expect(report.taken == 4 && report.refused == 1 && report.delivered == 1 && report.failed == 1)
        #expect(report.lastRefusal?.contains("not JSON") == true)
    }

    @Test func deliversWhatIsStored_AlthoughTheQueueCannotBeReached() async throws {
        let world = try EngineWorld()
        try await world.begin("p", 0)
        world.queue.fault.withLock { $0 = Problem(code: "down", message: "The queue is down.") }
        await #expect(throws: Problem.self) { try await world.engine(hasQueue: true).runOnce() }
        #expect(try await world.step("p")?.state == .delivered)
    }

    /// The transaction that claimed it was carried out, but its answer was lost: nobody else would ever send it.
    @Test func sendsWhatItHasClaimedWithoutKnowing() async throws {
        let world = try EngineWorld()
        try await world.begin("p", 0)
        let store = LosingStore(world.store)
        let engine = EscalationEngine(
            store: store, notifiers: [world.phone], settings: EngineSettings(),
            identity: .init(engine: EngineID("e"), host: "h", pid: 1), clock: world.clock, jitter: { 0.5 })
        let work = Task { await engine.run() }
        var deliveries = world.phone.deliveries.makeAsyncIterator()
        // The first claim is lost; trouble is waited out, and then what was claimed is found.
        while store.lost.withLock({ $0 }) == 0 { await Task.yield() }
        await world.clock.waitForSleepers()
        world.clock.advanceToNextDeadline()
        let delivery = await deliveries.next()
        #expect(delivery?.attempt == 2)
        work.cancel()
        world.clock.advance(by: .seconds(1))
        await work.value
        #expect(try await world.step("p")?.attempts.map(\.outcome) == [.unknown, .delivered])
    }

    @Test func acknowledgesNothingThatWasNotStored() async throws {
        let world = try EngineWorld()
        world.queue.put([EngineWorld.json("a", [0])])
        world.store.close()
        let initiator = Initiator(queue: world.queue, store: world.store, channels: EscalationChannels(), clock: world.clock)
        await #expect(throws: Problem.self) { try await initiator.takeBatch(wait: .zero) }
        #expect(world.queue.deleted.withLock { $0.isEmpty })
    }
}

/// A store whose first claim is carried out and never answered.
private final class LosingStore: EscalationStore {
    private let store: SQLiteEscalations
    let lost = Mutex(0)

    init(_ store: SQLiteEscalations) { self.store = store }

    func advance(_ step: DeliveryStep) async throws(Problem) -> DeliveryTurn {
        let turn = try await store.advance(step)
        let isLost =
            !turn.claimed.isEmpty
            && lost.withLock { lost in
                defer { lost = 1 }
                return lost == 0
            }
        if isLost { throw Problem(code: "Postgres.unavailable", message: "The connection was lost.") }
        return turn
    }

    func apply(_ requests: [TakenRequest], at now: Date) async throws(Problem) -> [RequestEffect] {
        try await store.apply(requests, at: now)
    }
    func adopt(for engine: EngineID, knowing known: Set<ClaimID>?, at now: Date) async throws(Problem) -> [ClaimedDelivery] {
        try await store.adopt(for: engine, knowing: known, at: now)
    }
    func beat(_ beat: EngineBeat) async throws(Problem) -> EngineDuty { try await store.beat(beat) }
    func retire(_ engine: EngineID) async throws(Problem) { try await store.retire(engine) }
    func engines() async throws(Problem) -> [EngineBeat] { try await store.engines() }
    func list(includesEnded: Bool) async throws(Problem) -> [Escalation] { try await store.list(includesEnded: includesEnded) }
    func history(of id: ProcessID) async throws(Problem) -> EscalationHistory? { try await store.history(of: id) }
    func hasten(_ id: ProcessID, at now: Date) async throws(Problem) -> Bool { try await store.hasten(id, at: now) }
    func snooze(_ id: ProcessID, until: Date, note: String, at now: Date) async throws(Problem) -> Bool {
        try await store.snooze(id, until: until, note: note, at: now)
    }
}
