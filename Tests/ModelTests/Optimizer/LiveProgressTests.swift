import FoundationEssentials
import Testing

@testable import Model

@Suite struct LiveProgressTests {
    private static let start = Date(timeIntervalSince1970: 1_795_230_000)

    private func at(_ seconds: Double) -> Date { Self.start.addingTimeInterval(seconds) }

    private func signs(
        creator: Double? = nil, sync: Double? = nil, optimizer: Double? = nil, levels: (Int?, Int?, Int?) = (0, 0, 0),
        completed: Double? = nil
    ) -> LiveProgress.Signs {
        var signs = LiveProgress.Signs()
        signs.creatorRanAt = creator.map(at)
        signs.syncRanAt = sync.map(at)
        signs.optimizerRanAt = optimizer.map(at)
        (signs.syncLevel, signs.carrierLevel, signs.watchLevel) = levels
        signs.completedAt = completed.map(at)
        return signs
    }

    @Test func goesThroughTheStepsOfTheOriginal() {
        var progress = LiveProgress()
        #expect(progress.percent == nil)
        let steps: [(LiveProgress.Signs, Int)] = [
            (signs(creator: 10), 0),
            (signs(creator: 10, levels: (40, 0, 0)), 20),
            (signs(creator: 10, sync: 60, levels: (12, 0, 0)), 20),
            (signs(creator: 10, sync: 90), 30),
            (signs(creator: 10, sync: 90, levels: (0, 3, 0)), 40),
            (signs(creator: 10, sync: 90, levels: (0, 0, 8)), 50),
            (signs(creator: 10, sync: 90, optimizer: 200, levels: (0, 0, 2)), 50),
            (signs(creator: 10, sync: 90, optimizer: 300, completed: 320), 100),
        ]
        for (number, step) in steps.enumerated() {
            progress.take(step.0, at: at(Double(number) * 60 + 20))
            #expect(progress.percent == step.1, "step \(number)")
        }
        #expect(progress.startedAt == at(10) && progress.endedAt == at(320) && !progress.isUnderWay)
    }

    @Test func beginsAnewOnlyAfterTheEnd() {
        var progress = LiveProgress()
        progress.take(signs(creator: 10, completed: 100), at: at(200))
        #expect(progress.percent == nil, "that run was over before anybody looked")
        progress.take(signs(creator: 250, completed: 100), at: at(260))
        #expect(progress.percent == 0 && progress.startedAt == at(250))
        progress.take(signs(creator: 900, levels: (0, 0, 5), completed: 100), at: at(910))
        #expect(progress.percent == 50 && progress.startedAt == at(250), "a second start while one runs is none")
    }

    @Test func knowsNoBegin_OfARunThatWasUnderWay() {
        var progress = LiveProgress()
        progress.take(signs(levels: (0, 0, 5)), at: at(0))
        #expect(progress.percent == 50 && progress.startedAt == nil)
    }

    @Test func takesNothingFromWhatIsNotTold() {
        var progress = LiveProgress()
        progress.take(signs(levels: (nil, nil, nil)), at: at(0))
        #expect(progress.percent == nil)
        progress.take(signs(creator: 10, sync: 20, levels: (nil, nil, nil)), at: at(30))
        #expect(progress.percent == 20, "whether the queue is empty is not known")
        progress.take(signs(creator: 10, sync: 20, completed: 40), at: at(50))
        #expect(progress.percent == 100)
    }

    /// All sequences of four of the states that the signs can be in.
    @Test func neverGoesBackWithinARun() {
        let levels: [Int?] = [nil, 0, 3]
        var states: [LiveProgress.Signs] = []
        for sync in levels {
            for watch in levels {
                states.append(signs(creator: 1, sync: 5, levels: (sync, 0, watch)))
                states.append(signs(creator: 1, levels: (sync, 2, watch)))
            }
        }
        for first in states {
            for second in states {
                for third in states {
                    var progress = LiveProgress()
                    var last = -1
                    for (number, signs) in [first, second, third].enumerated() {
                        progress.take(signs, at: at(Double(number)))
                        #expect(progress.percent ?? -1 >= last)
                        last = progress.percent ?? -1
                    }
                }
            }
        }
    }
}

