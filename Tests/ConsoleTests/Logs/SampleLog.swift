import Console
import FoundationEssentials
import Model
import Support

/// A log of the night: two functions, one of them in trouble.
enum SampleLog {
    static let sender = "/aws/lambda/prd3292-prod1-ntfcn-snd"
    static let worker = "/aws/lambda/prd3292-prod1-demand-worker"

    /// Milliseconds before the night's moment.
    static func event(_ agoMs: Int64, _ message: String, group: String = sender, id: String = "") -> LogEvent {
        LogEvent(
            id: id, group: group, stream: "2026/11/21/[$LATEST]8f0c", atMs: ScreenTester.night.milliseconds - agoMs,
            ingestedMs: ScreenTester.night.milliseconds - agoMs + 300, message: message)
    }

    static let request = "7d1b7a1e-2c1e-4c7f-9b1a-0d7c5d3e2f10"

    static let events: [LogEvent] = [
        event(62_000, "INIT_START Runtime Version: nodejs:20.v70\n"),
        event(61_600, "START RequestId: \(request) Version: $LATEST\n"),
        event(
            61_500,
            #"{"level":"info","message":"notification sent","duration":212,"context":{"notificationId":41,"channel":"email"}}"#),
        event(61_400, "END RequestId: \(request)\n"),
        event(
            61_400,
            "REPORT RequestId: \(request)\tDuration: 212.40 ms\tBilled Duration: 213 ms\tMemory Size: 512 MB\tMax Memory Used: 98 MB\t"
                + "Init Duration: 412.10 ms\n"),
        event(40_000, "2026-11-21T03:10:02.000Z\t\(request)\tWARN\tretrying 3 of 5 in 400 ms", group: worker),
        event(
            21_000,
            #"{"level":"error","message":"could not reach provider 17: 503","retryable":true,"context":{"notificationId":42,"tries":[1,2,3]}}"#
        ),
        event(20_500, "2026-11-21T03:10:21.500Z\t\(request)\tERROR\tdemand 4711 has no owner", group: worker),
        event(
            9_000,
            #"{"level":"error","message":"could not reach provider 9: 503","context":{"notificationId":43},"stack":"Error: 503\n    at send (/var/task/send.js:12:7)\n    at main (/var/task/index.js:3:1)"}"#
        ),
        event(
            4_000,
            "REPORT RequestId: \(request)\tDuration: 30000.00 ms\tBilled Duration: 30000 ms\tMemory Size: 512 MB\t"
                + "Max Memory Used: 511 MB\tStatus: timeout\n"),
        event(3_900, "2026-11-21T03:10:38.100Z \(request) Task timed out after 30.00 seconds\n"),
        event(800, "debug: nothing to do", group: worker),
    ]

    static func polled(_ completeAgo: TimeInterval = 2) -> TailStatus {
        TailStatus(
            mode: .polling(every: .seconds(2), because: "live tail is switched off"),
            completeTo: ScreenTester.night.addingTimeInterval(-completeAgo))
    }

    static func digest(_ events: [LogEvent]) -> LogDigest {
        var digest = LogDigest()
        digest.take(events)
        return digest
    }

    static func batch(_ events: [LogEvent] = events, gaps: [LogGap] = [], status: TailStatus = polled()) -> LogsNews {
        .batch(LogBatch(events: events, gaps: gaps, status: status), digest(events))
    }
}

extension ScreenTester {
    /// The number of the log that was opened last.
    var logNumber: Int {
        for case .openLogs(let request) in effects.reversed() { return request.number }
        return 0
    }

    /// The logs of two functions, open and read.
    static func logs(
        _ width: Int, _ height: Int, events: [LogEvent] = SampleLog.events, gaps: [LogGap] = [],
        status: TailStatus = SampleLog.polled()
    ) -> ScreenTester {
        var tester = ScreenTester.night(width, height)
        tester.press("1 Space j Space l")
        tester.send(.logs(tester.logNumber, .groups([SampleLog.sender, SampleLog.worker], missing: [])))
        tester.send(.logs(tester.logNumber, SampleLog.batch(events, gaps: gaps, status: status)))
        return tester
    }
}
