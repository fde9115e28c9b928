import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(2))) struct NotificationReaderTests {
    let clock = ManualClock()

    private func drive<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let ticking = Task { [clock] in
            while !Task.isCancelled {
                await clock.waitForSleepers()
                clock.advanceToNextDeadline()
            }
        }
        defer { ticking.cancel() }
        return try await body()
    }

    /// A hundred thousand: something is shown before any second has gone by, the rows are bounded, and no second costs more than the
    /// budget, but for the one second's worth that may be spent at once.
    @Test func readsAHundredThousand_WithinItsBudget() async throws {
        let statuses = (0..<100_000).map { ("n\($0)", $0 % 1_000 == 0 ? "FAILED" : "DELIVERED") }
        let source = FakeNotifications(statuses, clock: clock, unitsPerRecord: 0.05) { $0.unitsPerSecond = 100 }
        let start = clock.now
        let told = Mutex<[(at: Date, sight: NotificationSight)]>([])
        let sight = try await drive { [clock] in
            try await NotificationReader(source: source, clock: clock).read { sight in
                told.withLock { $0.append((clock.now, sight)) }
            }
        }
        let first = try #require(told.withLock { $0.first })
        #expect(first.at == start && !first.sight.pane.rows.isEmpty && !first.sight.overview.isComplete)
        #expect(sight.overview.isComplete && sight.overview.total == 100_000)
        #expect(sight.pane.rows.count == NotificationReader.mostRows && sight.pane.total == 100_000)
        #expect(sight.pane.rows.prefix(100).allSatisfy { $0.phase == .failed }, "the worst come first")
        let seconds = clock.now.timeIntervalSince(start)
        let units = source.state.withLock { $0.units }
        #expect(abs(units - 5_000) < 1 && sight.overview.units == units)
        #expect(units <= 100 * seconds + 100 + 100, "\(units) units in \(seconds) s")
        #expect(seconds < 60, "the budget is used, not only kept")
        for (at, sight) in told.withLock({ $0 }) {
            #expect(sight.overview.units <= 100 * at.timeIntervalSince(start) + 200)
            #expect(sight.pane.rows.count <= NotificationReader.mostRows)
        }
    }

    @Test func asksAnIndexForWhatMatters_AndOnlyCountsTheRest() async throws {
        let statuses = (0..<500).map { ("n\($0)", ["FAILED", "RETRY", "QUEUED", "SENT", "DELIVERED"][$0 % 5]) }
        let source = FakeNotifications(statuses, clock: clock, unitsPerRecord: 0.01) { $0.index = "by-status" }
        let sight = try await drive { [clock] in try await NotificationReader(source: source, clock: clock).read { _ in } }
        #expect(sight.overview.total == 500 && sight.pane.rows.count == 300)
        #expect(sight.overview.counts.map(\.count) == [100, 100, 100, 100, 100])
    }

    @Test func aSmallBudgetStillReads() async throws {
        let source = FakeNotifications((0..<40).map { ("n\($0)", "FAILED") }, clock: clock, unitsPerRecord: 1) {
            $0.unitsPerSecond = 1
        }
        let start = clock.now
        let sight = try await drive { [clock] in try await NotificationReader(source: source, clock: clock).read { _ in } }
        #expect(sight.overview.total == 40)
        #expect(clock.now.timeIntervalSince(start) >= 25)
    }

    @Test func keepsTheWorstOfMany_InOrder() {
        var worst = WorstNotifications(most: 10)
        let source = FakeNotifications([], clock: clock)
        for number in 0..<1_000 { worst.add(source.record(of: "n\(number)", number % 100 == 7 ? "FAILED" : "SENT")) }
        #expect(worst.rows.count == 10 && worst.rows.allSatisfy { $0.phase == .failed })
    }
}
