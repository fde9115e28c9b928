import FoundationEssentials
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Engines

/// Counts what is asked of a store, and tells of writes as the real one does.
private final class CountingStore: EscalationStore {
    private let store: SQLiteEscalations
    private let counts = Mutex<[String: Int]>([:])
    private let marks = Mutex(StoreMark(bytes: 0, writtenNanoseconds: 0, isSettled: true))

    init(_ store: SQLiteEscalations) { self.store = store }

    var mark: StoreMark? { marks.withLock { $0 } }

    subscript(name: String) -> Int { counts.withLock { $0[name] ?? 0 } }

    private func count(_ name: String, isWrite: Bool = false) {
        counts.withLock { $0[name, default: 0] += 1 }
        if isWrite { marks.withLock { $0.bytes += 1 } }
    }

    func apply(_ requests: [TakenRequest], at now: Date) async throws(Problem) -> [RequestEffect] {
        count("apply", isWrite: true)
        return try await store.apply(requests, at: now)
    }
    func advance(_ step: DeliveryStep) async throws(Problem) -> DeliveryTurn {
        let turn = try await store.advance(step)
        count("advance", isWrite: !turn.claimed.isEmpty || !step.closing.isEmpty)
        return turn
    }
    func adopt(for engine: EngineID, knowing known: Set<ClaimID>?, at now: Date) async throws(Problem) -> [ClaimedDelivery] {
        count("adopt")
        return try await store.adopt(for: engine, knowing: known, at: now)
    }
    func beat(_ beat: EngineBeat) async throws(Problem) -> EngineDuty {
        count("beat", isWrite: true)
        return try await store.beat(beat)
    }
    func retire(_ engine: EngineID) async throws(Problem) {
        count("retire", isWrite: true)
        try await store.retire(engine)
    }
    func engines() async throws(Problem) -> [EngineBeat] { try await store.engines() }
    func list(includesEnded: Bool) async throws(Problem) -> [Escalation] {
        count("list")
        return try await store.list(includesEnded: includesEnded)
    }
    func history(of id: ProcessID) async throws(Problem) -> EscalationHistory? { try await store.history(of: id) }
    func hasten(_ id: ProcessID, at now: Date) async throws(Problem) -> Bool { try await store.hasten(id, at: now) }
    func snooze(_ id: ProcessID, until: Date, note: String, at now: Date) async throws(Problem) -> Bool {
        try await store.snooze(id, until: until, note: note, at: now)
    }
}

/// Delivers at once.
private struct Deliverer: Notifier {
    let channel = "phone"
    let targetKey = "phone-number"
    let moments: AsyncStream<Date>.Continuation
    let clock: ManualClock

    func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        moments.yield(clock.now)
        return .delivered(reference: nil)
    }
}

/// Nothing wakes for nothing: what issue 2 wants of a quiet night holds with an engine in it.
@Suite struct EscalationQuietTests {
    private let folder: TemporaryFolder
    private let store: CountingStore
    private let clock = ManualClock(now: Date(timeIntervalSince1970: 1_700_000_000))

    init() throws {
        folder = try TemporaryFolder()
        store = CountingStore(try SQLiteEscalations(folder: folder.path, context: "test", host: "h"))
    }

    private func begin(_ id: String, _ after: Double) async throws {
        let at = clock.now.timeIntervalSince1970 + after
        let source = #"{"channel":"phone","at":\#(at),"phone-number":"+1"}"#
        let entry = EscalationRequest.Entry(
            notification: EscalationNotification(channel: "phone", at: at, target: "+1"), source: source)
        let request = EscalationRequest(processID: ProcessID(id), action: .start([entry]))
        _ = try await store.apply([TakenRequest(request)], at: clock.now)
    }

    private func engine(_ news: StoreWatch?, _ moments: AsyncStream<Date>.Continuation) -> EscalationEngine {
        EscalationEngine(
            store: store, notifiers: [Deliverer(moments: moments, clock: clock)], settings: EngineSettings(),
            identity: .init(engine: EngineID("e"), host: "h", pid: 1), clock: clock, news: news, jitter: { 0.5 })
    }

    /// Lets time go by in the sleepers' own steps.
    private func pass(_ seconds: Double) async {
        let end = clock.now.addingTimeInterval(seconds)
        while true {
            await clock.waitForSleepers()
            guard let next = clock.nextDeadline, next <= end else { return }
            clock.advanceToNextDeadline()
        }
    }

