import Console
import Drawing
import FoundationEssentials
import Model
import Support
import Testing

/// Whole screens at the three sizes of the layouts, for every state that a pane can be in.
struct PaneScreenTests {
    static let sizes = [(80, 24), (120, 40), (200, 60)]

    private func expect(_ name: String, _ tester: ScreenTester, _ width: Int, _ height: Int) {
        #expect(ScreenGolden("\(name)-\(width)x\(height)").difference(from: tester.canvas) == nil)
    }

    private static let denied = Problem(
        code: "AccessDenied",
        message: "Could not list the queues in eu-west-1: the role ops may not call sqs:ListQueues (AccessDenied).",
        hint: "Ask for the permission, then press r.", requestID: "7a62c49f-347e-4fc4-9331-6e8e7a96aa73")

    @Test(arguments: sizes)
    func showsTheNight(width: Int, height: Int) {
        expect("night", .night(width, height), width, height)
    }

    @Test(arguments: [(PaneKind.lambda, "lambda"), (.queues, "queues"), (.alarms, "alarms")], sizes)
    func showsEveryPaneZoomed(pane: (PaneKind, String), size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.press("\(pane.0.index + 1) z")
        expect(pane.1, tester, size.0, size.1)
    }

    @Test(arguments: sizes)
    func saysLoading_BeforeTheFirstAnswer(width: Int, height: Int) {
        expect("loading", ScreenTester(width: width, height: height), width, height)
    }

    @Test(arguments: sizes)
    func saysOff_WhereTheContextHasNoSection(width: Int, height: Int) {
        var tester = ScreenTester.night(width, height)
        tester.send(.queues(.off))
        tester.press("2")
        expect("off", tester, width, height)
    }

    @Test(arguments: sizes)
    func dimsAndSaysStale_WhenNothingNewerComes(width: Int, height: Int) {
        var tester = ScreenTester.night(width, height)
        tester.press("2")
        tester.send(.tick(ScreenTester.night.addingTimeInterval(40)))
        expect("stale", tester, width, height)
    }

    @Test(arguments: sizes)
    func keepsTheLastRowsAndSaysWhy_AfterAnError(width: Int, height: Int) {
        var tester = ScreenTester.night(width, height)
        var snapshot = SampleRows.queues(ago: 130)
        snapshot.error = Self.denied
        tester.send(.queues(snapshot))
        tester.press("2")
        expect("error", tester, width, height)
    }

    @Test(arguments: sizes)
    func saysWhy_WhenNothingWasEverKnown(width: Int, height: Int) {
        var tester = ScreenTester.night(width, height)
        tester.send(.queues(PaneSnapshot(error: Self.denied)))
        tester.press("2")
        expect("error-first", tester, width, height)
    }

    @Test(arguments: sizes)
    func saysWhatIsMissingAndSlowedAndCached(width: Int, height: Int) {
        var tester = ScreenTester.night(width, height)
        var snapshot = SampleRows.lambda()
        snapshot.missing = [Problem(code: "AccessDenied", message: "p95: GetMetricData was refused")]
        snapshot.slowedBy = "throttled"
        snapshot.cadence = .seconds(120)
        snapshot.total = 5_000
        tester.send(.lambda(snapshot))
        expect("partial", tester, width, height)
    }

    @Test(arguments: sizes)
    func saysThatNothingFits_AndWhatClearsIt(width: Int, height: Int) {
        var tester = ScreenTester.night(width, height)
        tester.press("/")
        tester.type("nosuchname")
        tester.press("Enter")
        expect("filtered-empty", tester, width, height)
    }

    @Test(arguments: sizes)
    func saysEmpty_WhenThereIsNothing(width: Int, height: Int) {
        var tester = ScreenTester(width: width, height: height)
        tester.send(.lambda(PaneSnapshot(asOf: ScreenTester.night)), .queues(PaneSnapshot(asOf: ScreenTester.night)))
        tester.send(.alarms(PaneSnapshot(asOf: ScreenTester.night)))
        expect("empty", tester, width, height)
    }

    @Test(arguments: sizes)
    func needsNoUnicode(width: Int, height: Int) {
        let tester = ScreenTester.night(width, height, glyphs: .ascii)
        expect("ascii", tester, width, height)
        #expect(tester.screen.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test(arguments: sizes)
    func dropsSparklinesAndSeconds_OverASlowLine(width: Int, height: Int) {
        expect("low-bandwidth", .night(width, height, isLowBandwidth: true), width, height)
    }

    @Test(arguments: sizes)
    func saysDrillAndReadOnlyAndPaused(width: Int, height: Int) {
        var place = Place.drill
        place.isReadOnly = true
        var tester = ScreenTester.night(width, height, place: place)
        tester.press("p")
        tester.send(.tick(ScreenTester.night.addingTimeInterval(125)))
        expect("chips", tester, width, height)
    }
}
