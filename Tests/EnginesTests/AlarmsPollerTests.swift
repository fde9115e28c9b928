import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(3))) struct AlarmsPollerTests {
    @Test func aRound_ReadsMetricAndCompositeAlarms_FiringFirst() async throws {
        let practice = Practice()
        let (poller, _) = practice.alarms()
        let snapshot = await poller.collect(at: practice.clock.now)
        #expect(snapshot.rows.count == 8)
        #expect(snapshot.rows.prefix(2).allSatisfy { $0.state == "ALARM" && $0.severity == .critical })
        let composite = try #require(snapshot.rows.first { $0.kind == .composite })
        #expect(composite.rule?.contains("ALARM(\"prd3292-prod1-us-east-1-ntfcn-snd-errors\")") == true)
        #expect(
            snapshot.rows.filter { $0.neverFires != nil }.map(\.name).sorted() == [
                "Altaworx-High-Error-Rate", "Altaworx-High-Queue-Depth",
            ])
        #expect(snapshot.rows.allSatisfy { $0.since != nil })
        #expect(snapshot.rows.first { $0.name == "network-visualizer-high-error-rate" }?.actionsEnabled == false)
    }

    @Test func allPagesAreRead_AndThePrefixIsKept() async {
        let practice = Practice(DrillWorld(functions: 0, queues: 0, alarms: 250))
        let (poller, _) = practice.alarms()
        #expect(await poller.collect(at: practice.clock.now).rows.count == 250)
        #expect(practice.far.calls["DescribeAlarms"] == 3)
        let (few, _) = practice.alarms(AlarmsSettings(prefix: "load-0001"))
        #expect(await few.collect(at: practice.clock.now).rows.count == 10)
    }

    @Test func localRules_FeedOnTheOtherPollers_AndCostNoCall() async throws {
        let practice = Practice()
        let (poller, heard) = practice.alarms()
        let now = practice.clock.now
        _ = await poller.collect(at: now)
        practice.far.forgetCalls()
        let lambda = practice.lambda().poller
        let queues = practice.queues().poller
        let (functions, depths) = (await lambda.collect(at: now), await queues.collect(at: now))
        practice.far.forgetCalls()
        await poller.observe(functions)
        await poller.observe(depths)
        #expect(practice.far.calls.isEmpty)
        let local = try #require(heard.last).rows.filter { $0.source == .local }
        // The sender's errors are watched by an alarm of CloudWatch; the deep queue by one that cannot see it.
        #expect(local.map(\.name) == ["local: Altaworx-High-Queue-Depth"])
        #expect(local.first?.reason.hasPrefix("carrier-optimization-queue: ") == true)
        #expect(local.first?.queueName == "carrier-optimization-queue")
    }

    @Test func withoutCloudWatch_TheLocalRulesGoOn() async throws {
        let practice = Practice()
        practice.far.set(.denied, for: "DescribeAlarms")
        let (poller, heard) = practice.alarms()
        var function = LambdaFunction(name: "f")
        (function.invocations, function.errors, function.throttles) = (100, 50, 0)
        await poller.observe(PaneSnapshot(rows: [function], asOf: practice.clock.now))
        _ = await poller.collect(at: practice.clock.now)
        #expect(heard.last?.error?.code == "AccessDenied")
        #expect(heard.last?.rows.map(\.name) == ["local: error rate f"])
    }

    @Test func anAlarmOnASilentMetric_IsCalledOut() async throws {
        var world = DrillWorld.night()
        var silent = DrillAlarm("silent", state: "INSUFFICIENT_DATA", reason: "Unchecked")
        silent.metric = "Errors"
        silent.dimension = ("FunctionName", "deleted-function")
        silent.sinceHours = 24 * 30
        var young = silent
        young.name = "young"
        young.sinceHours = 1
        var loud = silent
        loud.name = "loud"
        loud.dimension = ("FunctionName", "loneworker-connect")
        world.alarms = [silent, young, loud]
        let practice = Practice(world)
        let (poller, _) = practice.alarms()
        let snapshot = await poller.collect(at: practice.clock.now)
        let reasons = Dictionary(uniqueKeysWithValues: snapshot.rows.map { ($0.name, $0.neverFires) })
        #expect(
            reasons["silent"]
                == "AWS/Lambda lists no metric Errors of FunctionName deleted-function, and there was no data for a day.")
        #expect(reasons["young"] == .some(nil))
        #expect(reasons["loud"] == .some(nil))
        practice.far.forgetCalls()
        let again = await poller.collect(at: practice.clock.now.addingTimeInterval(60))
        #expect(again.rows.first { $0.name == "silent" }?.neverFires != nil)
        #expect(practice.far.calls["ListMetrics"] == nil)
    }

    @Test(arguments: Fault.allFailing) func everyFault_KeepsTheLastRows_AndRecovers(fault: Fault) async throws {
        let practice = Practice()
        let (poller, heard) = practice.alarms()
        let run = Task { await poller.run() }
        defer { run.cancel() }
        await practice.clock.waitForSleepers()
        let good = try #require(heard.last)
        practice.far.set(fault, for: "*")
        await practice.wait(until: { heard.last?.error != nil })
        #expect(heard.last?.rows == good.rows)
        #expect(heard.last?.asOf == good.asOf)
        practice.far.set(nil, for: "*")
        await practice.wait(until: { heard.last?.error == nil })
        #expect((heard.last?.asOf ?? .distantPast) > (good.asOf ?? .distantFuture))
    }

    @Test func aDetail_HasTheMetricAgainstTheThreshold_AndTheTransitions() async throws {
        let practice = Practice()
        let (poller, _) = practice.alarms()
        _ = await poller.collect(at: practice.clock.now)
        let detail = try await poller.detail(.alarm(id: "cloudwatch:prd3292-prod1-us-east-1-ntfcn-snd-errors"))
        let chart = try #require(detail.charts.first)
        #expect(chart.critical == 10)
        #expect(chart.series.values.count { $0 != nil } > 100)
        #expect(detail.transitions.count == 2)
        #expect(detail.transitions[0].at > detail.transitions[1].at)
        #expect(detail.facts.contains(Fact("Condition", "Sum > 10 in 2 × 60 s")))
        let missing = try await poller.detail(.alarm(id: "cloudwatch:Altaworx-High-Error-Rate"))
        #expect(missing.facts.first?.label == "Can never fire")
        await #expect(throws: Problem.self) { try await poller.detail(.alarm(id: "local: gone")) }
    }
}

@Suite(.timeLimit(.minutes(3))) struct IdentityPollerTests {
    @Test func asksOnce_AndAgainAfterAFailure() async {
        let practice = Practice()
        practice.far.set(.serverError, for: "sts")
        let heard = Emissions<String>()
        let poller = IdentityPoller(client: practice.client, clock: practice.clock) { answer in
            switch answer {
            case .success(let account): heard.add(PaneSnapshot(rows: [account]))
            case .failure(let problem): heard.add(PaneSnapshot(rows: [], error: problem))
            }
        }
        let run = Task { await poller.run() }
        await practice.clock.waitForSleepers()
        #expect(heard.all.map(\.rows) == [[]])
        practice.far.set(nil, for: "sts")
        practice.clock.advance(by: .seconds(5))
        await run.value
        #expect(heard.last?.rows == [DrillWorld.account])
        #expect(practice.far.calls["GetCallerIdentity"] == 2)
    }
}
