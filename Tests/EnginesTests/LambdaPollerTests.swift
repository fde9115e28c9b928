import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(3))) struct LambdaPollerTests {
    @Test func aRound_FillsEveryFigure_WorstFirst() async throws {
        let practice = Practice()
        let (poller, _) = practice.lambda()
        let snapshot = await poller.collect(at: practice.clock.now)
        #expect(snapshot.rows.count == 15)
        #expect(snapshot.error == nil)
        #expect(snapshot.missing == [])
        let worst = try #require(snapshot.rows.first)
        #expect(worst.name == "prd3292-prod1-us-east-1-ntfcn-snd")
        #expect(worst.severity == .critical)
        #expect(worst.reasons.first?.hasPrefix("error rate ") == true)
        #expect(worst.isStreamFed && worst.iteratorAgeMs != nil)
        #expect(worst.state == "Active")
        let quiet = try #require(snapshot.rows.first { $0.severity == .ok })
        #expect(quiet.state == nil)
        #expect(snapshot.rows.map(\.severity) == snapshot.rows.map(\.severity).sorted(by: >))
    }

    @Test func figures_AreThoseOfTheWindow() async throws {
        let practice = Practice()
        let (poller, _) = practice.lambda(LambdaSettings(window: .seconds(300)))
        let now = practice.clock.now
        let snapshot = await poller.collect(at: now)
        let window = Window(endingAt: now, length: .seconds(300))
        for row in snapshot.rows {
            let series = try #require(row.invocationSeries)
            #expect(series.start == window.start)
            #expect(series.values.count == 5)
            // The minute that is not over has no point yet.
            #expect(series.values.last == .some(nil))
            #expect(row.invocations == series.values.reduce(0) { $0 + Double($1 ?? 0) })
        }
    }

    @Test func full_ReadsTheStateOfEveryFunction() async {
        let practice = Practice()
        let (poller, _) = practice.lambda()
        let snapshot = await practice.drive { await poller.collect(at: practice.clock.now, full: true) }
        #expect(snapshot.rows.allSatisfy { $0.state == "Active" && $0.lastUpdateStatus == "Successful" })
    }

    @Test func filter_LeavesFunctionsOut() async {
        let practice = Practice()
        let names = NameFilter(include: [Glob("altaworx-*")], exclude: [Glob("*-creator")])
        let (poller, _) = practice.lambda(LambdaSettings(names: names))
        let snapshot = await poller.collect(at: practice.clock.now)
        #expect(
            snapshot.rows.map(\.name).sorted() == [
                "altaworx-jasper-device-sync", "altaworx-optimization-cleanup", "altaworx-sim-card-optimizer",
            ])
    }

    @Test(arguments: [(true, 8), (false, 10)]) func aThousandFunctions_CostFewMetricCalls(halfSleep: Bool, calls: Int) async {
        var world = DrillWorld(functions: 1000, queues: 0)
        if !halfSleep { for index in world.functions.indices { world.functions[index].invocationsPerMinute = 60 } }
        let practice = Practice(world)
        let (poller, _) = practice.lambda()
        let snapshot = await practice.drive { await poller.collect(at: practice.clock.now) }
        #expect(snapshot.rows.count == 1000)
        #expect(practice.far.calls["GetMetricData"] == calls)
        #expect(practice.far.calls["ListFunctions"] == 20)
        let active = snapshot.rows.filter { ($0.invocations ?? 0) > 0 }
        #expect(active.allSatisfy { $0.durationP95Ms != nil && $0.concurrency != nil })
        #expect(snapshot.rows.allSatisfy { $0.invocations != nil })
    }

    @Test func everyFigureIsAsked_WhenMetricsCannotBeListed() async {
        var world = DrillWorld(functions: 1000, queues: 0)
        for index in world.functions.indices { world.functions[index].errorRate = 0 }
        let practice = Practice(world)
        practice.far.set(.denied, for: "ListMetrics")
        let (poller, _) = practice.lambda()
        let snapshot = await practice.drive { await poller.collect(at: practice.clock.now) }
        #expect(practice.far.calls["GetMetricData"] == 10)
        #expect(snapshot.missing == [])
    }

    @Test func revokedMetrics_KeepTheLastValues_AndRecoverByThemselves() async throws {
        let practice = Practice()
        let (poller, heard) = practice.lambda()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        let good = try #require(heard.last)
        practice.far.set(.denied, for: "GetMetricData")
        practice.clock.advance(by: .seconds(60))
        await practice.clock.waitForSleepers()
        let bad = try #require(heard.last)
        #expect(bad.rows == good.rows)
        #expect(bad.asOf == good.asOf)
        #expect(bad.error?.code == "AccessDenied")
        #expect(bad.error?.hint.contains("cloudwatch:GetMetricData") == true)
        practice.far.set(nil, for: "GetMetricData")
        practice.clock.advance(by: .seconds(5))
        await practice.clock.waitForSleepers()
        #expect(heard.last?.error == nil)
        #expect(heard.last?.asOf == practice.clock.now)
    }

    @Test func metricsDeniedFromTheStart_StillShowTheNames() async {
        let practice = Practice()
        practice.far.set(.denied, for: "GetMetricData")
        let (poller, _) = practice.lambda()
        let snapshot = await practice.drive {
            _ = await poller.collect(at: practice.clock.now)
            return await poller.collect(at: practice.clock.now)
        }
        #expect(snapshot.rows.count == 15)
        #expect(snapshot.rows.allSatisfy { $0.invocations == nil && $0.errorRate == nil && $0.severity == .unknown })
        #expect(snapshot.error == nil)
        #expect(snapshot.missing.count == 1)
        #expect(snapshot.missing.first?.message.hasPrefix("Figures: ") == true)
    }

    @Test(arguments: [
        Fault.throttled, .denied, .expiredToken, .html, .serverError, .connectionReset, .notConnected, .truncated,
    ])
    func everyFault_KeepsTheCachedRows_AndSaysWhy(fault: Fault) async throws {
        let practice = Practice()
        practice.far.set(fault, for: "*")
        let cached = PaneSnapshot(rows: [LambdaFunction(name: "old")], asOf: practice.clock.now.addingTimeInterval(-600))
        let (poller, heard) = practice.lambda(last: cached)
        let run = Task { await poller.run() }
        await practice.wait(until: { heard.last != nil })
        run.cancel()
        let snapshot = try #require(heard.last)
        #expect(snapshot.rows == cached.rows)
        #expect(snapshot.asOf == cached.asOf)
        let error = try #require(snapshot.error)
        #expect(!error.message.isEmpty && !error.hint.isEmpty)
        if fault == .expiredToken { #expect(error.code == "ExpiredToken" && error.hint.contains("press r")) }
    }

    @Test func aHangingService_TimesOut_WhileKeysStillAreHeard() async {
        let practice = Practice()
        practice.far.set(.hang, for: "*")
        let (poller, heard) = practice.lambda()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers(3)
        await poller.attend(["a"])
        #expect(await poller.snapshot.status(at: practice.clock.now) == .loading)
        await practice.wait(until: { heard.last?.error != nil })
        #expect(heard.last?.error?.code == "timedOut" || heard.last?.error?.message.contains("30 s") == true)
    }

    @Test func refresh_AsksAtOnce_AndFindsNewFunctions() async throws {
        let practice = Practice()
        let (poller, heard) = practice.lambda()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        practice.far.forgetCalls()
        let before = heard.all.count
        await poller.refresh()
        while heard.all.count == before { await Task.yield() }
        #expect(practice.far.calls["ListFunctions"] == 1)
    }

    @Test func theList_IsReadAgainAfterFiveMinutes_NotEachRound() async {
        let practice = Practice()
        let (poller, _) = practice.lambda()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        for minute in 1...5 {
            practice.clock.advance(by: .seconds(60))
            await practice.clock.waitForSleepers()
            #expect(practice.far.calls["ListFunctions"] == (minute < 5 ? 1 : 2))
        }
        #expect((practice.far.calls["GetMetricData"] ?? 0) == 12)
    }

    @Test func rowsOnScreen_AreAskedEveryTwentySeconds_WithTheirState() async throws {
        let practice = Practice()
        let (poller, heard) = practice.lambda()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        let asOf = try #require(heard.last?.asOf)
        await poller.attend(["loneworker-check"])
        while practice.clock.nextDeadline != asOf.addingTimeInterval(20) { await Task.yield() }
        practice.far.forgetCalls()
        practice.clock.advance(by: .seconds(20))
        await practice.clock.waitForSleepers()
        #expect(practice.far.calls["GetFunctionConfiguration"] == 1)
        #expect(practice.far.calls["ListFunctions"] == nil)
        let row = heard.last?.rows.first { $0.name == "loneworker-check" }
        #expect(row?.state == "Active")
        #expect(heard.last?.asOf == asOf)
    }

    @Test func throttling_WidensTheCadence_AndSaysSo() async {
        let practice = Practice()
        let (poller, heard) = practice.lambda()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        practice.far.set(.throttled, for: "GetMetricData")
        await practice.wait(until: { heard.last?.cadence == .seconds(120) })
        #expect(heard.last?.error?.code == "Throttling")
        #expect(heard.last?.cadence == .seconds(120))
        #expect(heard.last?.slowedBy == "throttled")
    }

    @Test func aSmallBudget_WidensTheCadence() async {
        let practice = Practice()
        let (poller, heard) = practice.lambda(budget: Budget(dollarsPerHour: 0.01))
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        practice.clock.advance(by: .seconds(3600))
        await practice.clock.waitForSleepers()
        #expect(heard.last?.slowedBy == "budget")
        #expect((heard.last?.cadence ?? .zero) > .seconds(120))
    }

    @Test func anEmulatorWithoutCloudWatch_ShowsFreshNames() async throws {
        let practice = Practice()
        practice.far.set(.html, for: "monitoring")
        let (poller, heard) = practice.lambda()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.wait(until: { heard.all.count >= 2 })
        let last = try #require(heard.last)
        #expect(last.rows.count == 15)
        #expect(last.error == nil)
        #expect(last.missing.isEmpty == false)
        #expect(last.status(at: practice.clock.now) == .fresh)
    }

    @Test func cancellation_EndsTheLoop() async {
        let practice = Practice()
        let (poller, _) = practice.lambda()
        let run = Task { await poller.run() }
        await practice.clock.waitForSleepers()
        run.cancel()
        await run.value
        #expect(practice.clock.nextDeadline == nil)
    }

    @Test func aDetail_HasFactsChartsAndTheDeployment() async throws {
        let practice = Practice()
        let (poller, _) = practice.lambda()
        let name = "prd3292-prod1-us-east-1-ntfcn-snd"
        _ = await poller.collect(at: practice.clock.now)
        let detail = try await poller.detail(.function(name: name))
        #expect(detail.missing == [])
        #expect(
            detail.charts.map(\.title) == [
                "Invocations a minute", "Errors a minute", "Error rate", "Duration p95", "Throttles a minute",
                "Concurrent executions", "Iterator age",
            ])
        #expect(detail.charts.first?.series.values.count == 180)
        #expect(detail.charts[3].warning == 50_000)
        #expect(detail.marks.map(\.label) == ["deployed"])
        #expect(detail.facts.first { $0.label == "Reserved concurrency" }?.value == "none")
        #expect(detail.facts.contains { $0.label == "Fed by" })
        await #expect(throws: Problem.self) { try await poller.detail(.function(name: "gone")) }
    }
}

