import Console
import Drawing
import FoundationEssentials
import Model
import Support
import Testing

/// Whole screens of everything that can lie over the panes.
struct ViewScreenTests {
    private func expect(_ name: String, _ tester: ScreenTester, _ size: (Int, Int)) {
        #expect(ScreenGolden("\(name)-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }

    /// The keys that lead to each view from the panes of the night.
    static let paths = [
        ("help", "?"), ("help-search", "? c o p y"), ("palette", ":"), ("palette-search", ": d l q"),
        ("filter", "/ e r r o r s > 5"),
        ("filter-wrong", "/ f o o > 5"), ("feed", "m"), ("contexts", "c"), ("sort", "s"), ("actions", "a"), ("explain", "2 e"),
        ("detail-lambda", "1 Enter"), ("detail-queue", "2 Enter"), ("detail-alarm", "6 j Enter"), ("refusal", "3 Enter"),
        ("nothing-on-key", "Z"), ("marked", "Space j Space"),
    ]

    @Test(arguments: paths, PaneScreenTests.sizes)
    func showsTheView(path: (String, String), size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.press(path.1)
        expect(path.0, tester, size)
    }

    /// In ASCII every sign has its own character, and what is not known is still a dash and no question mark.
    @Test(arguments: paths)
    func needsNoUnicode(path: (String, String)) {
        var unicode = ScreenTester.night(120, 40)
        var ascii = ScreenTester.night(120, 40, glyphs: .ascii)
        unicode.press(path.1)
        ascii.press(path.1)
        let pairs = zip(unicode.canvas.cells, ascii.canvas.cells)
        #expect(pairs.allSatisfy { $1.scalar < 0x80 })
        #expect(pairs.allSatisfy { $0.scalar != Glyphs.unicode.noValue.value || $1.scalar == Glyphs.ascii.noValue.value })
        #expect(
            pairs.allSatisfy {
                $0.scalar < 0x80 || Unicode.Scalar($1.scalar) != "?" || $0.scalar == Glyphs.unicode.severityUnknown.value
            })
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsAnAnsweredDetail(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.press("6 j Enter")
        tester.send(.detail(SampleDetails.alarm))
        expect("detail-answered", tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func saysInPlaceWhyADetailFailed(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.press("2 Enter")
        let problem = Problem(
            code: "Throttling",
            message: "Could not get the metrics of prd3292-prod1-demand.fifo: AWS asks for patience (Throttling).",
            hint: "It is asked again in 20 s.")
        tester.send(.detailFailed(.queue(name: "prd3292-prod1-demand.fifo"), problem))
        expect("detail-failed", tester, size)
    }

    @Test(arguments: [(20, 5), (39, 24), (40, 10), (60, 15), (80, 17), (100, 29), (160, 44)])
    func fitsOddSizes(width: Int, height: Int) {
        expect("odd", .night(width, height), (width, height))
    }

    @Test func showsContextsWithoutAny() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.press("c")
        expect("contexts-none", tester, (80, 24))
    }
}

enum SampleDetails {
    /// The answer about the alarm on the errors of the demand worker.
    static let alarm: Detail = {
        let series = SampleRows.series([0, 0, 1, 0, 2, 60, 90, 120, 130, 140, 135, 142, 138, 140, 136])
        return Detail(
            request: .alarm(id: "cloudwatch:demand-worker-errors"), asOf: ScreenTester.night,
            facts: [Fact("actions", "arn:aws:sns:eu-west-1:123456789012:on-call")],
            charts: [Chart(title: "Errors, Sum", unit: "count", series: series, warning: 5, critical: 100)],
            transitions: [
                AlarmTransition(
                    at: ScreenTester.night.addingTimeInterval(-540), type: "StateUpdate",
                    summary: "Alarm updated from OK to ALARM"),
                AlarmTransition(
                    at: ScreenTester.night.addingTimeInterval(-86_400), type: "StateUpdate",
                    summary: "Alarm updated from ALARM to OK"),
            ],
            marks: [Detail.Mark(at: ScreenTester.night.addingTimeInterval(-840), label: "deployed")])
    }()
}