@Suite struct LiveStuckTests {
    private static let now = Date(timeIntervalSince1970: 1_795_230_000)
    private let deployment = LiveDeployment()

    private func before(_ seconds: Double) -> Date { Self.now.addingTimeInterval(-seconds) }

    /// A run whose queues were sent so long ago.
    private func progress(sent: Double) -> LiveProgress {
        var signs = LiveProgress.Signs()
        signs.creatorRanAt = before(sent + 600)
        (signs.syncLevel, signs.carrierLevel, signs.watchLevel) = (0, 0, 5)
        var progress = LiveProgress()
        progress.take(signs, at: before(sent))
        return progress
    }

    private func watch(_ change: (inout LiveQueue) -> Void = { _ in }) -> LiveQueue {
        var queue = LiveQueue(deployment.watchQueue, nil)
        (queue.visible, queue.inFlight, queue.delayed) = (3, 0, 0)
        (queue.oldestAgeSeconds, queue.visibilityTimeoutSeconds) = (20, 900)
        change(&queue)
        return queue
    }

    private func facts(sent: Double = 60, _ queue: LiveQueue? = nil, _ change: (inout LiveFacts) -> Void = { _ in })
        -> [LiveStuck]
    {
        var facts = LiveFacts(deployment: deployment, progress: progress(sent: sent), queues: [queue ?? watch()])
        change(&facts)
        return facts.stuck(at: Self.now)
    }

    private func ending(_ ago: Double, seconds: Double = 100) -> LiveLogCounts.Ending {
        LiveLogCounts.Ending(at: before(ago), durationMs: seconds * 1000)
    }

    @Test func saysNothing_WhileAllIsWell() {
        #expect(facts().isEmpty)
        #expect(facts(sent: 170).isEmpty)
        #expect(facts(sent: 5000) { $0.endings = [ending(290)] }.isEmpty, "three times the median are 300 s")
    }

    @Test func seesEachCause_WithItsFiguresAndTheNextStep() {
        let cases: [(LiveStuck.Cause, Severity, String, [LiveStuck])] = [
            (.nothingFinished, .critical, "3 min, the limit is 3 min", facts(sent: 190)),
            (
                .nothingFinished, .critical, "5 min, the limit is 5 min",
                facts(sent: 5000) { $0.endings = [ending(310)] }
            ),
            (.leaseExpired, .critical, "15 min", facts(watch { ($0.inFlight, $0.oldestAgeSeconds) = (1, 950) })),
            (
                .receivedTooOften, .critical, "2 messages were taken",
                facts(watch { ($0.deadLetters, $0.deadLetterQueue) = (2, "dlq") })
            ),
            (
                .cleanupRetrying, .warning, "retry 2 of 10",
                facts(sent: 50) { $0.cleanups = [before(40), before(30), before(20)] }
            ),
            (
                .cleanupGaveUp, .critical, "after 11 runs",
                facts(sent: 150) { $0.cleanups = (1...11).reversed().map { before(Double($0)) } }
            ),
            (
                .cleanupGaveUp, .critical, "after 1 run,",
                facts(sent: 5000) { ($0.endings, $0.cleanups) = ([ending(10)], [before(700)]) }
            ),
            (.cacheUnreachable, .critical, "cache was not reachable", facts { $0.cacheUnreachableAt = before(30) }),
            (.startRefused, .warning, "while a run is open", facts { $0.creatorRanAt = before(10) }),
            (.neverRun, .warning, "3 of 40 queues", facts { ($0.neverRunQueues, $0.allQueues) = (3, 40) }),
            (.simsMissing, .warning, "94 of 100", facts { ($0.expectedSIMs, $0.actualSIMs) = (100, 94) }),
            (.savingsLow, .warning, "4.9 %", facts { $0.savingsPercent = 4.9 }),
        ]
        for (cause, severity, words, found) in cases {
            #expect(found.map(\.cause) == [cause], "\(cause)")
            #expect(found.first?.severity == severity)
            #expect(found.first?.text.contains(words) == true, "\(found.first?.text ?? "nothing")")
            #expect(found.first?.nextStep.isEmpty == false)
        }
        #expect(Set(cases.map(\.0)) == Set(LiveStuck.Cause.allCases))
    }

