import AWS
import FoundationEssentials
import Support
import Testing

@testable import Drill

@Suite struct LogsFarEndTests {
    private let shortener = "prd3292-prod1-us-east-1-shrtn-event-url"
    private let practice = PracticeStory(.firstNight)

    private struct Events: Decodable {
        struct Event: Decodable, Equatable {
            var eventId: String
            var timestamp: Int
            var message: String
            var logStreamName: String
        }
        var events: [Event]
        var nextToken: String?
    }

    private func page(_ body: String, of story: PracticeStory? = nil) async throws -> Events {
        let answer = try await (story ?? practice).send("logs", target: "Logs_20140328.FilterLogEvents", body)
        try #require(answer.status == 200)
        return try JSONDecoder().decode(Events.self, from: answer.body)
    }

    private var now: Int { Int(practice.clock.now.timeIntervalSince1970 * 1000) }

    private func body(minutes: Int = 10, _ more: String = "") -> String {
        "{\"logGroupName\":\"/aws/lambda/\(shortener)\",\"startTime\":\(now - minutes * 60_000)\(more)}"
    }

    @Test func linesAreOrdered_Unique_AndNotFromTheFuture() async throws {
        let events = try await page(body()).events
        #expect(events.count > 100)
        #expect(events.map(\.timestamp) == events.map(\.timestamp).sorted())
        #expect(Set(events.map(\.eventId)).count == events.count)
        #expect(events.allSatisfy { (now - 600_000...now).contains($0.timestamp) })
    }

    @Test func pagesTogetherAreTheWhole() async throws {
        let whole = try await page(body(minutes: 1)).events
        for limit in [1, 7, 50, 100_000] {
            var collected: [Events.Event] = []
            var token: String?
            repeat {
                let next = try await page(
                    body(minutes: 1, ", \"limit\":\(limit)" + (token.map { ",\"nextToken\":\"\($0)\"" } ?? "")))
                collected += next.events
                token = next.nextToken
            } while token != nil
            #expect(collected == whole)
        }
    }

