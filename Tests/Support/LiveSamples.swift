package import FoundationEssentials
package import Model

/// A running deployment as it may be seen at ``ScreenTester/night``.
package enum LiveSamples {
    package static let now = ScreenTester.night
    private static let deployment = LiveDeployment()

    /// In the middle of its permutations, all well.
    package static var healthy: LiveSight { sight(dead: 0, watch: (8, 4), errors: 0, lines: calm) }

    /// No optimizer has ended for long, the cache was away, and messages were given up.
    package static var stuck: LiveSight { sight(dead: 3, watch: (512, 40), errors: 9, lines: troubled) }

    /// Nothing under way, and nothing to tell of an earlier run.
    package static var idle: LiveSight {
        LiveSight(
            asOf: now, progress: LiveProgress(), queues: queues(dead: 0, watch: (0, 0)),
            functions: functions(errors: 0, lines: []),
            stuck: [], missing: [])
    }

    private static func ago(_ seconds: Double) -> Date { now.addingTimeInterval(-seconds) }

    private static func report(_ milliseconds: Int, _ memory: Int) -> String {
        "REPORT RequestId: 6f1d3c52-0000-4000-8000-000000000001\tDuration: \(milliseconds).00 ms\tBilled Duration: \(milliseconds) ms\tMemory Size: 1024 MB\tMax Memory Used: \(memory) MB"
    }

    private static var calm: [(Double, String)] {
        [
            (2400, "OptimizationStatus.CompleteWithSuccess"), (90, report(42_000, 512)), (30, report(61_000, 640)),
        ]
    }

    private static var troubled: [(Double, String)] {
        [
            (2000, report(42_000, 512)), (1500, "ERROR System.TimeoutException: The operation has timed out"),
            (1400, "Redis cache is configured but not reachable"), (1300, report(61_000, 1001)),
        ]
    }

    private static func queues(dead: Int, watch: (waiting: Int, held: Int)) -> [LiveQueue] {
        deployment.queues.enumerated().map { number, name in
            var row = Queue(name: name, url: "https://sqs.eu-west-1.amazonaws.com/111122223333/\(name)")
            row.arn = "arn:aws:sqs:eu-west-1:111122223333:\(name)"
            (row.visible, row.inFlight, row.delayed) = number == 0 ? (watch.waiting, watch.held, 0) : (0, 0, number == 1 ? 2 : 0)
            row.visibilityTimeoutSeconds = 900
            row.oldestAgeSeconds = number == 0 ? Double(watch.waiting) * 2 : nil
            row.deadLetterQueue = "\(name)-dlq"
            row.deadLetterDepth = number == 0 ? dead : 0
            return LiveQueue(name, row)
        }
    }

    private static func functions(errors: Double, lines: [(Double, String)]) -> [LiveFunction] {
        deployment.functions.enumerated().map { number, name in
            var log = LiveLogCounts(since: ago(3600))
            for (line, entry) in (number == 0 ? lines : []).enumerated() {
                log.take(
                    LogEvent(
                        id: "\(line)", group: deployment.logGroup(of: name), stream: "s",
                        atMs: Int64(ago(entry.0).timeIntervalSince1970 * 1000), message: entry.1))
            }
            var row = LambdaFunction(name: name)
            (row.invocations, row.errors) = (number == 0 ? 120 : 1, number == 0 ? errors : 0)
            (row.durationP95Ms, row.timeoutSeconds, row.memoryMB) = (number == 0 ? 61_000 : 900, 900, 1024)
            return LiveFunction(name, row, log: log)
        }
    }

    private static func sight(
        dead: Int, watch: (Int, Int), errors: Double, lines: [(Double, String)]
    ) -> LiveSight {
        let queues = queues(dead: dead, watch: watch)
        let functions = functions(errors: errors, lines: lines)
        var progress = LiveProgress()
        var signs = LiveProgress.Signs()
        signs.creatorRanAt = ago(2200)
        signs.completedAt = ago(2400)
        progress.take(signs, at: ago(2190))
        signs.syncLevel = 4
        progress.take(signs, at: ago(2160))
        (signs.syncRanAt, signs.syncLevel) = (ago(2130), 0)
        progress.take(signs, at: ago(2100))
        signs.carrierLevel = 2
        progress.take(signs, at: ago(2070))
        signs.watchLevel = 12
        progress.take(signs, at: ago(2040))
        var facts = LiveFacts(
            deployment: deployment, progress: progress, queues: queues, endings: functions[0].log?.endings ?? [])
        facts.cacheUnreachableAt = functions[0].log?.newest[.cacheUnreachable]
        facts.completedAt = signs.completedAt
        return LiveSight(
            asOf: now, progress: progress, queues: queues, functions: functions, stuck: facts.stuck(at: now), missing: [])
    }
}
