import Console
import Drawing
import FoundationEssentials
import Model
import Support
import Testing

/// The pane and the detail of a running deployment at the three sizes of the layouts.
struct LiveScreenTests {
    private typealias Samples = LiveSamples

    private func tester(_ width: Int, _ height: Int, _ sight: LiveSight, place: Place = .drill) -> ScreenTester {
        var tester = ScreenTester(width: width, height: height, place: place)
        tester.send(
            .optimizer(PaneSnapshot(rows: [OptimizerRow(live: sight)], asOf: Samples.now, cadence: .seconds(60))))
        tester.press("5")
        _ = tester.takeEffects()
        return tester
    }

    private func expect(_ name: String, _ tester: ScreenTester, _ width: Int, _ height: Int) {
        #expect(ScreenGolden("\(name)-\(width)x\(height)").difference(from: tester.canvas) == nil)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsTheDeploymentAsARun(width: Int, height: Int) {
        var healthy = tester(width, height, Samples.healthy)
        healthy.press("z")
        expect("optimizer-live-pane", healthy, width, height)
        var stuck = tester(width, height, Samples.stuck)
        stuck.press("z")
        expect("optimizer-live-pane-stuck", stuck, width, height)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsStepsQueuesFunctionsAndLogs(width: Int, height: Int) {
        var healthy = tester(width, height, Samples.healthy)
        healthy.press("Enter")
        healthy.send(.detail(Detail(request: .run(id: 0), asOf: Samples.now)))
        expect("optimizer-live", healthy, width, height)
        var stuck = tester(width, height, Samples.stuck)
        stuck.press("Enter")
        stuck.send(.detail(Detail(request: .run(id: 0), asOf: Samples.now)))
        expect("optimizer-live-stuck", stuck, width, height)
    }

    @Test func namesTheCause_AndKeepsTheLastValues() {
        var tester = tester(120, 40, Samples.healthy)
        tester.send(
            .optimizer(
                PaneSnapshot(
                    rows: [OptimizerRow(live: Samples.healthy)], asOf: Samples.now.addingTimeInterval(-300),
                    error: Problem(code: "ExpiredToken", message: "The security token has expired."), cadence: .seconds(60))))
        tester.press("z")
        #expect(tester.screen.contains("deployment") && tester.screen.contains("50 %"))
        #expect(tester.screen.contains("The security token has expired."))
    }

    @Test func offersTheRedrive_AndShowsTheCalls() {
        var tester = tester(120, 40, Samples.stuck)
        tester.press("Q")
        #expect(tester.screen.contains("Redrive optimization-watch-queue-dlq"))
        tester.press("Enter")
        #expect(
            tester.effects.contains {
                if case .prepareResource(let wish) = $0 {
                    wish.what == .redrive(queue: "optimization-watch-queue-dlq")
                } else {
                    false
                }
            })
        var reader = self.tester(120, 40, Samples.stuck)
        reader.press("Q j Enter")
        #expect(reader.screen.contains("start-message-move-task") && reader.screen.contains("RunEndTime IS NULL"))
        #expect(reader.screen.contains("no source of this context"))
        var end = self.tester(120, 40, Samples.stuck)
        end.press("L")
        #expect(end.screen.contains("UPDATE OptimizationInstance SET RunStatusId = 3"))
    }

    @Test(arguments: [
        ("C", "has no cancel"), ("N", "starts its runs itself"), ("Q", "No queue of the live deployment is behind"),
    ])
    func saysWhyNot(key: String, reason: String) {
        var tester = tester(120, 40, Samples.healthy)
        tester.press(key)
        #expect(tester.screen.contains(reason))
    }

    @Test func endsNothing_WhereNoRunIsOpen() {
        var tester = tester(120, 40, Samples.idle)
        tester.press("L")
        #expect(tester.screen.contains("No run of the live deployment is seen open."))
    }

    @Test func refusesAll_WhereItIsReadOnly() {
        var place = Place.drill
        place.isReadOnly = true
        for key in ["C", "Q", "L", "N"] {
            var tester = tester(120, 40, Samples.stuck, place: place)
            tester.press(key)
            #expect(tester.screen.contains("read-only"))
            #expect(!tester.screen.contains("RunStatusId") && !tester.screen.contains("Redrive "))
        }
    }

    @Test func leadsToDeadLettersAndFailingFunctions() {
        var tester = tester(200, 60, Samples.stuck)
        tester.press("Enter")
        #expect(tester.screen.contains("dead letters optimization-watch-queue-dlq"))
        #expect(tester.screen.contains("function altaworx-sim-card-optimizer"))
    }
}
