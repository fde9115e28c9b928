package import FoundationEssentials
package import Model

/// The same numbers in every run (SplitMix64).
package struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

/// Panes whose rows change as an account's do.
package struct RecordedAccount {
    package static let start = Date(timeIntervalSince1970: 1_784_000_000)
    package static let place = Place(context: "prod", region: "eu-west-1", account: "123456789012", isProduction: true)
    package static let window = Duration.seconds(900)

    package var functions: [LambdaFunction]
    package var queues: [Queue]
    package var alarms: [Alarm]
    package var numbers: SeededNumbers

    package init(functions: Int, queues: Int, alarms: Int, seed: UInt64 = 1) {
        numbers = SeededNumbers(seed)
        self.functions = (0..<functions).map { Self.function($0) }
        self.queues = (0..<queues).map { Self.queue($0) }
        self.alarms = (0..<alarms).map { Self.alarm($0) }
    }

    private static func function(_ number: Int) -> LambdaFunction {
        var row = LambdaFunction(name: "prd3292-prod1-us-east-1-worker-\(number)")
        row.arn = "arn:aws:lambda:us-east-1:123456789012:function:\(row.name)"
        row.runtime = "nodejs20.x"
        row.lastModified = start.addingTimeInterval(-Double(number) * 3601.25)
        row.timeoutSeconds = 60
        row.memoryMB = 256
        row.severity = .ok
        (row.invocations, row.errors, row.throttles) = (0, 0, 0)
        return row
    }

    private static func queue(_ number: Int) -> Queue {
        let name = "optimization-\(number)-queue" + (number % 10 == 0 ? ".fifo" : "")
        var row = Queue(name: name, url: "https://sqs.us-east-1.amazonaws.com/123456789012/\(name)")
        row.arn = "arn:aws:sqs:us-east-1:123456789012:\(name)"
        row.visibilityTimeoutSeconds = 300
        (row.visible, row.inFlight, row.delayed) = (0, 0, 0)
        row.severity = .ok
        return row
    }

    private static func alarm(_ number: Int) -> Alarm {
        var row = Alarm(
            name: "alarm-\(number)", state: "OK", since: start, reason: "Threshold Crossed: no datapoints were received.",
            source: number % 3 == 0 ? .local : .cloudwatch, kind: .metric)
        row.dimensions = ["FunctionName": "worker-\(number)"]
        row.threshold = Double(number) / 7
        return row
    }

    /// A minute's figures for most functions: sums, the newest point of the series, the series moved on by a step a minute.
    package mutating func changeFunctions(at now: Date, share: Double = 0.6) {
        for index in functions.indices where Double.random(in: 0..<1, using: &numbers) < share {
            let invocations = Double(Int.random(in: 0..<2000, using: &numbers))
            functions[index].invocations = invocations
            functions[index].durationP95Ms = Double(Int.random(in: 1000..<500_000, using: &numbers)) / 100
            functions[index].concurrency = Double(Int.random(in: 0..<50, using: &numbers))
            functions[index].invocationSeries = moved(functions[index].invocationSeries, to: now)
            functions[index].errorSeries = moved(functions[index].errorSeries, to: now, ceiling: 3)
            if index % 50 == 0 {
                functions[index].severity = invocations > 1000 ? .warning : .ok
                functions[index].reasons = invocations > 1000 ? ["error rate \(invocations / 1000) % > 1 %"] : []
            }
        }
    }

    package mutating func changeQueues(at now: Date, share: Double = 0.3) {
        for index in queues.indices where Double.random(in: 0..<1, using: &numbers) < share {
            queues[index].visible = Int.random(in: 0..<5000, using: &numbers)
            queues[index].inFlight = Int.random(in: 0..<50, using: &numbers)
            queues[index].oldestAgeSeconds = Double(Int.random(in: 0..<900, using: &numbers))
            queues[index].sentPerMinute = Double(Int.random(in: 0..<9000, using: &numbers)) / 15
            queues[index].growthPerMinute = Double(Float.random(in: -100..<100, using: &numbers))
            queues[index].depthSeries = moved(queues[index].depthSeries, to: now)
        }
    }

    package mutating func changeAlarms(at now: Date, share: Double = 0.01) {
        for index in alarms.indices where Double.random(in: 0..<1, using: &numbers) < share {
            alarms[index].state = alarms[index].state == "OK" ? "ALARM" : "OK"
            alarms[index].since = now
            alarms[index].reason = "Threshold Crossed: 1 datapoint [\(Int.random(in: 0..<99, using: &numbers))] was greater."
            alarms[index].severity = Alarm.severity(ofState: alarms[index].state)
        }
    }

    private mutating func moved(_ series: MetricSeries?, to now: Date, ceiling: Int = 200) -> MetricSeries {
        let window = Window(endingAt: now, length: Self.window)
        let values = (0..<15).map { step -> Float? in
            let old = series.flatMap { series in
                series.index(of: window.start.addingTimeInterval(Double(step) * 60)).map { series.values[$0] }
            }
            if let old, step < 13 { return old }
            return step % 7 == 6 ? nil : Float(Int.random(in: 0..<ceiling, using: &numbers))
        }
        return MetricSeries(start: window.start, stepSeconds: 60, values: values)
    }
}

extension PaneSnapshot {
    package static func shown(_ rows: [Row], at now: Date, cadence: Duration = .seconds(15)) -> PaneSnapshot {
        PaneSnapshot(rows: rows, asOf: now.addingTimeInterval(-0.25), cadence: cadence)
    }
}
