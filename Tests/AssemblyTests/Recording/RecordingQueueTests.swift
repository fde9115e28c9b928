import Console
import FoundationEssentials
import Model
import Support
import Testing

@testable import Assembly

@Suite struct RecordingQueueTests {
    private static let night = ScreenTester.night

    private static func queues(_ depth: Int) -> Event {
        .queues(PaneSnapshot(rows: [SampleRows.queue("q", visible: depth)], asOf: night, cadence: .seconds(15)))
    }

    @Test func keepsTheNewestOfEachPane_InTheOrderInWhichTheyCame() throws {
        let queue = RecordingQueue()
        #expect(queue.put(Self.queues(1), at: Self.night))
        #expect(queue.put(.alarms(.loading), at: Self.night + 1))
        #expect(queue.put(Self.queues(2), at: Self.night + 2))
        #expect(!queue.put(.tick(Self.night), at: Self.night))
        let first = try #require(queue.take())
        #expect(first.event == .alarms(.loading) && first.at == Self.night + 1)
        let second = try #require(queue.take())
        #expect(second.event == Self.queues(2) && second.at == Self.night + 2)
        #expect(queue.take() == nil)
    }
}
