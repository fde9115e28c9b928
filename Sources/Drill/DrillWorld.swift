/// An AWS account that does not exist: what there is, and how busy. The figures follow from it, the seed and the minute.
package struct DrillWorld: Sendable {
    package static let account = "123456789012"
    package static let region = "us-east-1"

    package var functions: [DrillFunction]
    package var queues: [DrillQueue]
    package var alarms: [DrillAlarm]
    let noise: Noise

    package init(functions: [DrillFunction], queues: [DrillQueue], alarms: [DrillAlarm], seed: UInt64 = 3292) {
        self.functions = functions
        self.queues = queues
        self.alarms = alarms
        noise = Noise(seed: seed)
    }

    /// The practice night: a sender that fails too often, a queue that backs up, a few dead letters, and alarms that cannot see any of it.
    package static func night(seed: UInt64 = 3292) -> DrillWorld {
        DrillWorld(functions: Night.functions, queues: Night.queues, alarms: Night.alarms, seed: seed)
    }

    /// A large account for measurements: half of the functions sleep, and all is well apart from every fiftieth function and queue.
    package init(functions functionCount: Int, queues queueCount: Int, alarms alarmCount: Int = 0, seed: UInt64 = 3292) {
        let functions = (0..<functionCount).map { number in
            var function = DrillFunction(
                "load-\(Self.padded(number))-worker", invocationsPerMinute: number % 2 == 0 ? Double(1 + number % 90) : 0)
            if number % 50 == 0 { function.errorRate = 0.08 }
            return function
        }
        let queues = (0..<queueCount).map { number in
            var queue = DrillQueue("load-\(Self.padded(number))-queue", sentPerMinute: Double(1 + number % 60))
            if number % 50 == 0 { queue.resting = 140 }
            return queue
        }
        let alarms = (0..<alarmCount).map { number in
            var alarm = DrillAlarm(
                "load-\(Self.padded(number))-errors", state: number % 50 == 0 ? "ALARM" : "OK", reason: "Threshold crossed")
            alarm.metric = "Errors"
            alarm.dimension = ("FunctionName", "load-\(Self.padded(number))-worker")
            return alarm
        }
        self.init(functions: functions, queues: queues, alarms: alarms, seed: seed)
    }

    private static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 5 - text.count)) + text
    }
}

/// The story of ``DrillWorld/night(seed:)``, with the names of the operations documents.
private enum Night {
    static let prefix = "prd3292-prod1-us-east-1-"

    static var functions: [DrillFunction] { demandWorkers + optimizer + visualizer + loneWorker }

    private static func make(_ name: String, _ perMinute: Double, _ shape: (inout DrillFunction) -> Void = { _ in })
        -> DrillFunction
    {
        var function = DrillFunction(name, invocationsPerMinute: perMinute)
        shape(&function)
        return function
    }

    private static var demandWorkers: [DrillFunction] {
        [
            make(prefix + "ntfcn-schdlr", 1) { $0.durationP95Ms = 5200 },
            make(prefix + "ntfcn-gnrtr", 4) { $0.durationP95Ms = 18_400 },
            make(prefix + "ntfcn-snd", 340) {
                $0.errorRate = 0.09
                $0.durationP95Ms = 1850
                $0.isStreamFed = true
                $0.iteratorAgeMs = 21_000
                $0.deployedHoursAgo = 1
            },
            make(prefix + "dmnd-stream-to-sqs", 210) {
                $0.isStreamFed = true
                $0.durationP95Ms = 230
            },
            make(prefix + "shrtn-event-url", 60) { $0.durationP95Ms = 640 },
            make(prefix + "sms-status-cnsmr", 180) {
                $0.isStreamFed = true
                $0.durationP95Ms = 310
            },
        ]
    }

    private static var optimizer: [DrillFunction] {
        [
            make("altaworx-sim-card-optimizer", 6) {
                $0.durationP95Ms = 184_000
                $0.timeoutSeconds = 900
                $0.memoryMB = 3008
                $0.runtime = "dotnet8"
            },
            make("altaworx-jasper-device-sync", 42) {
                $0.errorRate = 0.028
                $0.durationP95Ms = 9400
                $0.timeoutSeconds = 900
                $0.runtime = "dotnet8"
            },
            make("altaworx-optimization-cleanup", 2) {
                $0.durationP95Ms = 3100
                $0.timeoutSeconds = 900
                $0.runtime = "dotnet8"
            },
            make("altaworx-queue-creator", 1) {
                $0.timeoutSeconds = 900
                $0.runtime = "dotnet8"
            },
        ]
    }

    private static var visualizer: [DrillFunction] {
        [
            make("network-visualizer-discovery-production", 0.4) {
                $0.durationP95Ms = 31_000
                $0.timeoutSeconds = 300
                $0.runtime = "python3.12"
            },
            make("network-visualizer-analysis-production", 0.4) {
                $0.durationP95Ms = 12_500
                $0.timeoutSeconds = 300
                $0.runtime = "python3.12"
            },
            make("network-visualizer-api-production", 88) {
                $0.durationP95Ms = 210
                $0.errorRate = 0.0004
                $0.runtime = "python3.12"
            },
        ]
    }

