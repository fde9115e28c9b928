import AWS
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(3))) struct LogTailTests {
    private let clock = ManualClock()

    private var startMs: Int64 { clock.now.milliseconds }

    private func tail(
        _ source: FakeLogSource, groups: [String] = ["g"], to: Date? = nil, usesLiveTail: Bool = false,
        meter: APIMeterRecorder? = nil
    ) -> LogTail {
        var settings = TailSettings()
        settings.usesLiveTail = usesLiveTail
        let question = LogQuestion(groups: groups, from: Date(milliseconds: 0), to: to)
        return LogTail(question, source: source, settings: settings, clock: clock, meter: meter)
    }

    @Test func followsSeveralGroupsAsOne() async {
        let old = (1...50 as ClosedRange<Int64>).map { LogEvent.example($0 * 1000, group: $0 % 2 == 0 ? "a" : "b") }
        let source = FakeLogSource(old, size: 7)
        let batches = Batches()
        let tail = tail(source, groups: ["a", "b", "a"])
        let running = Task { await tail.run { await batches.take($0) } }
        await batches.wait { $0.flatMap(\.events).count == old.count }
        #expect(await batches.events == old)
        // Asked again every two seconds, from a little before what is known.
        let asked = source.questions.count
        for _ in 0..<4 {
            await clock.waitForSleepers()
            clock.advanceToNextDeadline()
        }
        await clock.waitForSleepers()
        #expect(source.questions.count >= asked + 2)
        #expect(await batches.events == old)
        running.cancel()
        await running.value
    }

    @Test func readsAStretchToItsEndAndStops() async {
        let source = FakeLogSource((0..<100 as Range<Int64>).map { LogEvent.example($0 * 10) }, size: 9)
        let batches = Batches()
        await tail(source, to: Date(milliseconds: 500)).run { await batches.take($0) }
        #expect(await batches.events.map(\.atMs) == Array(stride(from: 0, through: 500, by: 10)))
        #expect(await batches.all.last?.status.isOver == true)
        #expect(source.questions.allSatisfy { $0.toMs == 500 })
    }

    @Test func saysWhyAStretchIsNotWhole() async {
        let source = FakeLogSource {
            $0.group == "bad" ? .failure(.deniedForTest) : .success(LogPage(events: [.example(1, group: "good")]))
        }
        let batches = Batches()
        await tail(source, groups: ["bad", "good"], to: clock.now).run { await batches.take($0) }
        #expect(await batches.events.count == 1)
        #expect(await batches.all.last?.status.problem?.code == "AccessDeniedException")
    }

    @Test func asksForNothingWhileABatchIsBeingTaken() async {
        let source = FakeLogSource([.example(1), .example(2), .example(3)], size: 1)
        let gate = Gate()
        let running = Task { [tail = tail(source)] in await tail.run { _ in await gate.pass() } }
        await gate.waitForArrival()
        let asked = source.questions.count
        for _ in 0..<100 { await Task.yield() }
        #expect(source.questions.count <= asked + 1)
        await gate.open()
        await clock.waitForSleepers()
        #expect(source.questions.count >= 3)
        running.cancel()
        await running.value
    }

    @Test func takesLiveNewsAndPaysByTheMinute() async {
        let live = FakeLiveTail()
        let source = FakeLogSource([.example(5)], sessions: [.success(live)])
        let meter = APIMeterRecorder()
        let batches = Batches()
        let tail = tail(source, usesLiveTail: true, meter: meter)
        let running = Task { await tail.run { await batches.take($0) } }
        await batches.wait { batches in
            guard case .live = batches.last?.status.mode else { return false }
            return batches.contains { $0.status.completeTo != nil }
        }
        var costs: [Double] = []
        for number in 1...4 {
            clock.advance(by: .seconds(20))
            live.send([.example(startMs - 10_000, "news \(number)", id: "")])
            await batches.wait { $0.flatMap(\.events).count == number + 1 }
            costs.append(meter.meter(at: clock.now).estimatedCostUSD)
        }
        #expect(await batches.events.map(\.message) == ["m", "news 1", "news 2", "news 3", "news 4"])
        #expect(costs == [0.01, 0.01, 0.02, 0.02])
        #expect(meter.meter(at: clock.now).calls == 0)
        running.cancel()
        await running.value
    }

    @Test func goesOnByPollingWhenLiveTailIsCutAndOpensItAgain() async {
        let (first, second) = (FakeLiveTail(), FakeLiveTail())
        let source = FakeLogSource([], sessions: [.success(first), .success(second)])
        let batches = Batches()
        let tail = tail(source, usesLiveTail: true)
        let running = Task { await tail.run { await batches.take($0) } }
        await batches.wait { if case .live = $0.last?.status.mode { true } else { false } }
        first.fail(.brokenForTest)
        await batches.wait { $0.last?.gaps.first?.reason == .cut }
        #expect(await batches.all.last?.status.mode == .polling(every: .seconds(2), because: "live tail is being opened again"))
        let modes = { (batches: [LogBatch]) in batches.filter { if case .live = $0.status.mode { true } else { false } }.count }
        let before = modes(await batches.all)
        while modes(await batches.all) == before {
            await clock.waitForSleepers()
            clock.advanceToNextDeadline()
            await Task.yield()
        }
        while await !batches.all.contains(where: { $0.gaps.contains { $0.isFilled } }) {
            await clock.waitForSleepers()
            clock.advanceToNextDeadline()
            await Task.yield()
        }
        running.cancel()
        await running.value
    }

    @Test func endsAtOnceWhenItIsCancelled() async {
        let source = FakeLogSource { _ in
            let never = AsyncStream<Never> { _ in }
            for await _ in never {}
            return .failure(.deniedForTest)
        }
        let running = Task { [tail = tail(source)] in await tail.run { _ in } }
        while source.questions.isEmpty { await Task.yield() }
        running.cancel()
        await running.value
    }
}

/// Holds whoever comes until it is opened.
private actor Gate {
    private var isOpen = false
    private var hasArrival = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watchers: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        hasArrival = true
        for watcher in watchers { watcher.resume() }
        watchers = []
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func waitForArrival() async {
        guard !hasArrival else { return }
        await withCheckedContinuation { watchers.append($0) }
    }

    func open() {
        isOpen = true
        for waiter in waiting { waiter.resume() }
        waiting = []
    }
}
