import FoundationEssentials
import Testing

@testable import Drill

@Suite struct StoryPlotTests {
    // MARK: Functions

    private func habits(_ plot: FunctionPlot, at moment: Double) -> DrillFunction {
        plot.habits(of: DrillFunction("f", invocationsPerMinute: 60), index: 0, at: moment)
    }

    @Test func aFigureClimbsEvenly_AndStays() {
        let plot = FunctionPlot(turns: [.init(begins: 100, lasts: 200, figures: [.errors: .value(0.401)])])
        let rates = [0, 99, 100, 150, 200, 300, 9000].map { (habits(plot, at: $0).errorRate * 1000).rounded() / 1000 }
        #expect(rates == [0.001, 0.001, 0.001, 0.101, 0.201, 0.401, 0.401])
    }

    @Test func aFigureGoesBackToUsual_FromWhereverItWas() {
        let plot = FunctionPlot(turns: [
            .init(begins: 0, lasts: 100, figures: [.duration: .value(1400)]),
            .init(begins: 50, lasts: 50, figures: [.duration: .usual]),
        ])
        #expect(habits(plot, at: 50).durationP95Ms == 900)
        #expect(habits(plot, at: 100).durationP95Ms == 400)
        #expect(habits(plot, at: 75).durationP95Ms < 900)
    }

    @Test func aRateThatIsSet_NoLongerFollowsTheTimeOfDay() {
        let plot = FunctionPlot(turns: [.init(begins: 0, lasts: 0, figures: [.invocations: .value(38_000)])])
        for hour in 0..<24 {
            let function = habits(plot, at: Double(hour) * 3600)
            #expect(function.invocationsPerMinute == 38_000 && !function.followsDay)
        }
    }