    @Test func anEngineThatIsToldOfNews_OnlySaysThatItLives() async throws {
        try await begin("far", 5000)
        let (moments, sent) = AsyncStream.makeStream(of: Date.self)
        _ = moments
        let engine = engine(StoreWatch(), sent)
        let work = Task { await engine.run() }
        await pass(20)
        let (turns, beats, adoptions) = (store["advance"], store["beat"], store["adopt"])
        await pass(120)
        #expect(store["advance"] - turns <= 1, "no turn without a reason")
        #expect((11...13).contains(store["beat"] - beats))
        #expect(store["adopt"] == adoptions)
        work.cancel()
        await work.value
    }

    @Test func anEngineOnItsOwnLooksWhetherAnythingWasWritten_AndTurnsOnlyThen() async throws {
        try await begin("far", 5000)
        let (moments, sent) = AsyncStream.makeStream(of: Date.self)
        let engine = engine(nil, sent)
        let work = Task { await engine.run() }
        await pass(20)
        let turns = store["advance"]
        await pass(60)
        #expect(store["advance"] - turns <= 1)
        try await begin("now", 0)
        let started = clock.now
        await pass(1)
        var iterator = moments.makeAsyncIterator()
        let at = try #require(await iterator.next())
        #expect(at.timeIntervalSince(started) <= 1, "the interval is the longest that a new one waits")
        work.cancel()
        await work.value
    }

    @Test func aKnockDeliversWhatHasBecomeDue_AtOnce() async throws {
        let (moments, sent) = AsyncStream.makeStream(of: Date.self)
        let engine = engine(StoreWatch(), sent)
        let work = Task { await engine.run() }
        await clock.waitForSleepers()
        try await begin("now", 0)
        await engine.knock()
        var iterator = moments.makeAsyncIterator()
        #expect(await iterator.next() == clock.now)
        work.cancel()
        await work.value
    }

    @Test func meetsADueTimeBetweenTwoSignsOfLife() async throws {
        try await begin("soon", 13)
        let due = clock.now.addingTimeInterval(13)
        let (moments, sent) = AsyncStream.makeStream(of: Date.self)
        let engine = engine(StoreWatch(), sent)
        let work = Task { await engine.run() }
        await pass(14)
        var iterator = moments.makeAsyncIterator()
        #expect(await iterator.next() == due)
        work.cancel()
        await work.value
    }

    @Test func thePaneIsReadWhenSomethingWasWrittenOrTimeChangesAVerdict() async throws {
        try await begin("soon", 25)
        let verdicts = Mutex<[Severity]>([])
        let poller = EscalationsPoller(store: store, clock: clock) { sight in
            verdicts.withLock { $0.append(sight.pane.rows.first?.severity ?? .unknown) }
        }
        let work = Task { await poller.run() }
        await pass(90)
        // One every ten seconds, when it becomes due and when it is overdue.
        #expect((9...13).contains(store["list"]), "\(store["list"])")
        #expect(verdicts.withLock { $0.last } == .critical)
        work.cancel()
        await work.value
    }

    @Test func aWatchTellsNewsOnce_AndOwnWritesNever() async throws {
        let watch = StoreWatch()
        #expect(watch.hasNews(in: store), "at first everything is new")
        #expect(!watch.hasNews(in: store) && watch.isCurrent(store))
        try await begin("p", 5)
        #expect(!watch.isCurrent(store))
        watch.skip(store)
        #expect(!watch.hasNews(in: store))
        try await begin("q", 5)
        #expect(watch.hasNews(in: store) && !watch.hasNews(in: store))
    }

    @Test func aRealStoreTellsOfEachWrite_AlsoOfAnotherConnection() async throws {
        let here = try SQLiteEscalations(folder: folder.path, context: "marks", host: "h")
        let there = try SQLiteEscalations(folder: folder.path, context: "marks", host: "h")
        let watch = StoreWatch()
        for number in 0..<20 {
            _ = try await there.beat(EngineBeat(engine: EngineID("e"), host: "h", pid: 1, at: clock.now + .seconds(number)))
            #expect(watch.hasNews(in: here), "write \(number)")
        }
    }
}
