import Foundation
import Testing

@testable import AWS

@Suite struct RateBucketTests {
    private let start = Date(timeIntervalSince1970: 1_000_000)

    private func at(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    @Test func letsABurstThroughAndThenKeepsTheRate() {
        var bucket = RateBucket(rate: 10, at: start)
        let waits = (0..<14).map { _ in bucket.reserve(at: start).timeIntervalSince(start) }
        #expect(waits.prefix(10).allSatisfy { $0 == 0 })
        for (wait, expected) in zip(waits.suffix(4), [0.1, 0.2, 0.3, 0.4]) { #expect(abs(wait - expected) < 1e-6) }
        #expect(bucket.reserve(at: at(2)) == at(2))
    }

    @Test func givesAnUnusedPlaceToTheNext() {
        var bucket = RateBucket(rate: 1, at: start)
        _ = bucket.reserve(at: start)
        let turn = bucket.reserve(at: start)
        bucket.giveBack()
        #expect(bucket.reserve(at: start) == turn)
    }

    @Test func halvesOnceASecondAndRecoversInAMinute() {
        var bucket = RateBucket(rate: 16, at: start)
        for _ in 0..<20 { bucket.slowDown(at: start, holdFor: nil) }
        #expect(bucket.rate == 8)
        bucket.slowDown(at: at(1), holdFor: nil)
        #expect(bucket.rate < 4.2)
        _ = bucket.reserve(at: at(31))
        #expect((11...13).contains(bucket.rate))
        _ = bucket.reserve(at: at(62))
        #expect(bucket.rate == 16)
    }

    @Test func neverStopsAltogether() {
        var bucket = RateBucket(rate: 32, at: start)
        for second in 0..<60 { bucket.slowDown(at: at(Double(second)), holdFor: nil) }
        #expect(bucket.rate >= 1)
    }

    @Test func holdsBackAsLongAsTheServiceAsks() {
        var bucket = RateBucket(rate: 16, at: start)
        bucket.slowDown(at: start, holdFor: 5)
        #expect(bucket.reserve(at: at(1)) == at(5))
        #expect(bucket.reserve(at: at(6)) == at(6))
    }

    @Test func survivesAClockThatJumpsBack() {
        var bucket = RateBucket(rate: 10, at: start)
        for _ in 0..<10 { _ = bucket.reserve(at: start) }
        #expect(bucket.reserve(at: at(-3600)).timeIntervalSince(at(-3600)) < 0.2)
    }
}
