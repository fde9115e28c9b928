import FoundationEssentials
import Testing

@testable import AWS

@Suite struct DevicePollTests {
    private static let start = Date(timeIntervalSince1970: 1_000)

    private func poll(_ interval: Double? = 2, good seconds: Double = 600) -> DevicePoll {
        DevicePoll(expiresAt: Self.start + seconds, intervalSeconds: interval)
    }

    @Test(arguments: [(nil, 5), (0, 5), (-3, 5), (1, 1), (7, 7), (60, 60), (61, 5), (Double.nan, 5)] as [(Double?, Double)])
    func takesTheServicesInterval_WhereItIsSensible(given: Double?, used: Double) {
        #expect(poll(given).first(after: Self.start) == Self.start + used)
    }

    @Test func waitsFiveSecondsLonger_EachTimeItIsToldToSlowDown() {
        var poll = poll()
        #expect(poll.step(after: .slowDown, at: Self.start) == .tryAgain(at: Self.start + 7))
        #expect(poll.step(after: .slowDown, at: Self.start) == .tryAgain(at: Self.start + 12))
        #expect(poll.step(after: .pending, at: Self.start) == .tryAgain(at: Self.start + 12))
    }

    @Test func doublesThePause_WhileThereIsNoConnection_UpToAMinute() {
        var poll = poll(20)
        let pauses = (0..<3).map { _ in poll.step(after: .noConnection, at: Self.start) }
        #expect(pauses == [40, 60, 60].map { .tryAgain(at: Self.start + $0) })
    }

    @Test func endsWithTheServicesVerdict() {
        var poll = poll()
        #expect(poll.step(after: .expired, at: Self.start) == .end(.expired))
        #expect(poll.step(after: .denied, at: Self.start) == .end(.denied))
        #expect(poll.step(after: .refused("invalid_grant"), at: Self.start) == .end(.refused("invalid_grant")))
    }

    @Test func endsByItself_WhenTheCodeRunsOutBeforeTheNextTry() {
        var poll = poll(5, good: 12)
        #expect(poll.step(after: .pending, at: Self.start + 5) == .tryAgain(at: Self.start + 10))
        #expect(poll.step(after: .pending, at: Self.start + 10) == .end(.expired))
    }
}
