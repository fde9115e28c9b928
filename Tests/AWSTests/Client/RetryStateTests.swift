import Foundation
import Testing

@testable import AWS

@Suite struct RetryStateTests {
    private func failure(_ cause: AttemptFailure.Cause, retryAfter: Duration? = nil) -> AttemptFailure {
        AttemptFailure(cause: cause, retryAfter: retryAfter, error: AWSError(.server, code: "x", message: "x"))
    }

    @Test func doublesTheCeilingUpToTwentySeconds() {
        let policy = RetryPolicy(maximumAttempts: 10)
        let ceilings = (1...8).map { policy.delay(after: $0, jitter: 1) }
        #expect(ceilings == [1, 2, 4, 8, 16, 20, 20, 20].map { .seconds($0) })
        #expect(policy.delay(after: 3, jitter: 0) == .zero)
        #expect(policy.delay(after: 3, jitter: 0.5) == .seconds(2))
        #expect(policy.delay(after: 4000, jitter: 1) == .seconds(20))
    }

    @Test func neverAllowsLessThanOneAttempt() {
        #expect([-1, 0, 1, 5].map { RetryPolicy(maximumAttempts: $0).maximumAttempts } == [1, 1, 1, 5])
    }

    /// Every cause, for reads and for changes: only what certainly was not done is repeated for a change.
    @Test func repeatsAChangeOnlyWhereItWasNotDone() {
        let date = Date(timeIntervalSince1970: 0)
        let cases: [(AttemptFailure.Cause, read: RetryState.Step, change: RetryState.Step)] = [
            (.throttled, .wait(.zero), .wait(.zero)), (.notConnected, .wait(.zero), .wait(.zero)),
            (.interrupted, .wait(.zero), .giveUp), (.timedOut, .wait(.zero), .giveUp),
            (.clock(serviceTime: date), .correctClock(serviceTime: date), .correctClock(serviceTime: date)),
            (.expired, .renewCredentials, .renewCredentials), (.definite, .giveUp, .giveUp),
        ]
        for (cause, read, change) in cases {
            for (mayRepeat, expected) in [(true, read), (false, change)] {
                var state = RetryState(policy: RetryPolicy(), mayRepeat: mayRepeat)
                var budget = RetryBudget()
                #expect(state.step(after: failure(cause), budget: &budget, jitter: 0) == expected, "\(cause) \(mayRepeat)")
            }
        }
    }

    @Test func givesUpAfterTheLastAttempt() {
        var state = RetryState(policy: RetryPolicy(maximumAttempts: 3), mayRepeat: true)
        var budget = RetryBudget()
        let steps = (1...3).map { _ in state.step(after: failure(.throttled), budget: &budget, jitter: 0.5) }
        #expect(steps == [.wait(.milliseconds(500)), .wait(.seconds(1)), .giveUp])
        #expect(budget.tokens == 490)
    }

    @Test func paysTenForATimeOutAndFiveForTheRest() {
        for (cause, cost) in [(AttemptFailure.Cause.timedOut, 10), (.interrupted, 5), (.throttled, 5), (.notConnected, 5)] {
            var state = RetryState(policy: RetryPolicy(), mayRepeat: true)
            var budget = RetryBudget()
            _ = state.step(after: failure(cause), budget: &budget, jitter: 0)
            #expect(budget.tokens == 500 - cost)
            budget.giveBack(state.reward())
            #expect(budget.tokens == 500)
        }
        #expect(RetryState(policy: RetryPolicy(), mayRepeat: true).reward() == 1)
    }

    @Test func stopsWhenTheBudgetIsSpent() {
        var budget = RetryBudget()
        var retries = 0
        while true {
            var state = RetryState(policy: RetryPolicy(), mayRepeat: true)
            guard case .wait = state.step(after: failure(.interrupted), budget: &budget, jitter: 0) else { break }
            retries += 1
        }
        #expect(retries == 100)
        budget.giveBack(1000)
        #expect(budget.tokens == 500)
    }

    @Test func waitsAsLongAsTheServiceAsksButNotForEver() {
        let cases: [(Duration, RetryState.Step)] = [
            (.milliseconds(1), .wait(.milliseconds(500))), (.seconds(7), .wait(.seconds(7))), (.seconds(20), .wait(.seconds(20))),
            (.seconds(21), .giveUp),
        ]
        for (asked, expected) in cases {
            var state = RetryState(policy: RetryPolicy(), mayRepeat: true)
            var budget = RetryBudget()
            #expect(state.step(after: failure(.throttled, retryAfter: asked), budget: &budget, jitter: 0.5) == expected)
        }
    }

    @Test func correctsTheClockAndRenewsCredentialsOncePerCall() {
        let date = Date(timeIntervalSince1970: 0)
        var state = RetryState(policy: RetryPolicy(), mayRepeat: false)
        var budget = RetryBudget()
        let causes: [AttemptFailure.Cause] = [.expired, .clock(serviceTime: date), .expired, .clock(serviceTime: date)]
        let steps = causes.map { state.step(after: failure($0), budget: &budget, jitter: 0) }
        #expect(steps == [.renewCredentials, .correctClock(serviceTime: date), .giveUp, .giveUp])
        #expect(budget.tokens == 500)
    }
}
