import FoundationEssentials
import Model
import Testing

@testable import Engines

@Suite struct LambdaJudgeTests {
    private func judged(
        _ name: String = "f", thresholds: Thresholds = Thresholds(), _ shape: (inout LambdaFunction) -> Void
    ) -> LambdaFunction {
        var function = LambdaFunction(name: name)
        (function.invocations, function.errors, function.throttles) = (1000, 0, 0)
        shape(&function)
        LambdaJudge(thresholds: thresholds).judge(&function)
        return function
    }

    @Test(arguments: [
        (0.0, Severity.ok), (10, .ok), (10.001, .warning), (50, .warning), (50.001, .critical), (1000, .critical),
    ])
    func errorRate_AroundItsLimits(errors: Double, severity: Severity) {
        #expect(judged { $0.errors = errors }.severity == severity)
    }

    @Test func errorRate_IsSilent_WhenNothingWasInvoked() {
        #expect(judged { ($0.invocations, $0.errors) = (0, 3) }.severity == .ok)
    }

    @Test(arguments: [(0.0, Severity.ok), (1, .warning), (5000, .warning)])
    func throttles_AroundTheirLimit(throttles: Double, severity: Severity) {
        #expect(judged { $0.throttles = throttles }.severity == severity)
    }

    @Test(arguments: [
        (nil, Severity.ok), (60_000.0, .ok), (60_001, .warning), (600_000, .warning), (600_001, .critical),
    ])
    func iteratorAge_AroundItsLimits(age: Double?, severity: Severity) {
        #expect(judged { $0.iteratorAgeMs = age }.severity == severity)
    }

    @Test(arguments: [
        ("prd3292-prod1-x", 50_000.0, Severity.ok), ("prd3292-prod1-x", 50_001, .warning), ("prd3292-prod1-x", 900_000, .warning),
        ("altaworx-x", 599_999, .ok), ("altaworx-x", 600_000, .ok), ("altaworx-x", 600_001, .critical),
        ("other", 48_000, .ok), ("other", 48_001, .warning), ("other", 900_000, .warning),
    ])
    func duration_HasTheLimitsOfItsFamily_ElseOfItsTimeout(name: String, p95: Double, severity: Severity) {
        let function = judged(name) {
            $0.durationP95Ms = p95
            $0.timeoutSeconds = 60
        }
        #expect(function.severity == severity)
    }

    @Test func duration_HasNoLimit_WhileTheTimeoutIsUnknown() {
        #expect(judged { $0.durationP95Ms = 900_000 }.severity == .ok)
    }

    @Test func configuredLimits_ReplaceTheDefaults_FigureByFigure() {
        let thresholds = Thresholds(rules: [
            ThresholdRule(
                match: Glob("prd3292-*"), limits: [.durationP95Ms: Limits(warn: 1, crit: 2), .errorRate: Limits(warn: 0.5)])
        ])
        func severity(_ shape: (inout LambdaFunction) -> Void) -> Severity {
            judged("prd3292-a", thresholds: thresholds, shape).severity
        }
        #expect(severity { $0.durationP95Ms = 1.5 } == .warning)
        #expect(severity { $0.durationP95Ms = 2.5 } == .critical)
        #expect(severity { $0.errors = 400 } == .ok)
        #expect(severity { $0.errors = 999 } == .warning)
        #expect(severity { $0.throttles = 1 } == .warning)
    }

    @Test func reasons_StandWorstFirst_InWords() {
        let function = judged("prd3292-a") {
            $0.errors = 123
            $0.throttles = 2
            $0.durationP95Ms = 52_300
            $0.iteratorAgeMs = 660_000
        }
        #expect(
            function.reasons == [
                "error rate 12.3 % > 5 %", "iterator age 11 min > 10 min", "2 throttles", "p95 52.3 s > 50 s",
            ])
    }

    @Test func aFunctionOfWhichNothingIsKnown_IsUnknown_AndBadNewsBeatsIgnorance() {
        #expect(judged { ($0.invocations, $0.errors, $0.throttles) = (nil, nil, nil) }.severity == .unknown)
        #expect(judged { $0.errors = nil }.severity == .unknown)
        #expect(
            judged {
                $0.errors = nil
                $0.throttles = 1
            }.severity == .warning)
    }
}

