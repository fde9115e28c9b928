import Engines
import FoundationEssentials
import Model
import Testing

@testable import Assembly

@Suite struct LambdaBudgetTests {
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func budget(_ seconds: Double) -> LambdaBudget {
        LambdaBudget(settings: EngineSettings(), now: Self.now, deadline: Self.now.addingTimeInterval(seconds))
    }

    @Test func keepsTheUsualTimes_WhereThereIsPlenty() {
        let budget = budget(900)
        #expect(budget.farewell == .seconds(8) && budget.drain == .seconds(120) && budget.queueWait == .seconds(3))
        #expect(budget.stopAt == Self.now.addingTimeInterval(891.5))
    }

    /// Whatever Lambda allows, the pass ends before it, and nothing is negative.
    @Test(arguments: [-5, 0, 0.1, 1, 3, 10, 60, 900]) func endsInTime(seconds: Double) {
        let budget = budget(seconds)
        let end = budget.stopAt.timeIntervalSince(Self.now) + budget.farewell / .seconds(1)
        #expect(end <= max(0, seconds) && (seconds < 1 || end < seconds))
        #expect(budget.farewell >= .zero && budget.drain >= .zero && budget.queueWait >= .zero && budget.stopAt >= Self.now)
        #expect(budget.drain <= .seconds(max(0, seconds) / 2))
    }

    @Test func leavesAQueueTimeForTheDeliveries_InLambdasDefaultOfThreeSeconds() {
        #expect(budget(3).queueWait == .zero && budget(3).drain < .seconds(1))
    }
}
