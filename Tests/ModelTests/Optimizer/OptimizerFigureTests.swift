import Foundation
import Model
import Testing

@Suite struct OptimizerFigureTests {
    private let noon = Date(timeIntervalSince1970: 1_790_000_000)

    private func run(before: Int64 = 1000, now: Int64 = 800) -> OptimizerRun {
        var run = OptimizerRun(id: 7, provider: "P", state: .running, phase: .optimise, createdAt: noon)
        run.costBefore = Money(ticks: before)
        run.costNow = Money(ticks: now)
        run.startedAt = noon
        run.devices = 96
        run.rejected = 4
        return run
    }

    @Test(arguments: [
        (Int64(800), Severity.ok), (900, .warning), (930, .warning), (950, .warning), (951, .critical), (1100, .critical),
    ])
    func judgesSavings(now: Int64, verdict: Severity) {
        let figure = OptimizerFigure.all(of: run(now: now), among: [], at: noon)[0]
        #expect(figure.verdict == verdict)
    }

    @Test func callsUnknown_WhatNothingTells() {
        let figures = OptimizerFigure.all(of: run(), among: [], at: noon)
        #expect(figures.count == 8)
        #expect(
            figures.suffix(4).allSatisfy { $0.value == nil && $0.verdict == .unknown && $0.evidence == "no source configured" })
        #expect(figures[1].verdict == .unknown)
        #expect(figures[3].value == 96)
    }

    @Test func countsFinishedRuns_ForTheSuccessRate() {
        var (good, bad, stopped) = (run(), run(), run())
        (good.state, bad.state, stopped.state) = (.completed, .failed, .cancelled)
        let figure = OptimizerFigure.all(of: run(), among: [good, good, good, bad, stopped, run()], at: noon)[1]
        #expect(figure.value == 75)
        #expect(figure.verdict == .critical)
    }

    @Test func saysNoGo_WhenFewerThanTenMinutesAreLeftAfterTheWork() {
        var run = run()
        #expect(OptimizerDeadline(of: run, at: noon) == nil)
        run.cycleEndsAt = noon.addingTimeInterval(700)
        #expect(OptimizerDeadline(of: run, at: noon)?.isGo == true)
        run.etaSeconds = 101
        #expect(OptimizerDeadline(of: run, at: noon)?.isGo == false)
    }

    @Test func countsPercentAsTheOriginalDoes_To50() {
        var run = run()
        run.phase = .group
        #expect(run.percent == 30)
        run.phase = .baseline
        #expect(run.percent == 40)
        run.phase = .optimise
        #expect(run.percent == 50)
        run.share = 1
        #expect(run.percent == 85)
        run.state = .completed
        #expect(run.percent == 100)
    }

    @Test func writesMoneyExactly() {
        #expect(Money(ticks: 12_345_678).text == "1234.5678")
        #expect(Money(ticks: -5).text == "-0.0005")
        #expect(Money(ticks: 12_345_678_950).shortText == "1,234,567.90")
        #expect(Money(ticks: 99_950).shortText == "10.00")
        #expect(Money(ticks: 0).shortText == "0.00")
    }
}
