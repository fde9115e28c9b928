import AWS
import FoundationEssentials
import Model
import Testing

@testable import Engines

@Suite struct TailStateTests {
    private typealias Trouble = LogWorld.Trouble

    /// Far ends of every kind of badness.
    static let troubles: [LogWorld.Trouble] = [
        Trouble(), Trouble(refusesLive: true), Trouble(failing: 30, refusesLive: true),
        Trouble(repeating: 50, reordering: 50, refusesLive: true), Trouble(cutting: 10), Trouble(sampling: 20),
        Trouble(failing: 20, cutting: 10, sampling: 10, repeating: 30, reordering: 30),
        Trouble(failing: 15, cutting: 5, delayMs: 25_000), Trouble(refusesLive: true, delayMs: 20_000, answerMs: 4000),
        Trouble(refusesLive: true, clockAheadMs: 240_000), Trouble(cutting: 5, clockAheadMs: 240_000),
        Trouble(refusesLive: true, clockAheadMs: -240_000), Trouble(cutting: 5, clockAheadMs: -240_000),
        Trouble(failing: 60, cutting: 60, sampling: 60, answerMs: 2000),
    ]

    /// The property: whatever the far end does, each event is given exactly once, and the log ends in the order of its times.
    @Test(arguments: troubles.indices, 0..<10)
    func givesEachEventExactlyOnce(index: Int, seed: Int) {
        let trouble = Self.troubles[index]
        let world = LogWorld(
            seed: seed, groups: 1 + seed % 4, seconds: 60, perSecond: seed % 3 == 0 ? 1 : 6, delayMs: trouble.delayMs)
        var simulation = TailSimulation(world, trouble, seed: seed &+ index &* 1000)
        simulation.run()
        let given = simulation.events.map(Self.essence)
        #expect(given.sorted() == world.stored.map { Self.essence($0.event) }.sorted())

        var buffer = LogBuffer()
        for batch in simulation.batches {
            buffer.append(batch.events)
            for gap in batch.gaps { buffer.note(gap) }
        }
        var times: [Int64] = []
        for row in buffer.rows() {
            if case .line(let id) = row { times.append(id.atMs) }
        }
        #expect(times == world.stored.map(\.event.atMs).sorted())
        #expect(buffer.gaps.isEmpty, "\(buffer.gaps)")
    }

    /// Without an id there is no telling twins apart, so they are counted.
    private static func essence(_ event: LogEvent) -> String { "\(event.group) \(event.stream) \(event.atMs) \(event.message)" }

    @Test(arguments: 0..<40)
    func givesEverythingInOrderWhereNothingComesLate(seed: Int) {
        let trouble = Trouble(repeating: 20, refusesLive: seed % 2 == 0, delayMs: 300, answerMs: 100)
        let world = LogWorld(seed: seed, groups: 3, seconds: 60, perSecond: 5, delayMs: trouble.delayMs)
        var simulation = TailSimulation(world, trouble, seed: seed)
        simulation.run()
        let times = simulation.events.map(\.atMs)
        #expect(times == times.sorted() && times.count == world.stored.count)
    }

    @Test(arguments: 0..<20)
    func readsAStretchOnceAndInOrder(seed: Int) {
        let trouble = Trouble(repeating: 40, answerMs: 5000)
        let world = LogWorld(seed: seed, groups: 3, seconds: 60, perSecond: 5, delayMs: 0)
        let end = Date(milliseconds: world.startMs + 30_000)
        var simulation = TailSimulation(world, trouble, seed: seed, to: end)
        // Everything is there already when the reading begins.
        simulation.skip(toMs: world.endMs)
        simulation.run()
        let expected = world.stored.map(\.event).filter { $0.at <= end }.sorted { $0.isBefore($1) }
        #expect(simulation.events.map(\.id) == expected.map(\.id))
        #expect(simulation.isFinished && simulation.batches.last?.status.isOver == true)
    }

    @Test func marksAGapWhileReadingFailsAndFillsIt() throws {
        var state = TailState(LogQuestion(groups: ["g"], from: Date(milliseconds: 0)), settings: polling)
        let start = Date(milliseconds: 1_000_000)
        #expect(state.handle(.start, at: start).first == .read(LogPageQuestion(group: "g", fromMs: 0)))
        let failed = try #require(batch(state.handle(.readFailed(group: "g", .throttledForTest), at: start)))
        #expect(failed.gaps.map(\.reason) == [.throttled] && failed.gaps.map(\.isFilled) == [false])
        #expect(failed.status.problem?.code == "ThrottlingException")
        guard case .polling(let every, _) = failed.status.mode else { throw TestFailure() }
        #expect(every > polling.pollEvery)
        // The first reading begins before AWS shows the end of the gap for sure; the second fills it.
        var gaps: [LogGap] = []
        for _ in 0..<3 {
            let wake = try #require(state.nextWake)
            _ = state.handle(.wake, at: wake)
            gaps += batch(state.handle(.page(group: "g", LogPage(events: [])), at: wake))?.gaps ?? []
        }
        #expect(gaps.last?.isFilled == true && gaps.last?.id == failed.gaps[0].id)
    }

