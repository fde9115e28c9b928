import Console
package import Drawing
import FoundationEssentials
package import Model

/// Made-up rows of a night in which a worker fails and its queue grows.
package enum SampleRows {
    static let night = ScreenTester.night

    package static func series(_ values: [Float?]) -> MetricSeries {
        MetricSeries(start: night.addingTimeInterval(-Double(60 * values.count) - 42), stepSeconds: 60, values: values)
    }

    package static func function(
        _ name: String, invocations: Double?, errors: Double? = 0, p95: Double? = nil, severity: Severity = .ok,
        reasons: [String] = []
    ) -> LambdaFunction {
        var function = LambdaFunction(name: name)
        function.invocations = invocations
        function.errors = errors
        function.throttles = errors.map { _ in 0 }
        function.durationP95Ms = p95
        function.concurrency = invocations.map { ($0 / 500).rounded() }
        function.severity = severity
        function.reasons = reasons
        return function
    }

    package static let functions: [LambdaFunction] = {
        var demand = function(
            "prd3292-prod1-eu-west-1-demand-worker", invocations: 12_345, errors: 1_234, p95: 52_300, severity: .critical,
            reasons: ["error rate 10 % > 5 %", "p95 52 s > 50 s"])
        demand.throttles = 12
        demand.state = "Active"
        demand.lastUpdateStatus = "Successful"
        demand.lastModified = night.addingTimeInterval(-14 * 60)
        demand.runtime = "python3.13"
        demand.memoryMB = 1_024
        demand.timeoutSeconds = 60
        demand.arn = "arn:aws:lambda:eu-west-1:123456789012:function:prd3292-prod1-eu-west-1-demand-worker"
        demand.invocationSeries = series([800, 810, 805, 790, 820, 815, 830, 825, 840, 838, 842, 850, 845, 860, 855])
        demand.errorSeries = series([0, 0, 1, 0, 2, 60, 90, 120, 130, 140, 135, 142, 138, 140, 136])
        var stream = function(
            "prd3292-prod1-eu-west-1-stream-worker", invocations: 900, p95: 340, severity: .warning,
            reasons: ["iterator age 2m05s > 1m00s"])
        stream.isStreamFed = true
        stream.iteratorAgeMs = 125_000
        stream.invocationSeries = series([60, 60, 60, nil, 60, 58, 55, 50, 48, 44, 40, 38, 35, 30, 28])
        var loneworker = function("loneworker-check", invocations: 90, p95: 1_200)
        loneworker.state = "Active"
        loneworker.invocationSeries = series([6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6])
        return [
            loneworker, demand, stream,
            function("altaworx-optimizer-start", invocations: 0),
            function("altaworx-optimizer-status", invocations: 3, p95: 87),
            function("network-visualizer-api-production", invocations: 48_210, errors: 3, p95: 212),
            function("roesc-escalations", invocations: nil, errors: nil, severity: .unknown),
        ]
    }()

    package static func queue(_ name: String, visible: Int?, severity: Severity = .ok, reasons: [String] = []) -> Queue {
        var queue = Queue(name: name, url: "https://sqs.eu-west-1.amazonaws.com/123456789012/\(name)")
        queue.visible = visible
        queue.inFlight = visible.map { min($0, 10) }
        queue.delayed = visible.map { _ in 0 }
        queue.severity = severity
        queue.reasons = reasons
        return queue
    }

    package static let queues: [Queue] = {
        var demand = queue(
            "prd3292-prod1-demand.fifo", visible: 12_480, severity: .critical,
            reasons: ["visible 12,480 > 100 and growing", "oldest 42m > 3 x visibility timeout"])
        demand.oldestAgeSeconds = 2_520
        demand.sentPerMinute = 830
        demand.receivedPerMinute = 120
        demand.growthPerMinute = 710
        demand.visibilityTimeoutSeconds = 300
        demand.deadLetterQueue = "prd3292-prod1-demand-dlq.fifo"
        demand.deadLetterDepth = 37
        demand.depthSeries = series([
            20, 25, 30, 500, 1_200, 1_900, 2_600, 3_400, 4_500, 5_600, 6_900, 8_200, 9_600, 11_000, 12_480,
        ])
        var dead = queue("prd3292-prod1-demand-dlq.fifo", visible: 37, severity: .warning, reasons: ["holds 37 dead letters"])
        dead.deadLetterSources = ["prd3292-prod1-demand.fifo"]
        dead.oldestAgeSeconds = 3_100
        dead.growthPerMinute = 0.4
        var optimization = queue("optimization-carrier-queue", visible: 84)
        optimization.oldestAgeSeconds = 12
        optimization.growthPerMinute = -20
        optimization.depthSeries = series([400, 380, 360, 330, 310, 290, 270, 240, 220, 200, 170, 150, 130, 104, 84])
        return [
            queue("optimization-device-queue", visible: 0), optimization, demand, dead,
            queue("roesc-requests.fifo", visible: nil, severity: .unknown),
        ]
    }()

    package static let alarms: [Alarm] = {
        var errors = Alarm(
            name: "demand-worker-errors", state: "ALARM", since: night.addingTimeInterval(-9 * 60),
            reason: "Threshold Crossed: 3 datapoints [140.0, 138.0, 136.0] were greater than the threshold (5.0).",
            source: .cloudwatch, kind: .metric)
        errors.namespace = "AWS/Lambda"
        errors.metricName = "Errors"
        errors.dimensions = ["FunctionName": "prd3292-prod1-eu-west-1-demand-worker"]
        errors.statistic = "Sum"
        errors.comparison = "GreaterThanThreshold"
        errors.threshold = 5
        errors.periodSeconds = 60
        errors.evaluationPeriods = 3
        errors.arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:demand-worker-errors"
        var depth = Alarm(
            name: "demand-queue-depth", state: "ALARM", since: night.addingTimeInterval(-7 * 60),
            reason: "visible 12,480 > 1,000", source: .local,
            kind: .local)
        depth.dimensions = ["QueueName": "prd3292-prod1-demand.fifo"]
        var rate = Alarm(
            name: "demand-error-rate", state: "INSUFFICIENT_DATA", since: night.addingTimeInterval(-86_400 * 40),
            reason: "Unchecked: Initial alarm creation", source: .cloudwatch, kind: .metric)
        rate.neverFires = "AWS/Lambda has no metric ErrorRate"
        let calm = Alarm(
            name: "visualizer-5xx", state: "OK", since: night.addingTimeInterval(-3 * 86_400),
            reason: "Threshold Crossed: no datapoints", source: .cloudwatch,
            kind: .metric)
        return [calm, rate, errors, depth]
    }()

    package static func lambda(ago seconds: Double = 4) -> PaneSnapshot<LambdaFunction> {
        PaneSnapshot(rows: functions, asOf: night.addingTimeInterval(-seconds))
    }

    package static func queues(ago seconds: Double = 4) -> PaneSnapshot<Queue> {
        PaneSnapshot(rows: queues, asOf: night.addingTimeInterval(-seconds), cadence: .seconds(15))
    }

    package static func alarms(ago seconds: Double = 4) -> PaneSnapshot<Alarm> {
        PaneSnapshot(rows: alarms, asOf: night.addingTimeInterval(-seconds), cadence: .seconds(15))
    }

    package static let meter: APIMeter = {
        var meter = APIMeter()
        meter.calls = 412
        meter.callsPerMinute = 42
        meter.throttled = 3
        meter.costUSDPerHour = 0.12
        return meter
    }()
}

extension ScreenTester {
    /// The night of ``SampleRows``, with everything arrived.
    package static func night(
        _ width: Int = 120, _ height: Int = 40, place: Place = .prod, glyphs: Glyphs = .unicode, isLowBandwidth: Bool = false
    ) -> ScreenTester {
        var tester = ScreenTester(width: width, height: height, place: place, glyphs: glyphs, isLowBandwidth: isLowBandwidth)
        tester.send(.contexts(["drill", "prod", "staging"]), .meter(SampleRows.meter))
        tester.send(.lambda(SampleRows.lambda()), .queues(SampleRows.queues()), .alarms(SampleRows.alarms()))
        return tester
    }
}
