import AWS
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

@Suite struct LogCollectorTests {
    private let clock = ManualClock()

    private func collector(_ source: FakeLogSource) -> LogCollector { LogCollector(source: source, clock: clock) }

    private func collect(_ source: FakeLogSource, _ filter: String = "", limit: Int = 10_000) async throws -> CollectedLog {
        let filter = try LogFilter.parse(filter).get()
        return await collector(source).collect(groups: ["a", "b"], since: Date(milliseconds: 0), filter: filter, limit: limit)
    }

    private var events: [LogEvent] {
        (0..<300 as Range<Int64>).map { .example($0, $0 % 3 == 0 ? "ERROR \($0)" : "fine", group: $0 % 2 == 0 ? "a" : "b") }
    }

    @Test func mergesGroupsInOrder() async throws {
        let log = try await collect(FakeLogSource(events, size: 11))
        #expect(log.events.map(\.atMs) == Array(0..<300))
        #expect(log.omitted == 0 && log.problem == nil)
    }

    @Test func keepsTheNewestThatPassTheFilter() async throws {
        let log = try await collect(FakeLogSource(events, size: 11), "level:error", limit: 10)
        #expect(log.events.map(\.atMs) == Array(stride(from: 270, through: 297, by: 3)))
        #expect(log.omitted == 90)
        #expect(try await collect(FakeLogSource(events), limit: 0).omitted == 300)
    }

    @Test func readsUpToNow() async throws {
        let source = FakeLogSource(events)
        _ = try await collect(source)
        #expect(source.questions.allSatisfy { $0.toMs == clock.now.milliseconds && $0.fromMs == 0 })
    }

    @Test func tellsWhatIsMissing() async throws {
        let events = events
        let source = FakeLogSource { question in
            question.group == "a" ? .failure(.deniedForTest) : .success(LogPage(events: events.filter { $0.group == "b" }))
        }
        let log = try await collect(source)
        #expect(log.events.count == 150 && log.problem?.code == "AccessDeniedException")
    }
}

@Suite struct LogGroupNameTests {
    @Test(arguments: [
        "/aws/lambda/f", "123456789012:/aws/lambda/f", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f:*",
    ])
    func findsTheGroupByAnyOfItsNames(identifier: String) {
        #expect(LogGroupName.find(identifier, among: ["/other", "/aws/lambda/f"]) == "/aws/lambda/f")
        #expect(LogGroupName.find(identifier, among: [identifier]) == identifier)
        #expect(
            LogGroupName.find(identifier, among: ["/other"]) == (identifier == "/aws/lambda/f" ? identifier : "/aws/lambda/f"))
    }
}