@Suite struct QueueJudgeTests {
    private func judged(thresholds: Thresholds = Thresholds(), _ shape: (inout Queue) -> Void) -> Queue {
        var queue = Queue(name: "q", url: "u")
        queue.visible = 0
        shape(&queue)
        QueueJudge(thresholds: thresholds, window: .seconds(900)).judge(&queue)
        return queue
    }

    @Test(arguments: [
        (100, nil, Severity.ok), (100, 50.0, .ok), (101, nil, .warning), (101, -3, .warning), (101, 0, .warning),
        (101, 0.06, .warning), (101, 0.07, .critical), (5000, 10, .critical),
    ])
    func depth_IsCritical_WhenItAlsoGrows(visible: Int, growth: Double?, severity: Severity) {
        #expect(judged { ($0.visible, $0.growthPerMinute) = (visible, growth) }.severity == severity)
    }

    @Test func aConfiguredCriticalDepth_TakesThePlaceOfGrowth() {
        let thresholds = Thresholds(rules: [ThresholdRule(match: Glob("*"), limits: [.visible: Limits(warn: 10, crit: 500)])])
        #expect(judged(thresholds: thresholds) { ($0.visible, $0.growthPerMinute) = (400, 50) }.severity == .warning)
        #expect(judged(thresholds: thresholds) { ($0.visible, $0.growthPerMinute) = (501, -1) }.severity == .critical)
    }

    @Test(arguments: [(nil, Severity.ok), (0, .ok), (1, .warning)])
    func deadLetters_AreAWarning(depth: Int?, severity: Severity) {
        #expect(judged { $0.deadLetterDepth = depth }.severity == severity)
    }

    @Test(
        arguments: [
            (nil, 30, .ok), (90, 30, .ok), (90.5, 30, .warning), (90.5, nil, .ok), (90.5, 0, .ok),
        ] as [(Double?, Int?, Severity)])
    func oldestAge_IsMeasuredByTheVisibilityTimeout(age: Double?, timeout: Int?, severity: Severity) {
        #expect(judged { ($0.oldestAgeSeconds, $0.visibilityTimeoutSeconds) = (age, timeout) }.severity == severity)
    }

    @Test func aQueueWhoseDepthIsNotKnown_IsUnknown() {
        #expect(judged { $0.visible = nil }.severity == .unknown)
    }

    @Test func reasons_AreInWords() {
        let queue = judged {
            ($0.visible, $0.growthPerMinute, $0.deadLetterDepth) = (1240, 2.6, 1)
            ($0.oldestAgeSeconds, $0.visibilityTimeoutSeconds) = (7200, 30)
        }
        #expect(
            queue.reasons == [
                "1,240 visible > 100, growing by 2.6 a minute", "1 dead letter",
                "oldest message 2 h > 90 s, 3 × its visibility time-out",
            ])
    }
}

@Suite struct GrowthTests {
    private func slope(_ values: [Float?], step: Int = 60) -> Double? {
        Growth.perMinute(MetricSeries(start: Date(timeIntervalSince1970: 0), stepSeconds: step, values: values))
    }

    @Test func growth_IsTheSlopeOfTheLine() {
        #expect(slope([10, 12, 14, 16]) == 2)
        #expect(slope([16, nil, 12, nil, 8]) == -2)
        #expect(slope([10, 20], step: 300) == 2)
        #expect(slope([5, 5, 5]) == 0)
        #expect(slope([5]) == nil)
        #expect(slope([nil, 7, nil]) == nil)
        #expect(slope([]) == nil)
    }

    @Test func oneBusyMinuteAtTheEnd_DoesNotMakeATrend() throws {
        let values: [Float?] = Array(repeating: 100, count: 14) + [130]
        let perMinute = try #require(slope(values))
        #expect(perMinute < 30.0 / 14)
    }
}