@Suite struct MetricCollectorTests {
    private func result(_ id: String, _ points: [(Double, Double)], _ status: String) -> MetricDataResult {
        MetricDataResult(id: id, timestamps: points.map(\.0), values: points.map(\.1), statusCode: status)
    }

    private func page(_ results: [MetricDataResult]) -> GetMetricData.Output {
        var page = GetMetricData.Output()
        page.results = results
        return page
    }

    @Test func pages_AreJoined_InWhateverOrderPointsCome() {
        var collector = MetricCollector(count: 2)
        collector.take(page([result("q1", [(120, 7), (0, 5)], "PartialData")]))
        collector.take(page([result("q1", [(60, 6)], "Complete"), result("q9", [(0, 1)], "Complete")]))
        let answers = collector.report.answers
        #expect(answers[0].sum == 0 && answers[0].newest == nil)
        #expect(answers[1].sum == 18 && answers[1].newest == 7)
        let window = Window(start: Date(timeIntervalSince1970: 0), end: Date(timeIntervalSince1970: 240))
        #expect(answers[1].series(in: window)?.values == [5, 6, 7, nil])
    }

    @Test(arguments: ["InternalError", "Forbidden", "PartialData"]) func anUnansweredQuestion_IsFailed_AndNamed(status: String) {
        var collector = MetricCollector(count: 2)
        collector.take(page([result("q0", [(0, 1)], "Complete"), result("q1", [(0, 1)], status)]))
        let report = collector.report
        #expect(report.answers[0].sum == 1)
        #expect(report.answers[1] == .failed)
        #expect(report.answers[1].sum == nil)
        #expect(report.problems.map(\.code) == [status])
    }
}
