import Drill
import FoundationEssentials
import Testing

@Suite struct StoryStateTests {
    private let opened = Date(timeIntervalSince1970: 1_705_312_830)

    /// Trouble from the first minute on, for ten minutes; mended by an invocation, told again after five quiet minutes.
    private func scenario(start: Duration = .zero, repeats: Bool = false, rule: HandledRule = HandledRule()) -> Scenario {
        Scenario(
            name: "s", title: "S", start: start, limit: .seconds(600), repeatsAfter: repeats ? .seconds(300) : nil,
            events: [
                StoryEvent(at: .seconds(60), .function(FunctionTurn("f", [.errors: .value(0.5)]))),
                StoryEvent(at: .seconds(60), .queue(QueueTurn("q", growthPerMinute: 60))),
            ],
            rightViews: [StoryView(.function, "f"), StoryView(.logs, "f")],
            fixes: [.invoke("f", payload: ["mode": "reload", "count": "2"], answer: "good"), .view(StoryView(.queue, "q"))],
            afterFix: [
                StoryEvent(at: .zero, .function(FunctionTurn("f", [.errors: .usual], over: .seconds(30)))),
                StoryEvent(at: .zero, .queue(QueueTurn("q", growthPerMinute: -120))),
            ], handled: rule)
    }

    private func at(_ seconds: Double) -> Date { opened.addingTimeInterval(seconds) }
    private let look = StoryHappening.viewOpened(StoryView(.function, "f"))
    private let mend = StoryHappening.actionDone(
        name: "lambda.invoke", target: "f", payload: #"{"mode":"reload","count":2,"x":[1]}"#)

    @Test func isHandled_WhenTheViewIsReachedAndTheFixIsDone() {
        var state = StoryState(scenario(), opened: opened)
        #expect(StoryReport(of: state, at: opened).verdict == .waiting)
        #expect(state.take(look, at: at(90)) == .rightView)
        #expect(StoryReport(of: state, at: at(100)).verdict == .running)
        #expect(state.take(mend, at: at(120)) == .fix(answer: "good"))
        let report = StoryReport(of: state, at: at(200))
        #expect(report.verdict == .handled)
        #expect(report.rightView.afterSeconds == 30)
        #expect(report.fix.afterSeconds == 60)
        #expect(report.visibleFrom == at(60))
        #expect(report.endedAt == at(120))
    }

    @Test func nothingCounts_BeforeThereIsTrouble() {
        var state = StoryState(scenario(), opened: opened)
        #expect(state.take(look, at: at(30)) == .nothing)
        #expect(state.take(mend, at: at(59)) == .nothing)
        #expect(state.run.deeds.isEmpty && state.run.recovery == nil)
    }

    @Test func timesCountFromTheOpening_WhenTheStoryHasBeenGoingOn() {
        var state = StoryState(scenario(start: .seconds(-300)), opened: opened)
        #expect(state.run.began == at(-300))
        #expect(state.run.visibleFrom == opened)
        state.take(look, at: at(5))
        #expect(StoryReport(of: state, at: at(6)).rightView.afterSeconds == 5)
    }

    @Test(arguments: [
        StoryHappening.viewOpened(StoryView(.function, "g")), .viewOpened(StoryView(.alarm, "f")),
        .actionDone(name: "lambda.invoke", target: "g", payload: #"{"mode":"reload","count":2}"#),
        .actionDone(name: "lambda.dry-run", target: "f", payload: #"{"mode":"reload","count":2}"#),
        .actionDone(name: "lambda.invoke", target: "f", payload: #"{"mode":"reload"}"#),
        .actionDone(name: "lambda.invoke", target: "f", payload: #"{"mode":"reload","count":3}"#),
        .actionDone(name: "lambda.invoke", target: "f", payload: #"["mode","reload"]"#),
        .actionDone(name: "lambda.invoke", target: "f", payload: "{"), .actionDone(name: "lambda.invoke", target: "f"),
    ])
    func whatIsBesideThePoint_ChangesNothing(happening: StoryHappening) {
        var state = StoryState(scenario(), opened: opened)
        #expect(state.take(happening, at: at(90)) == .nothing)
        #expect(StoryReport(of: state, at: at(91)).verdict == .running)
        #expect(state.run.deeds.count == 1)
    }

    @Test(arguments: ["f", "/aws/lambda/f"])
    func theLogIsFoundByTheFunctionAndByItsGroup(name: String) {
        var state = StoryState(scenario(), opened: opened)
        #expect(state.take(.viewOpened(StoryView(.logs, name)), at: at(90)) == .rightView)
    }

    @Test func aViewCanBeTheFix() {
        var state = StoryState(scenario(), opened: opened)
        #expect(state.take(.viewOpened(StoryView(.queue, "q")), at: at(90)) == .fix(answer: nil))
    }

    /// View after so many seconds (nil: never), fix after so many; both limits are inclusive.
    private static let judgements: [(Double?, Double?, StoryReport.Verdict)] = [
        (60, 120, .handled), (61, 120, .notHandled), (60, 121, .notHandled), (nil, 120, .notHandled), (0, 0, .handled),
        (60, nil, .notHandled),
    ]

    @Test(arguments: judgements)
    func judgesByBothLimits(view: Double?, fix: Double?, verdict: StoryReport.Verdict) {
        var state = StoryState(
            scenario(rule: HandledRule(viewWithin: .seconds(60), fixWithin: .seconds(120))), opened: opened)
        if let view { state.take(look, at: at(60 + view)) }
        if let fix { state.take(mend, at: at(60 + fix)) }
        state.advance(to: at(5000))
        #expect(StoryReport(of: state, at: at(5000)).verdict == verdict)
    }

    @Test func looking_CountsOnlyBeforeMending() {
        var state = StoryState(scenario(), opened: opened)
        state.take(mend, at: at(90))
        #expect(state.take(look, at: at(100)) == .nothing)
        #expect(StoryReport(of: state, at: at(101)).verdict == .notHandled)
    }

    @Test func endsByItself_AtTheLimit() {
        var state = StoryState(scenario(), opened: opened)
        state.advance(to: at(659))
        #expect(state.run.recovery == nil)
        state.advance(to: at(660))
        #expect(state.run.recovery?.at == at(660) && state.run.recovery?.deed == nil)
        #expect(state.nextTurn == nil)
        #expect(StoryReport(of: state, at: at(661)).text.contains("the time is over: others have mended it"))
    }

    @Test func beginsAnew_WhenAllIsWellAndSomeQuietHasPassed() {
        var state = StoryState(scenario(repeats: true), opened: opened)
        state.take(look, at: at(120))
        // Two minutes of 60 a minute are 120 messages; at 120 a minute they drain in one.
        state.take(mend, at: at(180))
        #expect(state.nextTurn == at(180 + 60 + 300))
        state.advance(to: at(539))
        #expect(state.runs.count == 1)
        state.advance(to: at(540))
        #expect(state.runs.count == 2)
        #expect(state.run.began == at(540) && state.run.visibleFrom == at(600))
        #expect(StoryReport(of: state, at: at(700)).verdict == .running)
    }

    @Test func survivesALongSleep_KeepingOnlyTheLastRuns() {
        var state = StoryState(scenario(repeats: true), opened: opened)
        state.advance(to: at(40 * 86_400))
        #expect(state.runs.count == 6)
        #expect(state.run.began <= at(40 * 86_400))
        #expect(at(40 * 86_400) < state.nextTurn ?? .distantPast)
    }

    @Test func remembersALimitedNumberOfDeeds() {
        var state = StoryState(scenario(), opened: opened)
        for _ in 0..<1000 { state.take(.viewOpened(StoryView(.alarm, "a")), at: at(90)) }
        #expect(state.run.deeds.count == 200)
    }

    @Test func reportsAsText() {
        var state = StoryState(scenario(rule: HandledRule(viewWithin: .seconds(60))), opened: opened)
        state.take(look, at: at(90))
        state.take(mend, at: at(180))
        #expect(
            StoryReport(of: state, at: at(300)).text == """
                S (s)
                Handled: yes
                Right view: after 0:30 (function f, wanted within 1:00)
                Fix: after 2:00 (lambda.invoke f)

                0:00  f: errors to 50 %
                0:00  q: backs up by 60 a minute
                0:30  you: function f
                2:00  f: errors back to usual within 30 s
                2:00  q: drains by 120 a minute
                2:00  you: lambda.invoke f

                """)
    }

    @Test func reportsAsJSON() {
        var state = StoryState(scenario(), opened: opened)
        state.take(mend, at: at(120))
        let json = StoryReport(of: state, at: at(121)).json
        #expect(
            json.hasPrefix(
                #"{"scenario":"s","title":"S","verdict":"notHandled","visibleFrom":"2024-01-15T10:01:30.000Z","endedAt":"2024-01-15T10:02:30.000Z","#
                    + #""rightView":{"wanted":["function f","logs of f"],"withinSeconds":null,"reached":null,"afterSeconds":null,"met":false},"#
                    + #""fix":{"wanted":["lambda.invoke f","queue q"],"withinSeconds":null,"reached":"lambda.invoke f","afterSeconds":60,"met":true},"#
                    + #""happened":[{"atSeconds":0,"text":"f: errors to 50 %","byPerson":false},"#))
    }
}
