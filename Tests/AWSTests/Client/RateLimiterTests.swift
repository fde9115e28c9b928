import Foundation
import Support
import Testing

@testable import AWS

@Suite struct RateLimiterTests {
    @Test func sortsCallsIntoTheFamiliesThatAWSCounts() {
        let families: [(Target, RateFamily)] = [
            (ListFunctions.target, .lambdaControl), (GetFunctionConcurrency.target, .lambdaControl),
            (GetMetricData.target, .metricData), (DescribeAlarms.target, .describeAlarms), (ListMetrics.target, .cloudWatch),
            (GetQueueAttributes.target, .sqs), (GetCallerIdentity.target, .other),
        ]
        for (target, family) in families { #expect(RateFamily(target) == family) }
    }

    @Test func makesOnlyTheFamilyAndRegionWaitThatIsBusy() async throws {
        let clock = FakeAWSClock()
        let limiter = RateLimiter(clock: clock)
        for _ in 0..<10 { try await limiter.admit(.lambdaControl, region: "a") }
        try await limiter.admit(.lambdaControl, region: "b")
        try await limiter.admit(.sqs, region: "a")
        #expect(clock.waits.isEmpty)
        try await limiter.admit(.lambdaControl, region: "a")
        #expect(clock.waits.count == 1 && abs(clock.waits[0] / .seconds(1) - 0.1) < 1e-3)
    }

    @Test func givesThePlaceBack_WhenTheWaitIsCancelled() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(clock: clock)
        for _ in 0..<10 { try await limiter.admit(.lambdaControl, region: "a") }
        let waiting = Task { try await limiter.admit(.lambdaControl, region: "a") }
        await clock.waitForSleepers()
        let turn = clock.nextDeadline
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let next = Task { try await limiter.admit(.lambdaControl, region: "a") }
        await clock.waitForSleepers()
        #expect(clock.nextDeadline == turn)
        clock.advanceToNextDeadline()
        try await next.value
    }
}
