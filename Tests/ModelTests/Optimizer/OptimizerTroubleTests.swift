import Foundation
import Model
import Support
import Testing

@Suite struct OptimizerTroubleTests {
    private typealias Samples = OptimizerSamples

    @Test(arguments: Samples.troubles.indices)
    func isToldWithTheNextStep(number: Int) throws {
        let sample = Samples.troubles[number]
        let found = OptimizerTrouble.all(of: sample.run, sample.sight, at: Samples.now)
        let trouble = try #require(found.first { $0.cause == sample.cause }, "\(found.map(\.cause))")
        #expect(!trouble.message.isEmpty && !trouble.hint.isEmpty)
        let row = Samples.row(sample.run, sample.sight)
        #expect(trouble.isStuck == (row.run.state == .stuck))
        #expect(row.severity >= .warning)
        #expect(row.severity == .critical || !trouble.isStuck)
    }

    @Test func isNone_WhileARunGoesWell() {
        #expect(OptimizerTrouble.all(of: Samples.run(), OptimizerSight(), at: Samples.now) == [])
    }

    @Test func isNoProgress_AfterThreeTimesTheUsualTime_AndThreeMinutesAtLeast() {
        var run = Samples.run()
        run.etaSeconds = nil
        run.lastProgressAt = Samples.now
        func isStuck(after seconds: Double, groupSeconds: [Double] = []) -> Bool {
            let sight = OptimizerSight(groupSeconds: groupSeconds)
            return OptimizerRow(run, sight, at: Samples.now.addingTimeInterval(seconds)).run.state == .stuck
        }
        #expect(!isStuck(after: 180))
        #expect(isStuck(after: 181))
        #expect(!isStuck(after: 299, groupSeconds: [100, 1, 100]))
        #expect(isStuck(after: 301, groupSeconds: [100, 1, 100]))
        run.state = .completed
        #expect(!isStuck(after: 9999))
    }

    @Test func isNotLate_WhereItStandsStill() {
        var run = Samples.run()
        run.lastProgressAt = Samples.now.addingTimeInterval(-500)
        #expect(OptimizerTrouble.all(of: run, OptimizerSight(), at: Samples.now).map(\.cause) == [.noProgress])
    }

    // MARK: Experience

    @Test func dividesTheSecondHalfByWhatThePhasesTook() {
        let usual = OptimizerExperience.none
        #expect(usual.percents(of: .optimise) == 50...85)
        #expect(usual.percents(of: .report).upperBound == 100)
        let learnt = OptimizerExperience(
            of: [(1_000_000, ["optimise": 2, "repair": 1, "write": 6, "report": 1, "validate": 3])])
        #expect(learnt.percents(of: .optimise) == 50...60)
        #expect(learnt.percents(of: .write) == 65...95)
        #expect(learnt.seconds(devices: 500_000)["write"] == 3)
        #expect(learnt.secondsAfter(.optimise, devices: 1_000_000) == 7)
        #expect(usual.secondsAfter(.optimise, devices: 10) == nil)
    }

    @Test func neverGoesBack_WhateverPastRunsTook() {
        for weights in [[0.0, 0, 0, 9], [9, 0, 0, 0], [0, 9, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0]] {
            let seconds = Dictionary(uniqueKeysWithValues: zip(["optimise", "repair", "write", "report"], weights))
            let experience = OptimizerExperience(of: [(100, seconds)])
            var last = 0.0
            for phase in OptimizerPhase.embedded {
                let range = experience.percents(of: phase)
                #expect(range.lowerBound >= last && range.upperBound <= 100.0001)
                last = range.upperBound - 0.000001
            }
        }
    }

    @Test func leavesShortRunsOut() {
        #expect(OptimizerExperience(of: [(10, ["optimise": 0.01])]).isEmpty)
    }
}
