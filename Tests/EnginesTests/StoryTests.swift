import Drill
import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

/// The default story as the panes show it.
@Suite(.timeLimit(.minutes(3))) struct StoryTests {
    private let shortener = "prd3292-prod1-us-east-1-shrtn-event-url"
    private let queue = "prd3292-prod1-us-east-1-event-short-url"
    private let clock = ManualClock()
    private let story: StoryTeller
    private let practice: Practice

    init() {
        story = StoryTeller(.firstNight, clock: clock)
        practice = Practice(clock: clock, transport: DrillTransport(story: story, clock: clock))
    }

    private struct Panes {
        var function: LambdaFunction?
        var queue: Queue?
        var firing: [Alarm]
    }

    private func panes() async -> Panes {
        let functions = await practice.lambda().poller.collect(at: clock.now)
        let queues = await practice.queues().poller.collect(at: clock.now)
        let alarms = await practice.alarms().poller.collect(at: clock.now)
        return Panes(
            function: functions.rows.first { $0.name == shortener }, queue: queues.rows.first { $0.name == queue },
            firing: alarms.rows.filter { $0.state == "ALARM" && $0.source == .cloudwatch })
    }

    @Test func atTheOpening_TheTroubleIsThere_AndAfterTheFixItGoes() async throws {
        var now = await panes()
        #expect(now.function?.severity == .critical)
        #expect(now.queue?.severity == .critical)
        #expect((now.queue?.growthPerMinute ?? 0) > 10)
        #expect(Set(now.firing.map(\.name)) == [shortener + "-errors", "notification-pipeline"])

        story.take(.actionDone(name: "lambda.invoke", target: shortener))
        clock.advance(by: .seconds(20 * 60))
        now = await panes()
        #expect(now.function?.severity == .ok)
        #expect(now.queue?.severity == .ok)
        #expect(now.firing.isEmpty)
    }

    @Test func theDetail_MarksTheDeployment() async throws {
        let detail = try await practice.lambda().poller.detail(.function(name: shortener))
        #expect(detail.marks.map(\.label) == ["deployed"])
        #expect(detail.marks.first?.at == clock.now.addingTimeInterval(-360))
    }
}
