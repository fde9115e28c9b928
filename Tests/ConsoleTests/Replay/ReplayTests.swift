import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Keys and answers of the recording in, panes and effects out.
struct ReplayTests {
    private static let worker = "prd3292-prod1-eu-west-1-demand-worker"

    /// The panes a quarter of an hour before the night of the samples: all calm, one queue less.
    static func calm(ago seconds: Double = 900) -> Snapshot {
        let moment = ScreenTester.night.addingTimeInterval(-seconds)
        let functions = SampleRows.functions.map { SampleRows.function($0.name, invocations: 100) }
        let queues = SampleRows.queues.dropLast().map { SampleRows.queue($0.name, visible: 3) }
        return Snapshot(
            place: .prod, takenAt: moment, window: Window(endingAt: moment, length: .seconds(900)),
            lambda: PaneSnapshot(rows: functions, asOf: moment.addingTimeInterval(-20)),
            queues: PaneSnapshot(rows: Array(queues), asOf: moment.addingTimeInterval(-2), cadence: .seconds(15)),
            alarms: PaneSnapshot(rows: [SampleRows.alarms[0]], asOf: moment.addingTimeInterval(-40), cadence: .seconds(15)))
    }

    private static func requests(_ effects: [Effect]) -> [ReplayRequest] {
        effects.compactMap { if case .replay(let request) = $0 { request } else { nil } }
    }

    /// Goes back with one key, and the recording answers.
    static func past(_ tester: inout ScreenTester) {
        _ = tester.takeEffects()
        tester.press("[")
        guard let request = requests(tester.takeEffects()).first else { return }
        tester.send(.replay(ReplayAnswer(number: request.number, found: .shown(calm()))))
    }

    @Test func showsAllPanesOfOneMoment_AndThePresentAgain() {
        var tester = ScreenTester.night()
        let before = tester.screen
        Self.past(&tester)
        #expect(tester.screen.contains("REPLAY −15m"))
        #expect(tester.screen.contains("02:55:42 UTC"))
        #expect(!tester.screen.contains("10 %"))
        #expect(tester.state.queues.rows.count == SampleRows.queues.count - 1)
        tester.press(".")
        tester.press("Tab S-Tab")
        #expect(tester.screen == before)
    }

    @Test func countsAgesFromTheMomentThatIsShown() {
        var tester = ScreenTester.night()
        Self.past(&tester)
        #expect(tester.screen.contains("● 20s") && tester.screen.contains("● 2s"))
        #expect(tester.screen.contains("◐ 40s stale"))
        tester.wait(seconds: 5)
        #expect(tester.screen.contains("● 20s"))
    }

    @Test func goesBehindWhatIsShownNow_WithTheFirstStep() {
        var tester = ScreenTester.night()
        tester.press("[")
        // The samples came four seconds ago.
        let from = ScreenTester.night.addingTimeInterval(-4)
        #expect(Self.requests(tester.takeEffects()).map(\.target) == [.step(from: from, seconds: -5)])
    }

    @Test func addsUpWhatIsPressed_WhileTheRecordingIsAsked() throws {
        var tester = ScreenTester.night()
        tester.press("[ [ [")
        let requests = Self.requests(tester.takeEffects())
        let first = try #require(requests.first)
        #expect(requests.count == 1)
        tester.send(.replay(ReplayAnswer(number: first.number, found: .shown(Self.calm()))))
        let second = try #require(Self.requests(tester.takeEffects()).first)
        #expect(second.target == .step(from: Self.calm().takenAt, seconds: -10))
        tester.send(.replay(ReplayAnswer(number: second.number, found: .shown(Self.calm(ago: 1000)))))
        #expect(Self.requests(tester.takeEffects()).isEmpty)
    }

