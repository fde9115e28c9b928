import FoundationEssentials
import Model
import Testing

@testable import Engines

@Suite struct LocalRulesTests {
    private let now = Date(timeIntervalSince1970: 1_705_312_800)

    private func function(_ name: String, _ shape: (inout LambdaFunction) -> Void) -> LambdaFunction {
        var function = LambdaFunction(name: name)
        (function.invocations, function.errors, function.throttles) = (1000, 0, 0)
        shape(&function)
        return function
    }

    private func series(_ values: [Float?]) -> MetricSeries { MetricSeries(start: now, stepSeconds: 60, values: values) }

    private func firing(_ functions: [LambdaFunction] = [], _ queues: [Queue] = [], _ alarms: [Alarm] = []) -> [String] {
        var rules = LocalRules()
        return rules.evaluate(functions: functions, queues: queues, alarms: alarms, at: now).map(\.name)
    }

    @Test func eachRule_FiresAboveItsLimit_AndNotAtIt() {
        #expect(firing([function("f") { $0.errors = 50 }]) == [])
        #expect(firing([function("f") { $0.errors = 51 }]) == ["local: error rate f"])
        #expect(firing([function("f") { $0.throttles = 1 }]) == ["local: throttles f"])
        #expect(firing([function("f") { $0.durationP95Ms = 50_000 }]) == [])
        #expect(firing([function("f") { $0.durationP95Ms = 50_001 }]) == ["local: duration f"])
        #expect(firing([function("altaworx-f") { $0.durationP95Ms = 600_000 }]) == [])
        #expect(firing([function("altaworx-f") { $0.durationP95Ms = 600_001 }]) == ["local: duration altaworx-f"])
    }

    @Test(
        arguments: [
            ([11, 11], true), ([10, 11], false), ([11, 10, 11], false), ([11, 11, 2], true), ([11, 11, 2, 2], false),
            ([11], false),
            ([11, nil, 11], false), ([nil, 11, 11, nil, nil], true), ([], false),
        ] as [([Float?], Bool)])
    func errors_MustExceedTenInTwoNeighbouringMinutes_OfTheLastThree(values: [Float?], fires: Bool) {
        let names = firing([function("f") { $0.errorSeries = series(values) }])
        #expect(names == (fires ? ["local: errors f"] : []))
    }

    @Test(
        arguments: [
            ([11_000, 12_000, 13_000], true), ([13_000, 12_000, 11_000], false), ([1000, 2000, 3000], false),
            ([11_000, 12_500], false),
            ([11_000, 11_500, 12_000], false),
        ] as [([Float?], Bool)])
    func iteratorAge_MustGrow(values: [Float?], fires: Bool) {
        let names = firing([function("f") { $0.iteratorAgeSeries = series(values) }])
        #expect(names == (fires ? ["local: iterator age f"] : []))
    }

    @Test(
        arguments: [
            (Array(repeating: 101, count: 10), true), (Array(repeating: 100, count: 10), false),
            (Array(repeating: 50, count: 5) + Array(repeating: 500, count: 5), false),
            (Array(repeating: 500, count: 5) + Array(repeating: 50, count: 5), false), ([500, 500, 500], false),
        ] as [([Float?], Bool)])
    func depth_MustExceedAHundred_InTwoPeriodsOfFiveMinutes(values: [Float?], fires: Bool) {
        var queue = Queue(name: "q", url: "u")
        queue.depthSeries = series(values)
        #expect(firing([], [queue]) == (fires ? ["local: queue depth q"] : []))
    }

    @Test func aRule_GivesWay_ToAnAlarmThatCanFire() {
        var alarm = Alarm(name: "a", state: "OK", since: nil, reason: "", source: .cloudwatch, kind: .metric)
        alarm.namespace = "AWS/Lambda"
        alarm.metricName = "Errors"
        alarm.dimensions = ["FunctionName": "f"]
        let bad = [function("f") { $0.errors = 500 }, function("g") { $0.errors = 500 }]
        #expect(firing(bad, [], [alarm]) == ["local: error rate g"])
        alarm.neverFires = "no such metric"
        #expect(firing(bad, [], [alarm]) == ["local: error rate f", "local: error rate g"])
    }