    @Test func showsThatLiveTailIsSampledAndWhenItEnds() throws {
        var state = TailState(LogQuestion(groups: ["g"], from: Date(milliseconds: 0)))
        let start = Date(milliseconds: 1_000_000)
        #expect(state.handle(.start, at: start).contains(.openLiveTail))
        let opened = try #require(batch(state.handle(.liveOpened, at: start)))
        #expect(opened.status.mode == .live(endsAt: start.addingTimeInterval(3 * 3600)))
        #expect(opened.status.costUSDPerHour == 0.6)
        let sampled = try #require(
            batch(state.handle(.liveNews(LiveTailNews(events: [], isSampled: true)), at: start.addingTimeInterval(1))))
        #expect(sampled.status.isSampled && sampled.gaps.map(\.reason) == [.sampled])
        let over = state.handle(.liveEnded(.overForTest), at: start.addingTimeInterval(2))
        #expect(over.contains(.openLiveTail))
        #expect(batch(over)?.gaps.map(\.reason) == [.sessionOver])
    }

    @Test(arguments: [(AWSError.deniedForTest, false), (.brokenForTest, true), (.throttledForTest, true)])
    func pollsWhereLiveTailIsNotToBeHad(error: AWSError, triesAgain: Bool) throws {
        var state = TailState(LogQuestion(groups: ["g"], from: Date(milliseconds: 0)))
        var now = Date(milliseconds: 1_000_000)
        _ = state.handle(.start, at: now)
        let refused = try #require(batch(state.handle(.liveEnded(error), at: now)))
        guard case .polling(_, let because) = refused.status.mode else { throw TestFailure() }
        #expect(because.contains(error.code))
        #expect(refused.gaps.isEmpty)
        var openings = 0
        for _ in 0..<200 {
            guard let wake = state.nextWake else { break }
            now = max(now, wake)
            for command in state.handle(.wake, at: now) {
                if command == .openLiveTail { openings += 1 }
                if case .read = command { _ = state.handle(.page(group: "g", LogPage(events: [])), at: now) }
            }
            if openings > 0 { break }
            _ = state.handle(.page(group: "g", LogPage(events: [])), at: now)
        }
        #expect((openings > 0) == triesAgain)
    }

    @Test func doesNotTakeMoreGroupsLiveThanAWSAllows() {
        for count in [10, 11] {
            var state = TailState(LogQuestion(groups: (0..<count).map { "g\($0)" }, from: .distantPast))
            #expect(state.handle(.start, at: Date(milliseconds: 0)).contains(.openLiveTail) == (count == 10))
        }
    }

    @Test func followsNoTokenInACircle() {
        var state = TailState(LogQuestion(groups: ["g"], from: Date(milliseconds: 0)), settings: polling)
        let now = Date(milliseconds: 1000)
        _ = state.handle(.start, at: now)
        let second = state.handle(.page(group: "g", LogPage(events: [], next: "t")), at: now)
        #expect(second.contains(.read(LogPageQuestion(group: "g", fromMs: 0, token: "t"))))
        let third = state.handle(.page(group: "g", LogPage(events: [], next: "t")), at: now)
        #expect(!third.contains { if case .read = $0 { true } else { false } })
    }

    @Test func remembersNoMoreThanItMay() throws {
        var settings = polling
        settings.rememberedEvents = 100
        var state = TailState(LogQuestion(groups: ["g"], from: Date(milliseconds: 0)), settings: settings)
        var now = Date(milliseconds: 1_000_000)
        var given = 0
        var asked: [Int64] = []
        for command in state.handle(.start, at: now) {
            if case .read(let question) = command { asked.append(question.fromMs) }
        }
        for round in 0..<50 as Range<Int64> {
            let events = (0..<100 as Range<Int64>).map { number -> LogEvent in
                let at = 1_000_000 + round * 2000 + number * 20
                return LogEvent(id: "\(at)", group: "g", stream: "s", atMs: at, ingestedMs: at, message: "m")
            }
            now = Date(milliseconds: 1_000_000 + round * 2000 + 2000)
            given += batch(state.handle(.page(group: "g", LogPage(events: events)), at: now))?.events.count ?? 0
            for command in state.handle(.wake, at: try #require(state.nextWake)) {
                if case .read(let question) = command { asked.append(question.fromMs) }
                if case .deliver(let batch) = command { given += batch.events.count }
            }
        }
        #expect(given >= 4800)
        // What is forgotten is not asked for again.
        let last = try #require(asked.last)
        #expect(last > 1_000_000 + 47 * 2000)
    }

    private struct TestFailure: Error {}

    private var polling: TailSettings {
        var settings = TailSettings()
        settings.usesLiveTail = false
        return settings
    }

    private func batch(_ commands: [TailState.Command]) -> LogBatch? {
        for command in commands {
            if case .deliver(let batch) = command { return batch }
        }
        return nil
    }
}