    @Test func takesNoAnswerThatNobodyWaitsFor() {
        var tester = ScreenTester.night()
        tester.press("[ .")
        tester.send(.replay(ReplayAnswer(number: 1, found: .shown(Self.calm()))))
        #expect(tester.state.replay == nil)
        tester.press("[")
        tester.send(.replay(ReplayAnswer(number: 1, found: .shown(Self.calm()))))
        #expect(tester.state.replay == nil)
        tester.send(.replay(ReplayAnswer(number: 2, found: .shown(Self.calm()))))
        #expect(tester.state.replay != nil)
    }

    @Test func asksAnew_WhenAnAnswerNeverCame() {
        var tester = ScreenTester.night()
        tester.press("[")
        tester.wait(seconds: 6)
        _ = tester.takeEffects()
        tester.press("[")
        #expect(Self.requests(tester.takeEffects()).map(\.number) == [2])
    }

    @Test func alertsLive_WhileThePastIsShown() {
        var tester = ScreenTester.night()
        tester.press("v")
        Self.past(&tester)
        var rows = SampleRows.queues
        rows.append(SampleRows.queue("brand-new.fifo", visible: 9_000, severity: .critical))
        tester.send(.queues(PaneSnapshot(rows: rows, asOf: tester.state.now, cadence: .seconds(15))))
        #expect(tester.takeEffects().contains(.bell))
        #expect(tester.screen.contains("NEW 1 critical"))
        #expect(!tester.state.queues.rows.contains { $0.name == "brand-new.fifo" })
        tester.press("w")
        #expect(tester.state.replay == nil)
        #expect(tester.state.selected(in: .queues)?.name == "brand-new.fifo")
    }

    @Test func takesNothingPastAsSeen() {
        var tester = ScreenTester.night()
        let unseen = tester.state.alerts.unseen.count
        Self.past(&tester)
        for pane in 1...6 { tester.press("\(pane) Enter Esc") }
        #expect(unseen > 0 && tester.state.alerts.unseen.count == unseen)
    }

    @Test func shownAPastDetail_AsksForNothingAndTakesNoAnswer() {
        var tester = ScreenTester.night()
        Self.past(&tester)
        _ = tester.takeEffects()
        tester.press("6 Enter")
        tester.wait(seconds: 30)
        tester.send(.detail(SampleDetails.alarm))
        #expect(!tester.takeEffects().contains { if case .load = $0 { true } else { false } })
        #expect(tester.state.openDetail?.answer == nil && tester.state.openDetail?.isLoading == false)
        tester.press(".")
        #expect(tester.takeEffects().contains { if case .load = $0 { true } else { false } })
    }

    @Test(arguments: ["r", "F5", "p"])
    func refusesWithTheReason_WhatIsAboutThePresent(key: String) {
        var tester = ScreenTester.night()
        Self.past(&tester)
        _ = tester.takeEffects()
        tester.press(key)
        #expect(tester.state.hint?.kind == .refusal && tester.state.hint?.text.contains("past") == true)
        #expect(tester.takeEffects().isEmpty)
        #expect(tester.state.refusalToAct?.contains("past") == true)
    }

    @Test func refusesForwardAndPresent_InThePresent() {
        var tester = ScreenTester.night()
        for key in ["]", "."] {
            tester.press(key)
            #expect(tester.state.hint?.kind == .refusal, "\(key)")
        }
        #expect(Self.requests(tester.takeEffects()).isEmpty)
        #expect(tester.state.refusalToAct == nil)
    }

    @Test func endsAPause_AndAChangeOfContextEndsIt() {
        var tester = ScreenTester.night()
        tester.press("p")
        Self.past(&tester)
        #expect(!tester.state.isPaused)
        tester.send(.place(.drill))
        #expect(tester.state.replay == nil && tester.state.lambda == .loading)
        #expect(!tester.screen.contains("REPLAY"))
    }

    @Test func saysWhy_WhenThereIsNothingToShow() {
        var tester = ScreenTester.night()
        tester.press("[")
        tester.send(.replay(ReplayAnswer(number: 1, found: .nothing("Nothing is recorded before 02:00 UTC."))))
        #expect(tester.screen.contains("Nothing is recorded before 02:00 UTC."))
        #expect(tester.state.replay == nil)
    }