    @Test func anAlarmOnAMissingMetric_IsEvaluatedAsItIsMeant() {
        var alarm = Alarm(
            name: "Altaworx-High-Error-Rate", state: "INSUFFICIENT_DATA", since: nil, reason: "", source: .cloudwatch,
            kind: .metric)
        (alarm.namespace, alarm.metricName, alarm.threshold) = ("AWS/Lambda", "ErrorRate", 20)
        alarm.neverFires = NeverFires.reason(for: alarm)
        let functions = [function("altaworx-a") { $0.errors = 150 }, function("other") { $0.errors = 300 }]
        #expect(firing(functions, [], [alarm]) == ["local: error rate other"])
        let worse = [function("altaworx-a") { $0.errors = 201 }]
        #expect(firing(worse, [], [alarm]) == ["local: Altaworx-High-Error-Rate"])
    }

    @Test func depthAlarmOnAMissingMetric_WatchesEveryQueue() {
        var alarm = Alarm(
            name: "Altaworx-High-Queue-Depth", state: "INSUFFICIENT_DATA", since: nil, reason: "", source: .cloudwatch,
            kind: .metric)
        (alarm.namespace, alarm.metricName, alarm.threshold) = ("AWS/SQS", "ApproximateNumberOfMessages", 100)
        var queue = Queue(name: "q", url: "u")
        queue.depthSeries = series(Array(repeating: 120, count: 10))
        #expect(firing([], [queue], [alarm]) == ["local: Altaworx-High-Queue-Depth"])
    }

    @Test func since_StaysWhileTheRuleFires_AndBeginsAnewAfterwards() throws {
        var rules = LocalRules()
        let bad = [function("f") { $0.throttles = 1 }]
        func since(_ functions: [LambdaFunction], after seconds: Double) -> Date? {
            rules.evaluate(functions: functions, queues: [], alarms: [], at: now.addingTimeInterval(seconds)).first?.since
        }
        #expect(since(bad, after: 0) == now)
        #expect(since(bad, after: 60) == now)
        #expect(since([], after: 120) == nil)
        #expect(since(bad, after: 180) == now.addingTimeInterval(180))
    }

    @Test func quietRules_AreListed_OnlyWhenAllIsAskedFor() {
        var rules = LocalRules()
        let quiet = [function("f") { _ in }]
        #expect(rules.evaluate(functions: quiet, queues: [], alarms: [], at: now) == [])
        let all = rules.evaluate(functions: quiet, queues: [], alarms: [], at: now, full: true)
        #expect(all.count == 5)
        #expect(all.allSatisfy { $0.state == "OK" && $0.source == .local && $0.severity == .ok })
    }
}

@Suite struct NeverFiresTests {
    private func alarm(
        _ namespace: String, _ metric: String, state: String = "INSUFFICIENT_DATA", hours: Double? = nil, at now: Date
    ) -> Alarm {
        var alarm = Alarm(
            name: "a", state: state, since: hours.map { now.addingTimeInterval(-$0 * 3600) }, reason: "", source: .cloudwatch,
            kind: .metric)
        (alarm.namespace, alarm.metricName) = (namespace, metric)
        return alarm
    }

    @Test func namesThatNeverExisted_AreKnownAtOnce() {
        let now = Date(timeIntervalSince1970: 0)
        #expect(
            NeverFires.reason(for: alarm("AWS/Lambda", "ErrorRate", at: now))
                == "AWS/Lambda has no metric ErrorRate: the rate is Errors ÷ Invocations.")
        #expect(NeverFires.reason(for: alarm("AWS/SQS", "ApproximateNumberOfMessages", at: now)) != nil)
        for (namespace, metric) in [
            ("AWS/Lambda", "Errors"), ("AWS/SQS", "ApproximateNumberOfMessagesVisible"), ("mine", "ErrorRate"),
        ] {
            #expect(NeverFires.reason(for: alarm(namespace, metric, at: now)) == nil)
        }
    }

    @Test func onlyAnAlarmThatKnewNothingForADay_IsDoubtful() {
        let now = Date(timeIntervalSince1970: 1_705_312_800)
        #expect(!NeverFires.isDoubtful(alarm("mine", "m", hours: 23.9, at: now), at: now))
        #expect(NeverFires.isDoubtful(alarm("mine", "m", hours: 24, at: now), at: now))
        #expect(NeverFires.isDoubtful(alarm("mine", "m", hours: nil, at: now), at: now))
        #expect(!NeverFires.isDoubtful(alarm("mine", "m", state: "OK", hours: 48, at: now), at: now))
        #expect(!NeverFires.isDoubtful(alarm("AWS/Lambda", "ErrorRate", hours: 48, at: now), at: now))
    }
}
