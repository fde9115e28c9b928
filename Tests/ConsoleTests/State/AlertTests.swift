import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

struct AlertTests {
    private static func queues(_ critical: Set<Int>) -> PaneSnapshot<Queue> {
        let rows = (0..<3).map { number in
            SampleRows.queue(
                "q\(number)", visible: 0, severity: critical.contains(number) ? .critical : .ok, reasons: ["because"])
        }
        return PaneSnapshot(rows: rows, asOf: ScreenTester.night)
    }

    private func bells(_ tester: inout ScreenTester) -> Int { tester.takeEffects().filter { $0 == .bell }.count }

    @Test func ringsOnceForWhatBecomesCritical_NotForWhatWasSoAtTheStart() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(.queues(Self.queues([0])))
        #expect(bells(&tester) == 0)
        #expect(tester.screen.contains("NEW 1 critical"))
        tester.send(.queues(Self.queues([0, 1])))
        #expect(bells(&tester) == 1)
        #expect(tester.screen.contains("NEW 2 critical"))
        tester.send(.queues(Self.queues([0, 1])))
        #expect(bells(&tester) == 0)
    }

    @Test func takesTheAlertBack_WhenTheTroubleIsOver() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(.queues(Self.queues([0])))
        tester.send(.tick(ScreenTester.night.addingTimeInterval(240)), .queues(Self.queues([])))
        #expect(!tester.screen.contains("NEW"))
        #expect(tester.screen.contains("queue q0 is not critical any more, after 4m00s"))
        tester.send(.queues(Self.queues([0])))
        #expect(bells(&tester) == 1, "the same trouble again is news")
    }

    @Test func goesToWhatIsNew_OneAfterTheOther() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(.queues(Self.queues([0, 2])))
        tester.press("w")
        #expect(tester.state.focus == .queues)
        #expect(tester.state.tables[PaneKind.queues.index].selection == "q0")
        tester.press("w")
        #expect(tester.state.tables[PaneKind.queues.index].selection == "q2")
        #expect(tester.state.alerts.unseen.isEmpty)
        tester.press("w")
        #expect(tester.state.hint?.text == "Nothing critical is new.")
    }

    @Test func takesAnOpenedThingAsSeen() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(.queues(Self.queues([1])))
        tester.press("2 Enter")
        #expect(tester.state.alerts.unseen.isEmpty)
    }

    @Test func alertsWhilePaused_AlthoughTheRowsWait() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(.queues(Self.queues([])))
        tester.press("2 p")
        _ = tester.takeEffects()
        tester.send(.queues(Self.queues([2])))
        #expect(bells(&tester) == 1)
        #expect(tester.screen.contains("NEW 1 critical"))
        #expect(tester.state.queues.rows.allSatisfy { $0.severity == .ok })
        tester.press("p")
        #expect(tester.state.queues.rows[2].severity == .critical)
        #expect(bells(&tester) == 0, "no second bell when the held rows come")
    }

    @Test func showsTheNewestRows_AfterAPauseWithManyAnswers() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.press("p")
        tester.send(.queues(Self.queues([])), .queues(Self.queues([0])), .queues(Self.queues([1])))
        tester.press("p")
        #expect(tester.state.queues == Self.queues([1]))
        #expect(!tester.state.isPaused)
    }

    @Test func staysSilentForAcknowledgedAlarms() {
        var alarm = Alarm(name: "known", state: "ALARM", since: nil, reason: "", source: .cloudwatch, kind: .metric)
        alarm.acknowledged = true
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(.alarms(PaneSnapshot(rows: [alarm], asOf: ScreenTester.night)))
        #expect(tester.state.alerts.unseen.isEmpty)
        #expect(tester.state.alarms.rows[0].severity == .critical)
    }

    @Test func tellsOfManyInOneMessage() {
        let rows = (0..<200).map { SampleRows.queue("q\(100 + $0)", visible: 0, severity: .critical) }
        var tester = ScreenTester(width: 120, height: 24)
        tester.send(.queues(PaneSnapshot(rows: rows, asOf: ScreenTester.night)))
        #expect(tester.state.feed.messages.map(\.text) == ["200 queues are critical: q100, q101, q102 and 197 more"])
        tester.send(.queues(PaneSnapshot(rows: [], asOf: ScreenTester.night)))
        #expect(tester.state.feed.messages.last?.text == "200 queues are not critical any more: q100, q101, q102 and 197 more")
    }

    @Test func takesAllAsSeenWithOneKey() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(.queues(Self.queues([0, 1, 2])))
        tester.press("v")
        #expect(!tester.screen.contains("NEW"))
        #expect(tester.screen.contains("3 critical"))
    }
}