    private static var loneWorker: [DrillFunction] {
        [
            make("loneworker-check", 0.1) { $0.durationP95Ms = 2700 },
            make("loneworker-connect", 0.6) { $0.durationP95Ms = 1400 },
        ]
    }

    static var queues: [DrillQueue] {
        func make(_ name: String, _ perMinute: Double, _ shape: (inout DrillQueue) -> Void = { _ in }) -> DrillQueue {
            var queue = DrillQueue(name, sentPerMinute: perMinute)
            shape(&queue)
            return queue
        }
        return [
            make("optimization-watch-queue", 6) { $0.deadLetterQueue = "optimization-dead-letter-queue" },
            make("device-sync-queue", 42) { $0.deadLetterQueue = "optimization-dead-letter-queue" },
            make("carrier-optimization-queue", 31) {
                $0.pilingUpPerMinute = 2.6
                $0.visibilityTimeoutSeconds = 900
            },
            make("optimization-usage-queue", 12),
            make("export-device-usage-queue", 3),
            make("rate-plan-update-queue", 1),
            make("optimization-dead-letter-queue", 0) {
                $0.resting = 3
                $0.visibilityTimeoutSeconds = 43_200
            },
            make("roesc-requests.fifo", 2) { $0.deadLetterQueue = "roesc-requests-dead-letter.fifo" },
            make("roesc-requests-dead-letter.fifo", 0),
            make(prefix + "event-short-url", 60),
        ]
    }

    static var alarms: [DrillAlarm] { documentAlarms + watchedAlarms }

    /// Made word by word as the optimizer's document says; two of the three metrics do not exist.
    private static var documentAlarms: [DrillAlarm] {
        func make(_ name: String, _ namespace: String, _ metric: String, _ threshold: Double, _ periods: Int, _ summary: String)
            -> DrillAlarm
        {
            let exists = metric == "Duration"
            var alarm = DrillAlarm(
                name, state: exists ? "OK" : "INSUFFICIENT_DATA",
                reason: exists
                    ? "Threshold Crossed: no datapoint was greater than 600000.0." : "Unchecked: Initial alarm creation")
            alarm.namespace = namespace
            alarm.metric = metric
            alarm.statistic = "Average"
            alarm.threshold = threshold
            alarm.evaluationPeriods = periods
            alarm.summary = summary
            alarm.sinceHours = 24 * 90
            return alarm
        }
        return [
            make("Altaworx-High-Error-Rate", "AWS/Lambda", "ErrorRate", 5, 2, "Alarm when error rate exceeds 5%"),
            make(
                "Altaworx-Long-Processing-Time", "AWS/Lambda", "Duration", 600_000, 1,
                "Alarm when processing time exceeds 10 minutes"),
            make(
                "Altaworx-High-Queue-Depth", "AWS/SQS", "ApproximateNumberOfMessages", 100, 2,
                "Alarm when queue depth exceeds 100 messages"),
        ]
    }

    private static var watchedAlarms: [DrillAlarm] {
        var errors = DrillAlarm(
            prefix + "ntfcn-snd-errors", state: "ALARM",
            reason: "Threshold Crossed: 2 out of the last 2 datapoints were greater than the threshold (10.0).")
        errors.metric = "Errors"
        errors.dimension = ("FunctionName", prefix + "ntfcn-snd")
        errors.threshold = 10
        errors.periodSeconds = 60
        errors.summary = "Lambda function error rate"
        var throttles = DrillAlarm(
            prefix + "ntfcn-schdlr-throttles", state: "OK", reason: "Threshold Crossed: no datapoint was greater than 0.0.")
        throttles.metric = "Throttles"
        throttles.dimension = ("FunctionName", prefix + "ntfcn-schdlr")
        var visualizer = DrillAlarm(
            "network-visualizer-high-error-rate", state: "OK", reason: "Threshold Crossed: no datapoint was greater than 10.0.")
        visualizer.metric = "Errors"
        visualizer.dimension = ("FunctionName", "network-visualizer-api-production")
        visualizer.threshold = 10
        visualizer.actionsEnabled = false
        var secret = DrillAlarm(
            "loneworker-secret-expiry", state: "OK", reason: "Threshold Crossed: 87.0 was not less than 30.0.")
        secret.namespace = "loneworker/Check"
        secret.metric = "ClientSecretDaysToExpiry"
        secret.threshold = 30
        var pipeline = DrillAlarm("notification-pipeline", state: "ALARM", reason: "\(errors.name) transitioned to ALARM")
        pipeline.rule = "ALARM(\"\(errors.name)\") OR ALARM(\"\(throttles.name)\")"
        pipeline.summary = "Fans may not get their message before the sale"
        return [errors, throttles, visualizer, secret, pipeline]
    }
}
