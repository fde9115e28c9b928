import Console
import Drawing
import FoundationEssentials
import Model
import Support
import Testing

/// The escalations' pane and detail at the three sizes of the layouts.
struct EscalationScreenTests {
    private static let now = ScreenTester.night
    private static var seconds: Double { now.timeIntervalSince1970 }

    private static var rows: [Escalation] {
        let start = now.addingTimeInterval(-900)
        let failed = Escalation.LastAttempt(at: now.addingTimeInterval(-40), channel: "phone", outcome: .failed)
        let sent = Escalation.LastAttempt(at: now.addingTimeInterval(-2), channel: "phone", outcome: nil)
        func row(_ name: String, _ state: Escalation.State, in next: Double?, _ channel: String?, _ left: Int) -> Escalation {
            Escalation(
                processID: ProcessID(name), state: state, nextAt: next.map { seconds + $0 }, nextChannel: channel,
                remaining: left,
                startedAt: start)
        }
        var rows = [
            row("harbour-kitchen", .scheduled, in: 250, "phone", 3), row("old-town-grill", .retrying, in: 12, "phone", 2),
            row("night-market", .deadLetter, in: nil, nil, 1), row("overdue-diner", .scheduled, in: -300, "email", 1),
            row("caf\u{E9}\u{1B}[2J", .delivering, in: nil, nil, 1), row("snoozed-bar", .scheduled, in: 3500, "pubnub", 1),
        ]
        rows[1].lastAttempt = failed
        rows[1].reason = "Nobody answers."
        (rows[2].lastAttempt, rows[2].dead) = (failed, 1)
        rows[4].lastAttempt = sent
        rows[5].snoozeNote = "the owner is on the way"
        return rows.map { $0.judged(at: now) }
    }

    private func tester(_ width: Int, _ height: Int, engine: EngineStatus) -> ScreenTester {
        var tester = ScreenTester.night(width, height)
        var pane = PaneSnapshot(rows: Self.rows, asOf: Self.now, cadence: .seconds(3))
        if engine == .none {
            pane.missing = [
                Problem(
                    code: "NobodyDelivers", message: "Nobody is delivering, and something is due.",
                    hint: "Start an engine: nightdesk engine run.")
            ]
        }
        tester.send(.escalations(pane), .engine(engine))
        tester.press("3")
        return tester
    }

    private func expect(_ name: String, _ tester: ScreenTester, _ width: Int, _ height: Int) {
        #expect(ScreenGolden("\(name)-\(width)x\(height)").difference(from: tester.canvas) == nil)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsWhoIsCalledNext(width: Int, height: Int) {
        var tester = tester(width, height, engine: .elsewhere(seconds: 4))
        tester.press("z")
        expect("escalations", tester, width, height)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func saysThatNobodyDelivers(width: Int, height: Int) {
        expect("escalations-nobody", tester(width, height, engine: .none), width, height)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsWhatWasSentAndWhatIsToCome(width: Int, height: Int) {
        var tester = tester(width, height, engine: .here)
        tester.press("Enter")
        let detail = Detail(
            request: .escalation(ProcessID("overdue-diner")), asOf: Self.now,
            facts: [Fact("notifications", "3")],
            timeline: [
                EscalationMoment(
                    at: Self.now.addingTimeInterval(-400), kind: .delivered, number: 1, channel: "phone", target: "+442079460111"),
                EscalationMoment(
                    at: Self.now.addingTimeInterval(-40), kind: .failed, number: 2, channel: "phone", target: "+442079460222",
                    reason: "Nobody answers, and the line was open for the thirty seconds that a call may ring at most."),
                EscalationMoment(
                    at: Self.now.addingTimeInterval(-39), kind: .deadLetter, number: 2, channel: "phone", target: "+442079460222"),
                EscalationMoment(
                    at: Self.now.addingTimeInterval(250), kind: .scheduled, number: 3, channel: "email",
                    target: "chef@example.org"),
            ])
        tester.send(.detail(detail))
        expect("escalations-detail", tester, width, height)
    }

    @Test func ringsForWhatBecomesCritical() {
        var tester = tester(120, 40, engine: .here)
        var rows = Self.rows
        rows[0].dead = 1
        rows[0] = rows[0].judged(at: Self.now)
        let before = tester.effects.count
        tester.send(.escalations(PaneSnapshot(rows: rows, asOf: Self.now, cadence: .seconds(3))))
        #expect(tester.effects.dropFirst(before).contains(.bell))
    }
}