    @Test func aRateThatIsNotSet_StaysWhatItIsAtThisTimeOfDay() {
        let plot = FunctionPlot(turns: [.init(begins: 0, lasts: 0, figures: [.errors: .value(0.5)])])
        let usual = DrillFunction("f", invocationsPerMinute: 60)
        let noise = Noise(seed: 1)
        for minute in stride(from: 0, to: 1440, by: 7) {
            let told = habits(plot, at: Double(minute) * 60 + 30)
            #expect(
                told.value(.invocations, index: 0, minute: minute, noise: noise)
                    == usual.value(.invocations, index: 0, minute: minute, noise: noise))
        }
    }

    // MARK: Queues

    private func backlog(_ turns: [QueuePlot.Turn], at moment: Double) -> (messages: Double, age: Double) {
        let backlog = QueuePlot(turns: turns).backlog(at: moment)
        return (backlog.messages, backlog.ageSeconds)
    }

    private let growing = QueuePlot.Turn(at: 60, arriving: 0, growthPerMinute: 80)

    @Test func aQueueBacksUp_AndItsOldestMessageAges() {
        #expect(backlog([growing], at: 59) == (0, 0))
        #expect(backlog([growing], at: 60) == (0, 0))
        #expect(backlog([growing], at: 120) == (80, 60))
        #expect(backlog([growing], at: 660) == (800, 600))
    }

    @Test func growingStopsAtTheCap_ButAgeingDoesNot() {
        var capped = growing
        capped.upTo = 100
        #expect(backlog([capped], at: 660) == (100, 600))
    }

    @Test func aQueueDrainsToNothingAndNotBelow() {
        let drains = QueuePlot.Turn(at: 360, arriving: 0, growthPerMinute: -200)
        #expect(backlog([growing, drains], at: 360) == (400, 300))
        #expect(backlog([growing, drains], at: 420) == (200, 150))
        #expect(backlog([growing, drains], at: 480) == (0, 0))
        #expect(backlog([growing, drains], at: 9999) == (0, 0))
    }

    @Test func aMessageThatNobodyCanDealWith_LiesAndAges() {
        let arrives = QueuePlot.Turn(at: 100, arriving: 1, growthPerMinute: nil)
        #expect(backlog([arrives], at: 100) == (1, 0))
        #expect(backlog([arrives], at: 700) == (1, 600))
    }

    @Test func whatPilesUpHasBeenSentAndNotReceived() {
        let plot = QueuePlot(turns: [growing, .init(at: 360, arriving: 0, growthPerMinute: -200)])
        func figures(_ moment: Double, sent: Double) -> [Double] {
            [QueueMetric.visible, .sent, .received].map { metric in
                plot.value(metric, at: moment) { $0 == .sent || $0 == .received ? sent : 7 }
            }
        }
        #expect(figures(30, sent: 100) == [7, 100, 100])
        #expect(figures(150, sent: 100) == [127, 100, 20])
        #expect(figures(150, sent: 10) == [127, 80, 0])
        #expect(figures(390, sent: 100) == [307, 100, 300])
        #expect(figures(900, sent: 100) == [7, 100, 100])
    }

    // MARK: Alarms and logs

    @Test func anAlarmHasTheStateOfTheStory_AndItsHistory() {
        let plot = AlarmPlot(turns: [
            .init(at: 1000, state: "ALARM", reason: "over"), .init(at: 1100, state: "ALARM", reason: "still over"),
            .init(at: 2000, state: "OK", reason: "under"),
        ])
        let usual = DrillAlarm("a", state: "OK", reason: "habit")
        #expect(plot.applied(to: usual, at: 999).reason == "habit")
        let firing = plot.applied(to: usual, at: 1100)
        #expect(firing.state == "ALARM" && firing.reason == "still over")
        #expect(firing.since(at: Date(timeIntervalSince1970: 1100)) == Date(timeIntervalSince1970: 1000))
        let calm = plot.applied(to: usual, at: 5000)
        let history = calm.history(at: Date(timeIntervalSince1970: 5000))
        #expect(history.map(\.to) == ["OK", "ALARM", "OK", "ALARM"])
        #expect(history.map(\.from) == ["ALARM", "OK", "ALARM", "OK"])
        #expect(zip(history, history.dropFirst()).allSatisfy { $0.at > $1.at })
    }

    @Test func aLineIsLoggedAgainAndAgain_UntilItEnds() {
        let plot = LogPlot(turns: [
            .init(begins: 10, ends: 40, every: 10, level: "warn", message: "m"),
            .init(begins: 25, ends: .infinity, every: nil, level: "info", message: "once"),
        ])
        #expect(plot.lines(in: 0..<100).map(\.at).sorted() == [10, 20, 25, 30])
        #expect(plot.lines(in: 15..<25).map(\.at) == [20])
        #expect(plot.lines(in: 25..<26).map(\.message) == ["once"])
        #expect(plot.lines(in: 40..<100).isEmpty)
    }

    // MARK: The whole

    private func timeline(recoveryAt: Double?) -> StoryTimeline {
        let scenario = Scenario(
            name: "s", title: "S", limit: .seconds(600),
            events: [
                StoryEvent(at: .seconds(60), .alarm(AlarmTurn("a", "ALARM", reason: ""))),
                StoryEvent(at: .seconds(10), .log(LogTurn("f", "m", every: .seconds(10)))),
            ], fixes: [.invoke("f")], afterFix: [StoryEvent(at: .seconds(5), .alarm(AlarmTurn("a", "OK", reason: "")))])
        let began = Date(timeIntervalSince1970: 1000)
        var run = StoryRun(began: began, visibleFrom: began)
        run.recovery = recoveryAt.map { StoryRun.Recovery(at: Date(timeIntervalSince1970: $0)) }
        return StoryTimeline(of: scenario, runs: [run])
    }

    @Test func whatWasStillToCome_DoesNotCome_OnceItIsMended() {
        #expect(timeline(recoveryAt: nil).alarms["a"]?.turns.map(\.at) == [1060])
        #expect(timeline(recoveryAt: 1059).alarms["a"]?.turns.map(\.state) == ["OK"])
        #expect(timeline(recoveryAt: 1060).alarms["a"]?.turns.map(\.state) == ["ALARM", "OK"])
        #expect(timeline(recoveryAt: 1035).logs["f"]?.lines(in: 0..<5000).map(\.at) == [1010, 1020, 1030])
    }

    @Test(arguments: ["first-night", "phones-still-ring", "poison-message", "stuck-optimizer-queue", "throttled-account"])
    func afterAShippedStory_TheWorldIsAsItWas(name: String) throws {
        let scenario = try ScenarioFiles.read(name)
        let opened = Date(timeIntervalSince1970: 1_705_312_830)
        var state = StoryState(scenario, opened: opened)
        for step in scenario.walkthrough {
            state.take(step.happening, at: state.run.visibleFrom.addingTimeInterval(step.at.seconds))
        }
        let settled = try #require(state.settled)
        var account = DrillAccount(world: scenario.world.applied(to: .night(), seed: scenario.seed))
        let quiet = account
        account.timeline = state.timeline
        for (index, function) in account.world.functions.enumerated() {
            let told = account.function(at: index, settled)
            let usual = FunctionPlot(turns: [.init(begins: 0, lasts: 0, figures: [:])])
                .habits(of: function, index: index, at: settled.timeIntervalSince1970)
            for figure in FunctionFigure.allCases where account.timeline.functions[function.name]?.turns.isEmpty == false {
                #expect(abs(told[figure] - usual[figure]) < 0.001, "\(function.name) \(figure)")
            }
        }
        for index in account.world.queues.indices {
            #expect(account.value(.visible, queueAt: index, at: settled) == quiet.value(.visible, queueAt: index, at: settled))
        }
        #expect(account.alarms(at: settled).map(\.state) == quiet.alarms(at: settled).map(\.state))
    }
}
