import Drill
import FoundationEssentials
import Testing

@Suite struct ScenarioReaderTests {
    private let smallest = """
        title: T
        limit: 10m
        events:
          - {at: 1m, function: loneworker-check, errors: 40%}
        fix:
          - {invoke: loneworker-check}
        """

    @Test func readsTheSmallestScenario() throws {
        let scenario = try ScenarioFiles.read(text: smallest)
        #expect(
            scenario
                == Scenario(
                    name: "mine", title: "T", limit: .seconds(600),
                    events: [StoryEvent(at: .seconds(60), .function(FunctionTurn("loneworker-check", [.errors: .value(0.4)])))],
                    fixes: [.invoke("loneworker-check")]))
    }

    @Test func readsEveryKindOfEvent() throws {
        let text = """
            title: T
            about: A
            seed: 7
            start: -90s
            limit: 1h
            repeat: 5m
            events:
              - {at: 0s, deploy: loneworker-check, over: 20s, status: Failed}
              - {at: 1m, function: loneworker-check, invocations: 80/min, throttles: 2.5/min, duration: 450ms, errors: usual, over: 3m, failure: "E: x"}
              - {at: 2m, queue: device-sync-queue, arrives: 2, grows: 80/min, up_to: 900}
              - {at: 3m, queue: device-sync-queue, drains: 200/min}
              - {at: 4m, alarm: loneworker-secret-expiry, state: ALARM, reason: R}
              - {at: 5m, log: loneworker-check, level: error, message: M, every: 5s, for: 2m}
            right_view: [{queue: device-sync-queue}, {alarm: loneworker-secret-expiry}, {logs: /aws/lambda/loneworker-check}, {function: loneworker-check}]
            fix:
              - {invoke: loneworker-check, payload: {a: 1, b: x}, answer: "{}"}
              - {action: queue.redrive, target: device-sync-queue}
              - {alarm: loneworker-secret-expiry}
            handled: {view_within: 5m, fix_within: 1h}
            walkthrough:
              - {at: 1m, action: queue.redrive, target: device-sync-queue}
            """
        let scenario = try ScenarioFiles.read(text: text)
        #expect(scenario.start == .seconds(-90))
        #expect(scenario.seed == 7)
        #expect(
            scenario.events.map(\.what) == [
                .deployment(DeploymentTurn("loneworker-check", lasts: .seconds(20), status: "Failed")),
                .function(
                    FunctionTurn(
                        "loneworker-check",
                        [.invocations: .value(80), .throttles: .value(2.5), .duration: .value(450), .errors: .usual],
                        over: .seconds(180), failure: "E: x")),
                .queue(QueueTurn("device-sync-queue", arriving: 2, growthPerMinute: 80, upTo: 900)),
                .queue(QueueTurn("device-sync-queue", growthPerMinute: -200)),
                .alarm(AlarmTurn("loneworker-secret-expiry", "ALARM", reason: "R")),
                .log(LogTurn("loneworker-check", level: "error", "M", every: .seconds(5), lasts: .seconds(120))),
            ])
        #expect(scenario.fixes.first == .invoke("loneworker-check", payload: ["a": "1", "b": "x"], answer: "{}"))
        #expect(scenario.fixes.last == .view(StoryView(.alarm, "loneworker-secret-expiry")))
        #expect(scenario.handled == HandledRule(viewWithin: .seconds(300), fixWithin: .seconds(3600)))
    }

    @Test func namesOfTheWorldSectionAreKnownToTheEvents() throws {
        let text = """
            title: T
            limit: 10m
            world:
              functions: [{name: mine, invocations: 5/min, iterator_age: 2s, timeout: 30s, deployed: 2d}]
              queues: [{name: mine.fifo, sent: 3/min, resting: 4, visibility: 1m, dead_letters: device-sync-queue}]
              alarms: [{name: mine-errors, function: mine, metric: Errors, threshold: 3, period: 1m, periods: 2, summary: S}]
            events:
              - {at: 1m, function: mine, iterator_age: 10m}
              - {at: 1m, queue: mine.fifo, arrives: 1}
              - {at: 1m, alarm: mine-errors, state: ALARM}
            fix: [{invoke: mine}]
            """
        let scenario = try ScenarioFiles.read(text: text)
        let world = scenario.world.applied(to: .night(), seed: scenario.seed)
        let function = try #require(world.functions.last)
        #expect(
            function.name == "mine" && function.isStreamFed && function.timeoutSeconds == 30 && function.deployedHoursAgo == 48)
        let queue = try #require(world.queues.last)
        #expect(queue.isFIFO && queue.resting == 4 && queue.deadLetterQueue == "device-sync-queue")
        let alarm = try #require(world.alarms.last)
        #expect(alarm.dimension?.value == "mine" && alarm.threshold == 3 && alarm.periodSeconds == 60 && alarm.state == "OK")
        #expect(world.functions.count == DrillWorld.night().functions.count + 1)
    }

    /// What is put in place of a line of the smallest scenario, the line of the error, its key, and what it says.
    @Test(
        arguments: [
            ("title: T", "tilte: T", 1, "tilte", "unknown key \"tilte\"."),
            ("title: T", "seed: 1", 1, "title", "title is missing."),
            ("title: T", "title:", 1, "title", "title must be a text, not nothing."),
            ("title: T", "title: [T]", 1, "title", "title must be a text, not a list."),
            ("title: T", "title: T\nseed: x", 2, "seed", "seed must be a whole number, not negative, not \"x\"."),
            ("title: T", "title: T\nstart: soon", 2, "start", "start must be a duration such as 30s, 2m or 1h, not \"soon\"."),
            ("title: T", "title: T\nrepeat: 1s", 2, "repeat", "repeat must be at least 1m."),
            ("title: T", "title: T\nworld: 3", 2, "world", "world must be a mapping of keys to values, not \"3\"."),
            (
                "title: T", "title: T\nhandled: {view_within: 2h}", 2, "handled.view_within",
                "handled.view_within is longer than the limit, so that it says nothing."
            ),
            ("title: T", "title: T\nright_view: [{page: x}]", 2, "right_view[0].page", "unknown key \"right_view[0].page\"."),
            ("title: T", "title: T\nright_view: [{}]", 2, "right_view[0]", "right_view[0] names nothing."),
            (
                "title: T", "title: T\nright_view: [{logs: x}]", 2, "right_view[0].logs",
                "right_view[0].logs names \"x\", which the practice world does not have."
            ),
            ("limit: 10m", "limit: 10s", 2, "limit", "limit must be 1m to 24h."),
            ("limit: 10m", "limit: -10m", 2, "limit", "limit must be a duration such as 30s, 2m or 1h, not \"-10m\"."),
            ("at: 1m, ", "", 4, "events[0].at", "events[0].at is missing."),
            ("at: 1m, ", "at: 1m, queue: device-sync-queue, ", 4, "events[0]", "events[0] has function and queue."),
            (
                "errors: 40%", "errors: 40", 4, "events[0].errors",
                "events[0].errors must be a share such as 40%, at most 100%, or usual, not \"40\"."
            ),
            (
                "errors: 40%", "errors: 140%", 4, "events[0].errors",
                "events[0].errors must be a share such as 40%, at most 100%, or usual, not \"140%\"."
            ),
            (
                "errors: 40%", "invocations: 40/s", 4, "events[0].invocations",
                "events[0].invocations must be a rate such as 80/min, or usual, not \"40/s\"."
            ),
            (
                "errors: 40%", "duration: 40", 4, "events[0].duration",
                "events[0].duration must be a duration such as 450ms, 30s or 10m, or usual, not \"40\"."
            ),
            (", errors: 40%", "", 4, "events[0].function", "events[0].function is named, but nothing about it changes."),
            ("errors: 40%", "grows: 4/min", 4, "events[0].grows", "events[0].grows does not belong to an event of \"function\"."),
            (
                "errors: 40%", "iterator_age: 4m", 4, "events[0].iterator_age",
                "events[0].iterator_age is given, but no stream feeds loneworker-check."
            ),
            (
                "function: loneworker-check, errors: 40%", "function: other, errors: 40%", 4, "events[0].function",
                "events[0].function names \"other\", which the practice world does not have."
            ),
            (
                "function: loneworker-check, errors: 40%", "queue: device-sync-queue", 4, "events[0].queue",
                "events[0].queue is named, but nothing about it changes."
            ),
            (
                "function: loneworker-check, errors: 40%", "queue: device-sync-queue, grows: 1/min, drains: 1/min", 4,
                "events[0].drains",
                "events[0].drains and grows cannot both be true."
            ),
            (
                "function: loneworker-check, errors: 40%", "alarm: loneworker-secret-expiry, state: RED", 4, "events[0].state",
                "events[0].state must be one of ALARM, OK, INSUFFICIENT_DATA, not \"RED\"."
            ),
            (
                "function: loneworker-check, errors: 40%", "log: loneworker-check", 4, "events[0].message",
                "events[0].message is missing."
            ),
            (
                "function: loneworker-check, errors: 40%", "log: loneworker-check, message: m, every: 10ms", 4, "events[0].every",
                "events[0].every must be at least 1s."
            ),
            ("  - {at: 1m, function: loneworker-check, errors: 40%}", "  []", 3, "events", "events must tell of something."),
            ("  - {invoke: loneworker-check}", "  []", 5, "fix", "fix must name what mends it."),
            (
                "{invoke: loneworker-check}", "{invoke: other}", 6, "fix[0].invoke",
                "fix[0].invoke names \"other\", which the practice world does not have."
            ),
            (
                "{invoke: loneworker-check}", "{invoke: loneworker-check, payload: x}", 6, "fix[0].payload",
                "fix[0].payload must be a mapping of keys to values, not \"x\"."
            ),
            ("{invoke: loneworker-check}", "{action: a, invoke: loneworker-check}", 6, "fix[0]", "fix[0] has invoke and action."),
            ("{invoke: loneworker-check}", "{action: a}", 6, "fix[0].target", "fix[0].target is missing."),
        ] as [(String, String, Int, String, String)])
    func refusesWhatDoesNotFit_NamingFileLineAndKey(old: String, new: String, line: Int, key: String, message: String) throws {
        try #require(smallest.contains(old))
        let text = smallest.replacing(old, with: new)
        let error = #expect(throws: ScenarioError.self) { try ScenarioFiles.read(text: text) }
        #expect(error?.file == "drills/mine.yaml")
        #expect(error?.line == line)
        #expect(error?.key == key)
        #expect(error?.message == message)
        #expect(error?.hint.isEmpty == false)
        #expect(error?.description == "drills/mine.yaml:\(line): \(message)")
    }

    @Test func refusesWhatIsNoMapping() throws {
        let error = #expect(throws: ScenarioError.self) { try ScenarioFiles.read(text: "- a") }
        #expect(error?.message == "the file must be a mapping of keys to values, not a list.")
    }

    @Test func refusesAKeyThatIsGivenTwice() throws {
        let entry = ScenarioEntry(key: "title", line: 1, value: .text("T", line: 1))
        var twin = entry
        twin.line = 4
        let error = #expect(throws: ScenarioError.self) {
            try ScenarioReader.read(.map([entry, twin], line: 1), name: "mine", file: "f.yaml")
        }
        #expect(error?.description == "f.yaml:4: the key \"title\" is given twice.")
    }
}
