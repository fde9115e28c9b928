import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(3))) struct QueuesPollerTests {
    @Test func aRound_FillsEveryFigure_WorstFirst() async throws {
        let practice = Practice()
        let (poller, _) = practice.queues()
        let snapshot = await poller.collect(at: practice.clock.now)
        #expect(snapshot.rows.count == 10)
        #expect(snapshot.missing == [])
        let worst = try #require(snapshot.rows.first)
        #expect(worst.name == "carrier-optimization-queue")
        #expect(worst.severity == .critical)
        #expect((worst.growthPerMinute ?? 0) > 1)
        let watch = try #require(snapshot.rows.first { $0.name == "optimization-watch-queue" })
        #expect(watch.deadLetterQueue == "optimization-dead-letter-queue")
        #expect(watch.deadLetterDepth == 3)
        #expect(watch.severity == .warning)
        let dead = try #require(snapshot.rows.first { $0.name == "optimization-dead-letter-queue" })
        #expect(dead.deadLetterSources == ["device-sync-queue", "optimization-watch-queue"])
        #expect(snapshot.rows.filter(\.isFIFO).count == 2)
        #expect(snapshot.rows.allSatisfy { $0.visible != nil && $0.sentPerMinute != nil && $0.depthSeries?.values.count == 15 })
    }

    @Test func deadLetterQueuesOutsideTheFilter_HaveADepthAllTheSame() async {
        let practice = Practice()
        let (poller, _) = practice.queues(QueuesSettings(names: NameFilter(include: [Glob("device-sync-queue")])))
        let snapshot = await poller.collect(at: practice.clock.now)
        #expect(snapshot.rows.map(\.name) == ["device-sync-queue"])
        #expect(snapshot.rows.first?.deadLetterDepth == 3)
        #expect(practice.far.calls["GetQueueUrl"] == 1)
        #expect(practice.far.calls["GetQueueAttributes"] == 2)
    }

    @Test func aThousandQueues_AreAllRead() async {
        let practice = Practice(DrillWorld(functions: 0, queues: 1100))
        let (poller, _) = practice.queues()
        let snapshot = await practice.drive { await poller.collect(at: practice.clock.now) }
        #expect(snapshot.rows.count == 1100)
        #expect(practice.far.calls["ListQueues"] == 2)
    }

    @Test func attributes_AreAskedEveryFifteenSeconds_FiguresEachMinute() async {
        let practice = Practice()
        let (poller, heard) = practice.queues()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        #expect(practice.far.calls["GetMetricData"] == 1)
        for _ in 0..<4 {
            practice.clock.advance(by: .seconds(15))
            await practice.clock.waitForSleepers()
        }
        #expect(practice.far.calls["GetQueueAttributes"] == 50)
        #expect(practice.far.calls["GetMetricData"] == 2)
        #expect(heard.last?.asOf == practice.clock.now)
    }

    @Test func aQueueDeletedBetweenListAndQuestion_IsNoError() async {
        let world = DrillWorld.night()
        let clock = ManualClock()
        let inner = DrillTransport(world: world, clock: clock)
        let transport = ScriptedTransport { request in
            let body = String(decoding: request.body, as: UTF8.self)
            guard body.contains("device-sync-queue"), request.header("X-Amz-Target") == "AmazonSQS.GetQueueAttributes" else {
                return try await inner.send(request)
            }
            return HTTPResponse(
                status: 400, headers: [("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender")],
                body: Data(#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"gone"}"#.utf8))
        }
        let practice = Practice(world, transport: transport)
        let (poller, _) = practice.queues()
        let snapshot = await poller.collect(at: practice.clock.now)
        #expect(snapshot.rows.count == 9)
        #expect(snapshot.error == nil)
        #expect(snapshot.missing == [])
    }

    @Test func metricsDenied_LeaveTheDepths_AndAreNamed() async {
        let practice = Practice()
        practice.far.set(.denied, for: "monitoring")
        let (poller, _) = practice.queues()
        let snapshot = await poller.collect(at: practice.clock.now)
        #expect(snapshot.error == nil)
        #expect(snapshot.rows.allSatisfy { $0.visible != nil && $0.oldestAgeSeconds == nil && $0.sentPerMinute == nil })
        #expect(snapshot.missing.first?.message.hasPrefix("Ages and rates: ") == true)
    }

    @Test func anEmulatorWithoutSQS_IsNamed_AndNotAskedInAFastLoop() async {
        let practice = Practice()
        practice.far.set(.html, for: "sqs")
        let (poller, heard) = practice.queues()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        #expect(heard.last?.error != nil)
        let asked = practice.far.calls["ListQueues"]
        practice.clock.advance(by: .seconds(599))
        #expect(practice.far.calls["ListQueues"] == asked)
    }

    @Test(arguments: Fault.allFailing) func everyFault_KeepsTheLastRows_AndRecovers(fault: Fault) async throws {
        let practice = Practice()
        let (poller, heard) = practice.queues()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        let good = try #require(heard.last)
        practice.far.set(fault, for: "sqs")
        await practice.wait(until: { heard.last?.error != nil })
        #expect(heard.last?.rows == good.rows)
        #expect(heard.last?.asOf == good.asOf)
        practice.far.set(nil, for: "sqs")
        await practice.wait(until: { heard.last?.error == nil })
        #expect((heard.last?.asOf ?? .distantPast) > (good.asOf ?? .distantFuture))
    }

    @Test func manyQueues_AreAskedLessOften_ButThoseOnScreenAsOften() async throws {
        let practice = Practice(DrillWorld(functions: 0, queues: 1500))
        let (poller, heard) = practice.queues()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.wait(until: { heard.last?.slowedBy != nil })
        #expect(heard.last?.cadence == .seconds(30))
        #expect(heard.last?.slowedBy == "size")
        let name = try #require(heard.last?.rows.last?.name)
        await poller.attend([name])
        await practice.clock.waitForSleepers()
        practice.far.forgetCalls()
        await practice.wait(until: { practice.far.calls["GetQueueAttributes"] != nil })
        #expect(practice.far.calls["GetQueueAttributes"] == 1)
    }

    @Test func aDetail_HasAttributesSourcesAndCharts() async throws {
        let practice = Practice()
        let (poller, _) = practice.queues()
        let detail = try await poller.detail(.queue(name: "optimization-dead-letter-queue"))
        #expect(detail.missing == [])
        #expect(detail.facts.first { $0.label == "Visible" }?.value == "3")
        #expect(
            detail.facts.filter { $0.label == "Takes dead letters of" }.map(\.value) == [
                "optimization-watch-queue", "device-sync-queue",
            ])
        #expect(
            detail.charts.map(\.title) == ["Visible messages", "Age of the oldest message", "Sent a minute", "Received a minute"])
        #expect(detail.charts.first?.warning == 100)
        await #expect(throws: Problem.self) { try await poller.detail(.queue(name: "gone")) }
    }
}