    @Test func comesToThePresent_WhereTheRecordingEnds() throws {
        var tester = ScreenTester.night()
        Self.past(&tester)
        tester.press("]")
        let request = try #require(Self.requests(tester.takeEffects()).first)
        #expect(request.target == .step(from: Self.calm().takenAt, seconds: 5))
        tester.send(.replay(ReplayAnswer(number: request.number, found: .present)))
        #expect(tester.state.replay == nil && tester.state.lambda == SampleRows.lambda())
    }

    @Test func keepsTheCursorOnItsThing_ThereAndBack() {
        var tester = ScreenTester.night()
        tester.press("1 j j")
        let selected = tester.state.selected(in: .lambda)?.id
        Self.past(&tester)
        #expect(tester.state.selected(in: .lambda)?.id == selected)
        tester.press(".")
        #expect(tester.state.selected(in: .lambda)?.id == selected)
    }

    // MARK: Typed times

    @Test func goesToATypedTime() {
        var tester = ScreenTester.night()
        tester.press(":")
        tester.type("-15m")
        #expect(tester.screen.contains("Show what was recorded at 2026-11-21 02:55 UTC"))
        tester.press("Enter")
        let moment = ScreenTester.night.addingTimeInterval(-900)
        #expect(Self.requests(tester.takeEffects()).map(\.target) == [.moment(moment)])
    }

    @Test func offersATimeOfDayInBothZones() {
        var tester = ScreenTester.night()
        tester.press(":")
        tester.type("02:30")
        #expect(tester.screen.contains("recorded at 2026-11-21 02:30 UTC"))
        #expect(tester.screen.contains("recorded at 2026-11-21 02:30 local"))
        tester.press("Down Enter")
        #expect(Self.requests(tester.takeEffects()).map(\.target) == [.moment(ScreenTester.night.addingTimeInterval(-6042))])
    }

    @Test func refusesATimeToCome() {
        var tester = ScreenTester.night()
        tester.press(":")
        tester.type("2030-01-01T00:00:00Z")
        #expect(tester.screen.contains("not past"))
        tester.press("Enter")
        #expect(tester.state.hint?.kind == .refusal)
        #expect(Self.requests(tester.takeEffects()).isEmpty)
    }

    @Test func ordersAnIncidentNoteFromThePalette() {
        var tester = ScreenTester.night()
        tester.press(":")
        tester.type("incident note")
        tester.press("Enter")
        #expect(tester.takeEffects().contains(.writeNote(since: ScreenTester.night.addingTimeInterval(-7200))))
    }

    // MARK: Screens

    @Test(arguments: PaneScreenTests.sizes)
    func saysReplay(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        Self.past(&tester)
        #expect(ScreenGolden("replay-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
        tester.press("1 Enter")
        #expect(ScreenGolden("replay-detail-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }

    @Test func saysReplayInASCII() {
        var tester = ScreenTester.night(glyphs: .ascii)
        Self.past(&tester)
        #expect(tester.screen.contains("REPLAY -15m"))
    }
}

/// How far a key goes that is held.
struct ReplayPaceTests {
    private let now = ScreenTester.night

    @Test func goesFromChangesToMinutesToHours() {
        var pace = ReplayPace()
        let steps = (0..<60).map { pace.seconds(.back, at: now.addingTimeInterval(Double($0) * 0.03)) }
        #expect(steps[0] == -5 && steps[9] == -5)
        #expect(steps[10] == -60 && steps[24] == -60)
        #expect(steps[25] == -600 && steps[44] == -600)
        #expect(steps[45] == -3600 && steps[59] == -3600)
    }

    @Test func beginsAnew_AfterAPauseOrATurn() {
        var pace = ReplayPace()
        for _ in 0..<30 { _ = pace.seconds(.back, at: now) }
        #expect(pace.seconds(.forward, at: now) == 5)
        for _ in 0..<30 { _ = pace.seconds(.forward, at: now) }
        #expect(pace.seconds(.forward, at: now.addingTimeInterval(2.1)) == 5)
    }
}
