import Foundation
import Model
import Testing

@testable import AWS

@Suite struct APITallyTests {
    private let start = Date(timeIntervalSince1970: 1_000_000)

    @Test func countsOutcomesAndDollars() {
        var tally = APITally()
        for outcome in [APIMeterRecorder.Outcome.answered, .answered, .throttled, .failed] {
            tally.record(outcome, costUSD: 0.25, at: start)
        }
        let meter = tally.meter(at: start)
        #expect((meter.calls, meter.throttled, meter.failed) == (4, 1, 1))
        #expect(meter.estimatedCostUSD == 1)
    }

    @Test func forgetsCallsAfterAMinuteAndTheRateAfterFive() {
        var tally = APITally()
        tally.record(.answered, costUSD: 1, at: start)
        let counts = [0.0, 55, 60, 300].map { tally.meter(at: start.addingTimeInterval($0)).callsPerMinute }
        #expect(counts == [1, 1, 0, 0])
        let rates = [0.0, 55, 115, 295, 300].map { tally.meter(at: start.addingTimeInterval($0)).costUSDPerHour }
        #expect(rates == [60, 60, 30, 12, 0])
        #expect(tally.meter(at: start.addingTimeInterval(86_400)).calls == 1)
    }

    @Test func chargesWhatIsNoCall() {
        var tally = APITally()
        tally.record(.answered, costUSD: 1, at: start)
        tally.charge(2, at: start.addingTimeInterval(1))
        let meter = tally.meter(at: start.addingTimeInterval(1))
        #expect(meter.calls == 1 && meter.callsPerMinute == 1 && meter.estimatedCostUSD == 3 && meter.costUSDPerHour == 180)
    }

    @Test func settlesAtTheTrueRate() {
        var tally = APITally()
        for second in 0..<900 { tally.record(.answered, costUSD: 0.001, at: start.addingTimeInterval(Double(second))) }
        let meter = tally.meter(at: start.addingTimeInterval(899))
        #expect(meter.callsPerMinute == 60)
        #expect(abs(meter.costUSDPerHour - 3.6) < 1e-9)
    }
}