    @Test func claimsNothingThatIsAtItsLimit() {
        #expect(facts { ($0.expectedSIMs, $0.actualSIMs) = (100, 95) }.isEmpty)
        #expect(facts { $0.savingsPercent = 5 }.isEmpty)
        #expect(facts { ($0.neverRunQueues, $0.allQueues) = (0, 40) }.isEmpty)
        #expect(facts(watch { ($0.inFlight, $0.oldestAgeSeconds) = (1, 900) }).isEmpty)
        #expect(facts(watch { ($0.inFlight, $0.oldestAgeSeconds) = (0, 9000) }).isEmpty, "nobody holds it")
        #expect(facts { $0.cleanups = [before(20)] }.isEmpty, "the first look is no retry")
        #expect(facts { ($0.cacheUnreachableAt, $0.completedAt) = (before(30), before(20)) }.isEmpty, "that run is complete")
    }

    @Test func putsTheWorstFirst() {
        let found = facts(watch { ($0.deadLetters, $0.deadLetterQueue) = (1, "dlq") }) { $0.savingsPercent = 1 }
        #expect(found.map(\.cause) == [.receivedTooOften, .savingsLow])
    }
}

@Suite struct LiveLogCountsTests {
    private func event(_ message: String, at seconds: Double) -> LogEvent {
        LogEvent(id: "\(seconds)", group: "g", stream: "s", atMs: Int64(seconds * 1000), message: message)
    }

    @Test func countsEveryPattern_AndReadsTheReports() {
        var counts = LiveLogCounts(since: Date(timeIntervalSince1970: 0))
        let lines = [
            "INFO OptimizationStatus.CompleteWithSuccess", "OptimizationStatus.CompleteWithErrors",
            "ERROR System.TimeoutException: x",
            "ERROR plain", "Redis cache is configured but not reachable", "nothing to see",
            "REPORT RequestId: a\tDuration: 1000.5 ms\tBilled Duration: 1001 ms\tMemory Size: 1024 MB\tMax Memory Used: 512 MB\tInit Duration: 300 ms",
            "REPORT RequestId: b\tDuration: 3000 ms\tBilled Duration: 3000 ms\tMemory Size: 1024 MB\tMax Memory Used: 900 MB",
        ]
        for (number, line) in lines.enumerated() { counts.take(event(line, at: Double(100 + number))) }
        #expect(counts[.completed] == 1 && counts[.completedWithErrors] == 1)
        #expect(counts[.error] == 2 && counts[.timeout] == 1 && counts[.cacheUnreachable] == 1 && counts[.report] == 2)
        #expect(counts.completedAt == Date(timeIntervalSince1970: 101))
        #expect(counts.reports.durations?.longestMs == 3000 && counts.reports.fullestMemory?.usedMB == 900)
        #expect(counts.endings.map(\.durationMs) == [1000.5, 3000])
    }

    @Test func keepsEndingsInOrder_HoweverTheyCome() {
        var counts = LiveLogCounts(since: Date(timeIntervalSince1970: 0))
        for second in [5, 1, 9, 3, 7] {
            counts.take(
                event("REPORT RequestId: a\tDuration: \(second) ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB", at: Double(second))
            )
        }
        #expect(counts.endings.map(\.durationMs) == [1, 3, 5, 7, 9])
    }
}

@Suite struct LiveCallsTests {
    @Test func namesTheCallsWordByWord() {
        var queue = LiveQueue("optimization-watch-queue", nil)
        queue.arn = "arn:aws:sqs:us-east-1:123456789012:optimization-watch-queue"
        queue.url = "https://sqs/1/optimization-watch-queue"
        (queue.deadLetterQueue, queue.deadLetters) = ("dead", 3)
        let calls = LiveCalls.requeue(queue, deployment: LiveDeployment(), region: "us-east-1", instance: nil)
        #expect(
            calls.lines.first
                == "aws sqs start-message-move-task --region us-east-1 --source-arn arn:aws:sqs:us-east-1:123456789012:dead")
        #expect(calls.order == .redrive(queue: "dead"))
        let end = LiveCalls.end(instance: 42, deployment: LiveDeployment())
        #expect(end.lines.allSatisfy { $0.contains("= 42") && $0.hasPrefix("UPDATE Optimization") } && end.order == nil)
    }
}