    @Test func failingInvocationsSayWhatTheStoryLetsThemSay() async throws {
        let errors = try await page(body(",\"filterPattern\":\"SettingsError\"")).events
        let runs = try await page(body(",\"filterPattern\":\"REPORT\"")).events
        #expect(errors.count > 20)
        #expect(errors.count < runs.count)
        #expect(
            errors.allSatisfy { $0.message.contains("\"level\":\"error\"") && $0.message.contains("invoke this function once") })
    }

    @Test(arguments: Array(stride(from: 1, to: 60, by: 7)))
    func whatWasOnceAnswered_StaysAsItWas_WhenTheStoryTurns(second: Int) async throws {
        // All at once, so that every line of the running minute is about to be another one.
        let turn = FunctionTurn(shortener, [.invocations: .value(300), .errors: .value(1), .duration: .value(9000)])
        let back = FunctionTurn(shortener, [.invocations: .usual, .errors: .usual, .duration: .usual])
        let practice = PracticeStory(
            Scenario(
                name: "s", title: "S", start: .seconds(-300), limit: .seconds(3600),
                events: [
                    StoryEvent(at: .zero, .function(turn)),
                    StoryEvent(at: .zero, .log(LogTurn(shortener, "m", every: .seconds(3)))),
                ], fixes: [.invoke(shortener)], afterFix: [StoryEvent(at: .zero, .function(back))]))
        practice.clock.advance(by: .seconds(second))
        let now = Int(practice.clock.now.timeIntervalSince1970 * 1000)
        let body = "{\"logGroupName\":\"/aws/lambda/\(shortener)\",\"startTime\":\(now - 120_000),\"endTime\":\(now)}"
        let before = try await page(body, of: practice).events
        #expect(before.count > 1000)
        _ = try await practice.invoke(shortener)
        practice.clock.advance(by: .seconds(300))
        #expect(try await page(body, of: practice).events == before)
    }

    @Test func afterTheFix_TheLogSaysSo() async throws {
        _ = try await practice.invoke(shortener)
        practice.clock.advance(by: .seconds(60))
        #expect(try await page(body(",\"filterPattern\":\"\\\"settings loaded\\\"\"")).events.count == 1)
    }

    @Test func withoutAStory_TheLogFailsAsOftenAsTheMetricsSay() async throws {
        let sender = try #require(DrillWorld.night().functions.firstIndex { $0.name.hasSuffix("ntfcn-snd") })
        let account = DrillAccount(world: .night())
        for minute in 28_421_880..<28_421_900 {
            let failed = FunctionLog(account: account, index: sender).lines(ofMinute: minute).count {
                $0.message.contains("UpstreamError")
            }
            #expect(Double(failed) == account.points(of: .errors, functionAt: sender)(minute))
        }
    }

    @Test(arguments: [
        ("settings cache", true), ("\"settings cache\"", true), ("cache settings", true), ("settings -cache", false),
        ("?nothing ?cache", true), ("?nothing", false), ("{ $.level = \"warn\" }", true), ("{$.level = warn}", true),
        ("{ $.level != \"warn\" }", false), ("", true),
    ])
    func filtersAsCloudWatchDoes(pattern: String, matches: Bool) throws {
        let line = #"{"level":"warn","message":"settings cache is empty","context":{"a":1}}"#
        #expect(try #require(FilterPattern(pattern)).matches(line) == matches)
    }

    @Test(arguments: ["{ $.level }", "[a, b]", "%x%", "\"open", "{ $.a > 3 }"])
    func refusesPatternsThatItDoesNotKnow(pattern: String) { #expect(FilterPattern(pattern) == nil) }

    @Test func refusesAGroupThatIsNotThere() async throws {
        let answer = try await practice.send(
            "logs", target: "Logs_20140328.FilterLogEvents", #"{"logGroupName":"/aws/lambda/x"}"#)
        #expect(answer.header("x-amzn-ErrorType") == "ResourceNotFoundException")
    }

    @Test func everyFunctionHasAGroupWithStreams() async throws {
        struct Groups: Decodable {
            struct Group: Decodable { var logGroupName: String }
            var logGroups: [Group]
        }
        let answer = try await practice.send(
            "logs", target: "Logs_20140328.DescribeLogGroups", #"{"logGroupNamePrefix":"/aws/lambda/altaworx"}"#)
        #expect(try JSONDecoder().decode(Groups.self, from: answer.body).logGroups.count == 4)
        let streams = try await practice.send("logs", target: "Logs_20140328.DescribeLogStreams", body())
        #expect(String(decoding: streams.body, as: UTF8.self).contains("[$LATEST]"))
    }

    // MARK: Insights

    private func query(_ text: String) async throws -> HTTPAnswer {
        let seconds = now / 1000
        let start = try await practice.send(
            "logs", target: "Logs_20140328.StartQuery",
            "{\"logGroupNames\":[\"/aws/lambda/\(shortener)\"],\"startTime\":\(seconds - 600),\"endTime\":\(seconds),\"queryString\":\"\(text)\"}"
        )
        guard start.status == 200 else {
            return HTTPAnswer(status: start.status, text: String(decoding: start.body, as: UTF8.self))
        }
        let result = try await practice.send(
            "logs", target: "Logs_20140328.GetQueryResults", String(decoding: start.body, as: UTF8.self))
        return HTTPAnswer(status: result.status, text: String(decoding: result.body, as: UTF8.self))
    }

    private struct HTTPAnswer {
        var status: Int
        var text: String
    }

    @Test func aQueryFiltersSortsAndLimits() async throws {
        let answer = try await query(
            "fields @timestamp, @message, level | filter @message like /SettingsError/ | sort @timestamp desc | limit 3")
        #expect(answer.status == 200)
        #expect(answer.text.hasPrefix("{\"status\":\"Complete\","))
        #expect(answer.text.components(of: "\"field\":\"@timestamp\"") == 3)
        #expect(answer.text.components(of: "{\"field\":\"level\",\"value\":\"error\"}") == 3)
    }

    @Test func aCommandThatIsNotKnownIsRefused() async throws {
        let answer = try await query("parse @message as x")
        #expect(answer.status == 400 && answer.text.contains("MalformedQueryException"))
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
