import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// What a night on call looks like, from the first screen to the last: events and keys in, screens out.
struct IncidentStoryTests {
    private func expect(_ name: String, _ tester: ScreenTester) {
        #expect(ScreenGolden("story-\(name)").difference(from: tester.canvas) == nil)
    }

    /// Calm; then a worker fails and its queue grows; the person goes from the alarm to the function, to the queue, to its dead letters.
    @Test func goesFromTheAlarmToTheCause() {
        var tester = ScreenTester(width: 120, height: 40)
        tester.send(.contexts(["prod"]), .meter(SampleRows.meter))
        expect("1-start", tester)

        let calm = SampleRows.queues.map { SampleRows.queue($0.name, visible: 3) }
        let functions = SampleRows.functions.map { SampleRows.function($0.name, invocations: 100) }
        tester.send(.lambda(PaneSnapshot(rows: functions, asOf: tester.state.now)))
        tester.send(.queues(PaneSnapshot(rows: calm, asOf: tester.state.now, cadence: .seconds(15))))
        tester.send(.alarms(PaneSnapshot(rows: [SampleRows.alarms[0]], asOf: tester.state.now, cadence: .seconds(15))))
        expect("2-calm", tester)

        tester.wait(seconds: 15)
        _ = tester.takeEffects()
        tester.send(.alarms(PaneSnapshot(rows: SampleRows.alarms, asOf: tester.state.now, cadence: .seconds(15))))
        #expect(tester.takeEffects().contains(.bell))
        tester.send(.lambda(PaneSnapshot(rows: SampleRows.functions, asOf: tester.state.now)))
        tester.send(.queues(PaneSnapshot(rows: SampleRows.queues, asOf: tester.state.now, cadence: .seconds(15))))
        expect("3-trouble", tester)

        tester.press("w Enter")
        #expect(tester.takeEffects().contains(.load(.alarm(id: "cloudwatch:demand-worker-errors"))))
        tester.send(.detail(SampleDetails.alarm))
        expect("4-alarm", tester)

        tester.press("f")
        expect("5-function", tester)

        tester.press("2 f")
        expect("6-dead-letters", tester)

        tester.press("y")
        #expect(tester.takeEffects().contains(.copy("prd3292-prod1-demand-dlq.fifo")))
        tester.press("Esc")
        #expect(tester.state.tables[PaneKind.queues.index].selection == "prd3292-prod1-demand.fifo")
    }

    /// The credentials run out in the middle: the figures stay, dimmed, and say what to do; then everything is well again.
    @Test func standsExpiredCredentials() {
        var tester = ScreenTester.night()
        let expired = Problem(
            code: "ExpiredToken", message: "Could not list alarms in eu-west-1: the credentials have expired (ExpiredToken).",
            hint: "Run \"aws sso login --profile ops\", then press r.")
        var snapshot = SampleRows.alarms(ago: 4)
        snapshot.error = expired
        tester.wait(seconds: 15)
        tester.send(.alarms(snapshot))
        tester.press("6")
        expect("7-expired", tester)
        #expect(tester.screen.contains("✕ 19s ExpiredToken"))

        tester.press("r")
        #expect(tester.takeEffects().contains(.refresh([.alarms])))
        snapshot.error = nil
        snapshot.asOf = tester.state.now
        tester.send(.alarms(snapshot))
        #expect(tester.screen.contains("● 0s"))
        #expect(!tester.screen.contains("ExpiredToken"))
    }
}
