package import FoundationEssentials
package import Model

/// Runs of the optimizer as they may stand at ``ScreenTester/night``.
package enum OptimizerSamples {
    package static let now = ScreenTester.night

    /// One in the middle of its work.
    package static func run(_ id: Int = 7, _ phase: OptimizerPhase = .optimise, provider: String = "Jasper EU") -> OptimizerRun {
        var run = OptimizerRun(id: id, provider: provider, state: .running, phase: phase, createdAt: now.addingTimeInterval(-125))
        run.startedAt = now.addingTimeInterval(-120)
        run.lastProgressAt = now.addingTimeInterval(-2)
        run.cycleEndsAt = now.addingTimeInterval(3 * 86_400)
        run.share = 0.4
        let place = OptimizerPhase.embedded.firstIndex(of: phase) ?? 0
        if place >= 1 { (run.devices, run.rejected) = (98_000, 2000) }
        if place >= 3 {
            (run.queuesDone, run.queuesTotal) = (4, 12)
            run.costBefore = Money(ticks: 4_501_230_000)
            run.costNow = Money(ticks: 3_980_110_000)
            run.bound = Money(ticks: 3_979_950_000)
            run.etaSeconds = 95
            run.rate = 184_000
            run.lastImprovementAt = now.addingTimeInterval(-9)
        }
        return run
    }

    /// A run for each cause of trouble, with what is seen of it.
    package static let troubles: [(cause: OptimizerTrouble.Cause, run: OptimizerRun, sight: OptimizerSight)] =
        OptimizerTrouble.Cause.allCases.enumerated().map { number, cause in
            var run = run(20 + number, provider: "\(cause.rawValue)")
            var sight = OptimizerSight()
            switch cause {
            case .processGone: sight.process = .gone
            case .diesAgain: (sight.process, sight.attempts) = (.gone, 3)
            case .processStopped: sight.process = .stopped(pid: 4711)
            case .heardNothing:
                sight.process = .elsewhere(host: "batch-2")
                run.lastProgressAt = now.addingTimeInterval(-400)
                run.etaSeconds = nil
            case .noProgress: (run.lastProgressAt, run.etaSeconds) = (now.addingTimeInterval(-400), nil)
            case .cancelIgnored:
                run.state = .cancelling
                sight.cancelRequestedAt = now.addingTimeInterval(-75)
            case .waitsForStuck:
                run.state = .queued
                sight.waitsForStuck = 20
            case .failed:
                run.state = .failed
                run.problem = Problem(
                    code: "DiskFull", message: "/out.csv cannot be written: No space left on device.", hint: "Free some space.")
            case .late: (run.lastProgressAt, run.etaSeconds) = (now.addingTimeInterval(-100), 20)
            case .refusedStarts: (sight.refusedStarts, sight.lastRefusalAt) = (2, now)
            case .noGo: run.cycleEndsAt = now.addingTimeInterval(300)
            case .cutShort:
                run.state = .completed
                sight.groupsCutShort = 3
            case .fewSIMs: (run.devices, run.rejected) = (90, 10)
            case .smallSaving: (run.state, run.costNow) = (.completed, Money(ticks: 4_401_230_000))
            }
            return (cause, run, sight)
        }

    package static func row(_ run: OptimizerRun, _ sight: OptimizerSight = OptimizerSight()) -> OptimizerRow {
        OptimizerRow(run, sight, at: now)
    }

    package static var detail: OptimizerDetail {
        let run = run()
        func queue(_ name: String, _ state: String, _ saving: Int64?) -> OptimizerQueue {
            OptimizerQueue(
                group: name, state: state, devices: 8000, baseline: Money(ticks: 400_000_000),
                total: saving.map { Money(ticks: 400_000_000 - $0) }, bound: saving.map { Money(ticks: 399_990_000 - $0) },
                rounds: 3, seconds: saving.map { _ in 4.2 })
        }
        let queues = [
            queue("EU-1", "CompleteWithSuccess", 30_000_000), queue("EU-2", "RunningPermutations", 20_000_000),
            queue("EU-3\u{1B}[2J", "CompleteWithErrors", 10_000_000), queue("EU-4", "NotStarted", nil),
        ]
        let seconds = ["validate": 0.71, "group": 0.02, "baseline": 0.3, "optimise": 41]
        var failed = OptimizerSamples.run(3)
        (failed.state, failed.problem) = (.failed, Problem(code: "DiskFull", message: "The disk was full."))
        var good = OptimizerSamples.run(2)
        good.state = .completed
        let behind = OptimizerFigure.Rows(
            queues: queues, rejected: [("unknown_comm_plan", 1900), ("negative_usage", 100)], phaseSeconds: seconds)
        return OptimizerDetail(
            queues: queues, figures: OptimizerFigure.all(of: run, among: [run, failed, good], behind: behind, at: now),
            phaseSeconds: seconds, expectedSeconds: ["write": 9, "report": 0.4])
    }
}
