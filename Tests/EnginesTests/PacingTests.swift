import AWS
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

@Suite struct PaceTests {
    @Test func throttling_WidensUpToEightTimes_AndNarrowsAgain() {
        var pace = Pace(base: .seconds(15))
        var cadences: [Duration] = []
        for _ in 0..<5 {
            pace.note(.throttled)
            cadences.append(pace.cadence)
        }
        #expect(cadences == [30, 60, 120, 120, 120].map { .seconds($0) })
        #expect(pace.slowedBy == "throttled")
        cadences = (0..<7).map { _ in
            pace.note(.good)
            return pace.cadence
        }
        #expect(cadences == [120, 60, 60, 30, 30, 15, 15].map { .seconds($0) })
        #expect(pace.slowedBy == nil)
    }

    @Test func failures_AreRetriedSoon_ThenEverLater() {
        var pace = Pace(base: .seconds(60))
        let delays = (0..<7).map { _ in
            pace.note(.failed(.transport))
            return pace.delay
        }
        #expect(delays == [5, 10, 20, 40, 80, 120, 120].map { .seconds($0) })
        pace.note(.good)
        #expect(pace.delay == .seconds(60))
    }

    @Test(arguments: [
        AWSError.Kind.denied, .credentials, .notFound, .rejected, .server, .transport, .unreadable, .cancelled,
    ])
    func everyFailure_BacksOff(kind: AWSError.Kind) {
        var pace = Pace(base: .seconds(15))
        pace.note(.failed(kind))
        #expect(pace.delay == .seconds(5))
    }

    @Test func whatIsNotOffered_IsNotAskedInAFastLoop() {
        var pace = Pace(base: .seconds(15))
        pace.note(.failed(.notOffered))
        #expect(pace.delay == .seconds(600))
    }

    @Test func budget_WidensAndSaysSo() {
        var pace = Pace(base: .seconds(60))
        pace.note(.good, budgetFactor: 2.5)
        #expect(pace.cadence == .seconds(150))
        #expect(pace.slowedBy == "budget")
        pace.note(.throttled, budgetFactor: 2.5)
        #expect(pace.slowedBy == "throttled, budget")
        #expect(pace.cadence == .seconds(150))
    }

    @Test func size_WidensAndSaysSo() {
        var pace = Pace(base: .seconds(15))
        pace.note(.good, sizeFactor: 4)
        #expect(pace.cadence == .seconds(60))
        #expect(pace.slowedBy == "size")
    }

    @Test func oneBudget_IsSharedByAllSources() {
        let budget = Budget(dollarsPerHour: 2)
        #expect(budget.factor(notingMetrics: 1, for: "lambda") == 1)
        #expect(budget.factor(notingMetrics: 3, for: "queues") == 2)
        #expect(budget.factor(notingMetrics: 0, for: "lambda") == 1.5)
        #expect(Budget(dollarsPerHour: 0).factor(notingMetrics: 5, for: "lambda") == 1)
    }

    @Test func callsThatAreMadeInAnyCase_LeaveLessForMetrics_YetAlwaysATenth() {
        let budget = Budget(dollarsPerHour: 2)
        budget.factor(notingMetrics: 0, calls: 1, for: "alarms")
        #expect(budget.factor(notingMetrics: 2, for: "lambda") == 2)
        budget.factor(notingMetrics: 0, calls: 50, for: "alarms")
        #expect(budget.factor(notingMetrics: 2, for: "lambda") == 10)
    }
}

@Suite(.timeLimit(.minutes(3))) struct NapTests {
    @Test func aKnock_EndsTheSleep_AlsoWhenItCameBefore() async {
        let clock = ManualClock()
        let nap = Nap(clock: clock)
        await nap.knock()
        await nap.sleep(until: clock.now.addingTimeInterval(60))
        let sleeper = Task { await nap.sleep(until: clock.now.addingTimeInterval(60)) }
        await clock.waitForSleepers()
        await nap.knock()
        await sleeper.value
        #expect(clock.nextDeadline == nil)
    }

    @Test func timeAndCancellation_EndTheSleep() async {
        let clock = ManualClock()
        let nap = Nap(clock: clock)
        let byTime = Task { await nap.sleep(until: clock.now.addingTimeInterval(60)) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(60))
        await byTime.value
        let byCancellation = Task { await nap.sleep(until: nil) }
        await clock.waitForSleepers()
        byCancellation.cancel()
        await byCancellation.value
        #expect(clock.nextDeadline == nil)
    }

    @Test(arguments: [1, 3, 100]) func concurrentMap_KeepsTheOrder(limit: Int) async {
        let results = await Array(0..<50).concurrentMap(limit: limit) { $0 * 2 }
        #expect(results == (0..<50).map { $0 * 2 })
    }
}
