import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(3))) struct BatchMergerTests {
    private final class Heard: Sendable {
        private let list = Mutex<[(batch: LogBatch, digest: LogDigest, at: Date)]>([])
        var all: [(batch: LogBatch, digest: LogDigest, at: Date)] { list.withLock { $0 } }
        func add(_ batch: LogBatch, _ digest: LogDigest, at: Date) { list.withLock { $0.append((batch, digest, at)) } }
    }

    private let clock = ManualClock()
    private let heard = Heard()

    private func merger(mostWaiting: Int = 5000) -> BatchMerger {
        BatchMerger(mostWaiting: mostWaiting, clock: clock) { [clock, heard] in heard.add($0, $1, at: clock.now) }
    }

    private func batch(_ times: Int64..., gap: LogGap? = nil) -> LogBatch {
        LogBatch(
            events: times.map { LogEvent.example($0) }, gaps: gap.map { [$0] } ?? [], status: TailStatus(mode: .reading))
    }

    @Test func tellsTheFirstAtOnce_AndTheRestTogether() async {
        let merger = merger()
        await merger.take(batch(5))
        while heard.all.isEmpty { await Task.yield() }
        for time in [9, 7, 8] as [Int64] { await merger.take(batch(time)) }
        await clock.waitForSleepers()
        #expect(heard.all.count == 1)
        clock.advanceToNextDeadline()
        while heard.all.count < 2 { await Task.yield() }
        #expect(heard.all[1].batch.events.map(\.atMs) == [7, 8, 9])
        #expect(heard.all[1].at.timeIntervalSince(heard.all[0].at) >= 0.049)
    }

    @Test func givesManyLinesInPieces() async {
        let merger = merger()
        let events = (1...2500 as ClosedRange<Int64>).map { LogEvent.example($0) }
        let gap = LogGap(id: 1, from: clock.now, to: clock.now, reason: .cut, groups: ["g"])
        await merger.take(LogBatch(events: events, gaps: [gap], status: TailStatus(mode: .reading)))
        while heard.all.count < 3 { await Task.yield() }
        #expect(heard.all.map(\.batch.events.count) == [1000, 1000, 500])
        #expect(heard.all.map(\.batch.gaps.count) == [0, 0, 1])
        #expect(heard.all.flatMap(\.batch.events) == events)
    }

    @Test func tellsOfAGapOnce_AsItIsNow() async {
        let merger = merger()
        await merger.take(batch(1))
        while heard.all.isEmpty { await Task.yield() }
        var gap = LogGap(id: 1, from: clock.now, to: clock.now, reason: .cut, groups: ["g"])
        await merger.take(batch(2, gap: gap))
        gap.isFilled = true
        await merger.take(batch(3, gap: gap))
        await clock.waitForSleepers()
        clock.advanceToNextDeadline()
        while heard.all.count < 2 { await Task.yield() }
        #expect(heard.all[1].batch.gaps == [gap])
    }

    @Test func letsTheTailWait_WhenNobodyTakesTheLines() async {
        let merger = merger(mostWaiting: 2)
        await merger.take(batch(1))
        while heard.all.isEmpty { await Task.yield() }
        let taking = Task { await merger.take(batch(1, 2, 3)) }
        await clock.waitForSleepers()
        #expect(heard.all.count == 1)
        clock.advanceToNextDeadline()
        await taking.value
        #expect(heard.all.count == 2)
    }

    /// The whole way from a far end that cuts pages as it likes: nothing is lost, nothing comes twice, the digest has counted all.
    @Test func givesEveryLineOfATailOnce() async {
        let events = (1...3000 as ClosedRange<Int64>).map { LogEvent.example($0 * 7) }
        let source = FakeLogSource(events, size: 97)
        let tail = LogTail(
            LogQuestion(groups: ["g"], from: Date(milliseconds: 0), to: Date(milliseconds: 30_000)), source: source, clock: clock)
        let ticking = Task { [clock] in
            while !Task.isCancelled {
                await clock.waitForSleepers()
                clock.advanceToNextDeadline()
            }
        }
        await merger().run(tail)
        ticking.cancel()
        #expect(heard.all.flatMap(\.batch.events).map(\.atMs) == events.map(\.atMs))
        #expect(heard.all.last?.batch.status.isOver == true)
    }
}
