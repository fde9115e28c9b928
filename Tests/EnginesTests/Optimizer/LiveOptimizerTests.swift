import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

@testable import Engines

@Suite struct LiveOptimizerTests {
    /// A log in pages of two, breakable at a page.
    private final class PagedLog: LogSource {
        struct State {
            var events: [LogEvent] = []
            var failsAtPage: Int?
            var questions: [LogPageQuestion] = []
        }
        let state = Mutex(State())

        func add(_ message: String, at seconds: Int64) {
            state.withLock {
                $0.events.append(
                    LogEvent(id: "\($0.events.count)", group: "g", stream: "s", atMs: seconds * 1000, message: message))
            }
        }

        func page(_ question: LogPageQuestion) async throws(AWSError) -> LogPage {
            let (found, fails) = state.withLock { state in
                state.questions.append(question)
                let page = Int(question.token ?? "0") ?? 0
                let inRange = state.events.filter { $0.atMs >= question.fromMs && $0.atMs <= question.toMs ?? .max }
                let events = Array(inRange.dropFirst(page * 2).prefix(2))
                let next = inRange.count > (page + 1) * 2 ? String(page + 1) : nil
                return (LogPage(events: events, next: next), state.failsAtPage == page)
            }
            if fails { throw AWSError(.throttled, code: "ThrottlingException", message: "Slow down.") }
            return found
        }

        func openLiveTail(groups: [String], pattern: String?) async throws(AWSError) -> any LiveTailSession {
            throw AWSError(.notOffered, code: "x", message: "x")
        }
    }

    private static func moment(_ seconds: Int64) -> Date { Date(timeIntervalSince1970: Double(seconds)) }

    @Test func countsEachEventOnce_ThroughAllPages_FromTheLastSeenOn() async {
        let log = PagedLog()
        for second in Int64(1000)..<1007 { log.add("ERROR \(second)", at: second) }
        var reader = LiveLogReader(group: "g", since: Self.moment(1000))
        await reader.read(from: log, to: Self.moment(1100))
        #expect(reader.counts[.error] == 7 && reader.problem == nil)
        await reader.read(from: log, to: Self.moment(1130))
        #expect(reader.counts[.error] == 7)
        // Late: it happened before what was read.
        log.add("ERROR late", at: 1050)
        log.add("ERROR new", at: 1200)
        await reader.read(from: log, to: Self.moment(1300))
        #expect(reader.counts[.error] == 9)
        let froms = log.state.withLock { $0.questions.filter { $0.token == nil }.map(\.fromMs) }
        #expect(froms == [1_000_000, 1_000_000, 1_010_000])
    }

    @Test func goesOnAfterAFault_WithoutCountingTwice() async {
        let log = PagedLog()
        for second in Int64(1000)..<1006 { log.add("ERROR \(second)", at: second) }
        log.state.withLock { $0.failsAtPage = 2 }
        var reader = LiveLogReader(group: "g", since: Self.moment(1000))
        await reader.read(from: log, to: Self.moment(1100))
        #expect(reader.counts[.error] == 4 && reader.problem?.code == "ThrottlingException" && !reader.hasRead)
        log.state.withLock { $0.failsAtPage = nil }
        await reader.read(from: log, to: Self.moment(1200))
        #expect(reader.counts[.error] == 6 && reader.problem == nil && reader.hasRead)
    }

    private func live(_ practice: Practice) -> LiveOptimizer {
        LiveOptimizer(
            lambda: practice.client, sqs: practice.client, budget: Budget(dollarsPerHour: 1000), clock: practice.clock)
    }

    @Test func seesTheWholeDeployment() async throws {
        let practice = Practice()
        let live = live(practice)
        let sight = try await practice.whileTimeGoesBy { await live.collect() }
        let deployment = LiveDeployment()
        #expect(sight.queues.map(\.name) == deployment.queues && sight.functions.map(\.name) == deployment.functions)
        #expect(sight.queues.allSatisfy { $0.level != nil })
        #expect(sight.queues.first?.deadLetters == 3, "also of a dead-letter queue that is none of the six")
        #expect(sight.functions.allSatisfy { $0.invocations != nil && $0.log?[.report] ?? 0 > 0 })
        #expect(sight.errorRate != nil && sight.progress.step == .queuesSent)
        #expect(sight.stuck.contains { $0.cause == .receivedTooOften })
        #expect(sight.missing.isEmpty)
        #expect(practice.far.calls["FilterLogEvents"] ?? 0 >= 4)
        for acting in ["StartMessageMoveTask", "SendMessage", "Invoke", "ReceiveMessage"] {
            #expect(practice.far.calls[acting] == nil)
        }
    }

    @Test func knowsNothingOfWhatCannotBeAsked() async throws {
        let practice = Practice()
        practice.far.set(.denied, for: "*")
        let live = live(practice)
        let sight = try await practice.whileTimeGoesBy { await live.collect() }
        #expect(sight.queues.count == 6 && sight.queues.allSatisfy { $0.level == nil })
        #expect(sight.functions.count == 4 && sight.functions.allSatisfy { $0.log == nil && $0.invocations == nil })
        #expect(
            sight.progress.step == nil && sight.errorRate == nil && sight.successRate == nil && sight.processingSeconds == nil)
        #expect(!sight.missing.isEmpty && sight.severity == .unknown)
    }
}
