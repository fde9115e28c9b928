import AWS
import FoundationEssentials
import Model
import Support
import Testing

@testable import Drill

/// The first night as AWS's answers show it, from the trouble to the recovery.
@Suite struct StoryFarEndTests {
    private let prefix = "prd3292-prod1-us-east-1-"
    private var shortener: String { prefix + "shrtn-event-url" }
    private var queue: String { prefix + "event-short-url" }

    private func sums(_ practice: PracticeStory, _ metric: String, minutes: Int) async throws -> [Double] {
        let query = MetricDataQuery(
            id: "m", namespace: "AWS/Lambda", metricName: metric, dimensions: [Dimension(name: "FunctionName", value: shortener)],
            periodSeconds: 60, stat: "Sum")
        let end = practice.clock.now
        let output = try await practice.client.call(
            GetMetricData.self, .init(queries: [query], startTime: end.addingTimeInterval(Double(-minutes * 60)), endTime: end))
        let result = try #require(output.results.first)
        return zip(result.timestamps, result.values).sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func visible(_ practice: PracticeStory) async throws -> Int {
        let url = "https://sqs.us-east-1.amazonaws.com/123456789012/" + queue
        let output = try await practice.client.call(GetQueueAttributes.self, .init(queueUrl: url))
        return try #require(output.int("ApproximateNumberOfMessages"))
    }

    private func alarm(_ practice: PracticeStory) async throws -> MetricAlarm {
        let output = try await practice.client.call(DescribeAlarms.self, .init(alarmNames: [shortener + "-errors"]))
        return try #require(output.metricAlarms.first)
    }

    @Test func metricsShowTheClimbAndTheFall() async throws {
        let practice = PracticeStory(.firstNight)
        let before = try await sums(practice, "Errors", minutes: 12)
        let calls = try await sums(practice, "Invocations", minutes: 12)
        // The story began six minutes ago.
        #expect(before.prefix(5).reduce(0, +) <= 2)
        let rate = before.suffix(2).reduce(0, +) / calls.suffix(2).reduce(0, +)
        #expect((0.3...0.5).contains(rate))
        #expect(try await practice.invoke(shortener).status == 200)
        practice.clock.advance(by: .seconds(600))
        let after = try await sums(practice, "Errors", minutes: 5)
        #expect(after.reduce(0, +) <= 2)
        // The past is what it was.
        let again = try await sums(practice, "Errors", minutes: 22)
        #expect(Array(again.prefix(before.count)) == before)
    }

    @Test func configurationShowsTheDeployment() async throws {
        let practice = PracticeStory(
            Scenario(
                name: "s", title: "S", limit: .seconds(600),
                events: [
                    StoryEvent(at: .seconds(60), .deployment(DeploymentTurn(shortener, lasts: .seconds(10), status: "Failed")))
                ],
                fixes: [.invoke(shortener)]))
        func configuration() async throws -> FunctionConfiguration {
            try await practice.client.call(GetFunctionConfiguration.self, .init(functionName: shortener))
        }
        let began = practice.clock.now.addingTimeInterval(60)
        let old = try #require(try await configuration().lastModified.flatMap(ISO8601.parse))
        #expect(old < practice.clock.now.addingTimeInterval(-3600))
        #expect(try await configuration().lastUpdateStatus == "Successful")
        practice.clock.advance(by: .seconds(65))
        #expect(try await configuration().lastModified.flatMap(ISO8601.parse) == began)
        #expect(try await configuration().lastUpdateStatus == "InProgress")
        practice.clock.advance(by: .seconds(5))
        #expect(try await configuration().lastUpdateStatus == "Failed")
    }

    @Test func attributesShowTheQueueGrowSecondBySecond_AndDrain() async throws {
        let practice = PracticeStory(.firstNight)
        let first = try await visible(practice)
        // Five minutes of 80 a minute.
        #expect((400...420).contains(first))
        practice.clock.advance(by: .seconds(15))
        #expect((15...25).contains(try await visible(practice) - first))
        _ = try await practice.invoke(shortener)
        practice.clock.advance(by: .seconds(300))
        #expect(try await visible(practice) < 20)
    }

    @Test func alarmShowsStateSinceAndHistory() async throws {
        let practice = PracticeStory(.firstNight)
        let firing = try await alarm(practice)
        #expect(firing.state.stateValue == "ALARM")
        #expect(firing.state.stateTransitionedTimestamp == practice.clock.now.addingTimeInterval(-180))
        _ = try await practice.invoke(shortener)
        practice.clock.advance(by: .seconds(200))
        #expect(try await alarm(practice).state.stateValue == "OK")
        let history = try await practice.client.call(DescribeAlarmHistory.self, .init(alarmName: shortener + "-errors")).items
        #expect(
            history.prefix(2).map(\.historySummary) == ["Alarm updated from ALARM to OK", "Alarm updated from OK to ALARM"])
        #expect(history.map(\.timestamp) == history.map(\.timestamp).sorted(by: >))
    }

    @Test func theComposite_FiresToo() async throws {
        let practice = PracticeStory(.firstNight)
        let output = try await practice.client.call(DescribeAlarms.self, .init(alarmNames: ["notification-pipeline"]))
        #expect(output.compositeAlarms.first?.state.stateValue == "ALARM")
    }

    @Test func aStoryIsPlayedToItsEndThroughTheFarEnd() async throws {
        let practice = PracticeStory(.firstNight)
        practice.clock.advance(by: .seconds(30))
        practice.story.take(.viewOpened(StoryView(.logs, shortener)))
        practice.clock.advance(by: .seconds(30))
        let answer = try await practice.invoke(shortener)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"settings":"loaded","entries":14}"#)
        #expect(answer.header("X-Amz-Function-Error") == nil)
        #expect(practice.story.report.verdict == .handled)
        #expect(practice.story.lastEnded?.fix.afterSeconds == 60)
        practice.clock.advance(by: .seconds(3600))
        #expect(practice.story.report.verdict != .handled)
        #expect(practice.story.lastEnded?.title == Scenario.firstNight.title)
    }

    @Test func withoutAStory_TheWorldKeepsItsHabits() async throws {
        let clock = ManualClock()
        let quiet = Scenario(
            name: "s", title: "S", start: .seconds(7200), limit: .seconds(600), events: Scenario.firstNight.events, fixes: [])
        let practice = PracticeStory(quiet)
        let plain = DrillAccount(world: .night())
        for (index, function) in plain.world.functions.enumerated() where function.name == shortener {
            let minute = Int(clock.now.timeIntervalSince1970) / 60
            let expected = (minute - 10..<minute).map { plain.points(of: .errors, functionAt: index)($0) ?? 0 }
            #expect(try await sums(practice, "Errors", minutes: 10).reduce(0, +) == expected.reduce(0, +))
        }
    }
}
