import FoundationEssentials
import Support
import Testing

@testable import Model

/// A running deployment as a row, as JSON, and as the calls for it.
@Suite struct LiveRowTests {
    private typealias Samples = LiveSamples

    @Test func isARunInTheWordsOfTheContract() {
        let row = OptimizerRow(live: Samples.healthy)
        #expect(row.run.state == .running && row.run.phase == .optimise && row.percent == 50 && row.severity == .ok)
        #expect(row.run.startedAt == Samples.now.addingTimeInterval(-2200) && row.reasons.isEmpty)
        #expect(row.run.devices == nil && row.run.costNow == nil && row.run.queuesTotal == nil && row.run.etaSeconds == nil)
    }

    @Test func isStuck_WithEachCauseAndItsNextStep() {
        let row = OptimizerRow(live: Samples.stuck)
        #expect(row.run.state == .stuck && row.severity == .critical)
        #expect(row.reasons.count == Samples.stuck.stuck.count && row.reasons.count >= 3)
        #expect(row.reasons.contains { $0.hasSuffix("nightdesk logs altaworx-sim-card-optimizer.") }, "logs are of functions")
        for (reason, stuck) in zip(row.reasons, Samples.stuck.stuck) {
            #expect(reason.contains(stuck.text) && reason.contains(stuck.nextStep))
        }
    }

    @Test func isNothingKnown_WhereNoRunWasSeen() {
        let row = OptimizerRow(live: Samples.idle)
        #expect(row.run.state == .unseen && row.severity == .ok)
        let text = JSONText.object { row.write(to: &$0) }
        for part in ["\"instanceId\":null", "\"state\":null", "\"phase\":null", "\"percent\":null", "\"costNow\":null"] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func isUnknown_WhereNothingIsTold() {
        var sight = Samples.idle
        sight.missing = [Problem(code: "AccessDenied", message: "Queues cannot be listed.", hint: "Allow sqs:ListQueues.")]
        let row = OptimizerRow(live: sight)
        #expect(row.severity == .unknown && row.reasons == ["Queues cannot be listed. Allow sqs:ListQueues."])
    }

    @Test func keepsTheEndOfARunThatWasOverBeforeItWasLookedAt() {
        var sight = Samples.idle
        var signs = LiveProgress.Signs()
        signs.completedAt = Samples.now.addingTimeInterval(-60)
        sight.progress.take(signs, at: Samples.now)
        let row = OptimizerRow(live: sight)
        #expect(row.run.state == .completed && row.percent == 100 && row.run.endedAt == signs.completedAt)
    }

    @Test func judgesOnlyWhatIsTold() {
        let figures = Samples.stuck.figures
        #expect(figures.map(\.name) == OptimizerFigure.all(of: OptimizerSamples.run(), among: [], at: Samples.now).map(\.name))
        let untold = figures.filter { $0.evidence == "no source configured" }
        #expect(untold.count == 5 && untold.allSatisfy { $0.value == nil && $0.verdict == .unknown })
        let errors = figures.first { $0.name == "Lambda error rate" }
        #expect(errors?.verdict == .critical && errors?.rows == ["altaworx-sim-card-optimizer: 9 of 120"])
    }

    @Test func writesQueuesFunctionsAndCauses() {
        let text = JSONText.object { OptimizerRow(live: Samples.stuck).write(to: &$0) }
        for part in [
            "\"reportedPercent\":50", "\"deadLetterDepth\":3", "\"TimeoutException\":1", "\"cause\":\"receivedTooOften\"",
            "\"name\":\"optimization-watch-queue\"", "\"instanceId\":null",
        ] { #expect(text.contains(part), "\(part)") }
    }

    @Test func wordsTheCallsOfWhatIsBehind_AndOrdersOnlyWhatItCanReach() {
        #expect(LiveCalls.requeue(Samples.healthy, region: "r").isEmpty)
        let calls = LiveCalls.requeue(Samples.stuck, region: "elsewhere")
        #expect(calls.count == 1 && calls.first?.order == .redrive(queue: "optimization-watch-queue-dlq"))
        #expect(
            calls.first?.lines.first
                == "aws sqs start-message-move-task --region eu-west-1 --source-arn arn:aws:sqs:eu-west-1:111122223333:optimization-watch-queue-dlq"
        )
        var elsewhere = Samples.stuck
        elsewhere.canRedrive = false
        #expect(LiveCalls.requeue(elsewhere, region: "r").allSatisfy { $0.order == nil })
    }

    @Test func tellsSilenceFromAbsence() {
        var sight = Samples.idle
        #expect(!sight.isSilent && !sight.isAbsent)
        let deployment = LiveDeployment()
        sight.queues = deployment.queues.map { LiveQueue($0, nil) }
        sight.functions = deployment.functions.map { LiveFunction($0, nil, log: nil) }
        #expect(sight.isSilent && sight.isAbsent)
        sight.missing = [Problem(code: "x", message: "x")]
        #expect(sight.isSilent && !sight.isAbsent)
    }
}
