import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

/// The engines against the practice world, through the whole client.
@Suite(.timeLimit(.minutes(3))) struct PracticeLogsTests {
    private let practice = Practice()
    private let sender = "/aws/lambda/prd3292-prod1-us-east-1-ntfcn-snd"
    private let creator = "/aws/lambda/altaworx-queue-creator"

    private func query(_ name: String, _ group: String) async throws -> InsightsAnswer {
        let query = try #require(InsightsQuery.shipped.first { $0.name == name })
        let (client, clock) = (practice.client, practice.clock)
        let now = clock.now
        let result = await practice.drive { () async -> Result<InsightsAnswer, AWSError> in
            do throws(AWSError) {
                let runner = InsightsRunner(client: client, clock: clock)
                return .success(try await runner.run(query.text, groups: [group], from: now.addingTimeInterval(-300), to: now))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    @Test func collectsErrorsThatFitTheMetrics() async throws {
        let filter = try LogFilter.parse("level:error").get()
        let now = practice.clock.now
        let log = await LogCollector(client: practice.client, clock: practice.clock).collect(
            groups: [sender, creator], since: now.addingTimeInterval(-180), filter: filter)
        #expect(log.problem == nil && log.events.count > 10)
        #expect(log.events.allSatisfy { $0.group == sender && $0.message.contains("UpstreamError") })
        var shapes = ErrorShapes()
        for event in log.events { shapes.take(event) }
        #expect(shapes.groups.count == 1 && shapes.total == log.events.count)
    }

    @Test func pollsSinceThePracticeWorldHasNoLiveTail() async throws {
        let batches = Batches()
        let question = LogQuestion(groups: [creator], from: practice.clock.now.addingTimeInterval(-120))
        let tail = LogTail(question, client: practice.client, clock: practice.clock)
        let running = Task { await tail.run { await batches.take($0) } }
        await batches.wait { $0.last?.status.completeTo != nil }
        let before = await batches.events.count
        for _ in 0..<60 {
            await practice.clock.waitForSleepers()
            practice.clock.advance(by: .seconds(2))
        }
        await batches.wait { $0.flatMap(\.events).count > before }
        guard case .polling(_, let because) = await batches.all.last?.status.mode else {
            Issue.record("it does not poll")
            return
        }
        #expect(because.hasPrefix("live tail"))
        let events = await batches.events
        #expect(Set(events.map(\.id)).count == events.count)
        running.cancel()
        await running.value
    }

    @Test func answersEveryShippedQuery() async throws {
        for query in InsightsQuery.shipped {
            let answer = try await self.query(query.name, sender)
            #expect(answer.progress.status == "Complete" && answer.progress.bytesScanned > 0, "\(query.name)")
            if query.name != "timeouts" { #expect(!answer.rows.isEmpty, "\(query.name)") }
        }
        #expect(try await query("slowest", sender).columns == ["@timestamp", "@requestId", "@duration", "@maxMemoryUsed"])
    }

    @Test func saysWhatIsWrongWithAGroupThatIsNotThere() async {
        let log = await LogCollector(client: practice.client, clock: practice.clock).collect(
            groups: ["/aws/lambda/none"], since: practice.clock.now.addingTimeInterval(-60))
        #expect(log.problem?.code == "ResourceNotFoundException" && log.events.isEmpty)
    }
}