extension Fault {
    static let allFailing: [Fault] = [
        .throttled, .denied, .expiredToken, .html, .serverError, .connectionReset, .notConnected, .truncated,
    ]
}

@Suite struct QueuesStateTests {
    @Test(
        arguments: [
            ([], [nil]), (["*"], [nil]), (["*.fifo"], [nil]), (["a*", "*b"], [nil]), (["optimization-*"], ["optimization-"]),
            (["b*", "a?x", "a*"], ["a", "b"]), (["exact"], ["exact"]), (["ab*", "a*"], ["a"]),
        ] as [([String], [String?])])
    func prefixes_FindAllThatAreWanted(include: [String], prefixes: [String?]) {
        #expect(QueuesState.prefixes(for: NameFilter(include: include.map { Glob($0) })) == prefixes)
    }

    @Test func depths_ComeFromCloudWatch_ThenFromOwnSamples() {
        var history = DepthHistory(length: .seconds(180))
        let now = Date(timeIntervalSince1970: 1_000_020)
        history.sample(9, at: now)
        history.fill(with: [-120.0, -60, 0].map { MetricPoint(at: Date(timeIntervalSince1970: 999_960 + $0), value: 5) })
        #expect(history.isFilled)
        #expect(history.series(in: Window(endingAt: now, length: .seconds(180))).values == [5, 5, 9])
        let later = now.addingTimeInterval(60)
        history.sample(12, at: later)
        #expect(history.series(in: Window(endingAt: later, length: .seconds(180))).values == [5, 9, 12])
    }
}

/// Depths that an earlier run has recorded.
@Suite(.timeLimit(.minutes(3))) struct QueuesMemoryTests {
    /// A far end without CloudWatch, where nothing but own samples tells the past.
    @Test func sparklinesBeginFull_WhereOnlyTheRecordingKnowsThePast() async throws {
        let clock = ManualClock()
        let world = DrillTransport(world: .night(), clock: clock)
        let practice = Practice(
            clock: clock,
            transport: ScriptedTransport { request in
                guard request.host.hasPrefix("monitoring") else { return try await world.send(request) }
                return HTTPResponse(status: 501)
            })
        let (poller, heard) = practice.queues()
        let name = "carrier-optimization-queue"
        _ = await poller.collect(at: clock.now)
        let bare = await poller.snapshot.rows.first { $0.name == name }
        #expect(bare?.depthSeries?.values.compactMap { $0 }.count == 1)
        let window = Window(endingAt: clock.now, length: .seconds(900))
        let past = MetricSeries(start: window.start, stepSeconds: 60, values: (0..<15).map { Float($0 * 10) })
        await poller.remember([name: past, "unheard-of": past])
        let full = try #require(heard.last?.rows.first { $0.name == name })
        #expect(full.depthSeries?.values.prefix(14) == past.values.prefix(14))
        // What was seen just now is nearer to the truth than what was recorded.
        #expect(full.depthSeries?.values.last == bare?.depthSeries?.values.last)
        #expect(full.growthPerMinute != nil)
    }
}
