import Console
import Drawing
import FoundationEssentials
import Model
import Support
import Testing

/// Whole screens of the log view and of what opens from it.
struct LogScreenTests {
    private func expect(_ name: String, _ tester: ScreenTester, _ size: (Int, Int)) {
        #expect(ScreenGolden("\(name)-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }

    static let paths = [
        ("logs", "k k"), ("logs-filter", "/ l e v e l > = w a r n"), ("logs-filtered", "/ r e a c h Enter"),
        ("logs-filter-wrong", "/ l e v e l : f o o"), ("logs-find", "f p r o v i d e r"), ("logs-shapes", "e j"),
        ("logs-json", "k k k Enter"), ("logs-report", "k k Enter"), ("logs-window", "t"), ("logs-queries", "i"),
        ("logs-help", "?"),
    ]

    @Test(arguments: paths, PaneScreenTests.sizes)
    func showsTheLog(path: (String, String), size: (Int, Int)) {
        var tester = ScreenTester.logs(size.0, size.1)
        tester.press(path.1)
        expect(path.0, tester, size)
    }

    /// Gaps stand where they are, and the title says how many there are.
    @Test(arguments: PaneScreenTests.sizes)
    func marksGapsAndLiveTail(size: (Int, Int)) {
        let night = ScreenTester.night
        let gaps = [
            LogGap(
                id: 1, from: night.addingTimeInterval(-35), to: night.addingTimeInterval(-25), reason: .cut,
                groups: [SampleLog.sender]),
            LogGap(
                id: 2, from: night.addingTimeInterval(-3), to: night.addingTimeInterval(-1), reason: .sampled,
                groups: [SampleLog.sender]),
        ]
        let live = TailStatus(
            mode: .live(endsAt: night.addingTimeInterval(10_500)), isSampled: true, completeTo: night.addingTimeInterval(-40))
        expect("logs-gaps", .logs(size.0, size.1, gaps: gaps, status: live), size)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func saysWhyNothingNewComes(size: (Int, Int)) {
        var status = SampleLog.polled(20)
        status.problem = Problem(
            code: "ThrottlingException",
            message: "CloudWatch Logs FilterLogEvents in eu-west-1 asks for patience (ThrottlingException).",
            hint: "It is asked again, more slowly.")
        expect("logs-throttled", .logs(size.0, size.1, status: status), size)
    }

    @Test(arguments: ["", "e", "k Enter", "/ x", "f y", "i Enter", "i Enter Enter", "t", "i k Enter a b"])
    func drawsAtEverySize(path: String) {
        var tester = ScreenTester.logs(80, 24)
        tester.press(path)
        tester.send(.query(tester.queryNumber, .answer(SampleAnswer.durations)))
        for width in stride(from: 0, through: 60, by: 3) {
            for height in stride(from: 0, through: 20, by: 2) {
                tester.resize(width, height)
                tester.press("Down")
                tester.send(.logs(tester.logNumber, SampleLog.batch([SampleLog.event(0, "more")])))
                #expect(tester.canvas.width == width)
            }
        }
    }

    @Test func saysWhatIsComing_UntilThereIsALine() {
        var tester = ScreenTester.night(80, 24)
        tester.press("1 l")
        expect("logs-finding", tester, (80, 24))
        tester.send(.logs(tester.logNumber, .groups([SampleLog.sender], missing: [])))
        expect("logs-reading", tester, (80, 24))
        tester.send(.logs(tester.logNumber, SampleLog.batch([])))
        expect("logs-empty", tester, (80, 24))
    }

    @Test func saysWhyThereIsNoLog() {
        var tester = ScreenTester.night(80, 24)
        var queue = SampleRows.queues[0]
        queue.arn = "arn:aws:sqs:eu-west-1:123456789012:\(queue.name)"
        tester.send(.queues(PaneSnapshot(rows: [queue], asOf: ScreenTester.night, cadence: .seconds(15))))
        tester.press("2 l")
        tester.send(
            .logs(
                tester.logNumber,
                .failed(
                    Problem(
                        code: "NoConsumer", message: "No Lambda function takes from queue q, so no log belongs to it.",
                        hint: "Who else reads it is not known to AWS."))))
        expect("logs-failed", tester, (80, 24))
    }

    @Test func saysWhyItPolls_WhenLiveTailIsNotPossible() {
        var tester = ScreenTester.logs(80, 24)
        tester.press("v")
        let status = TailStatus(
            mode: .polling(every: .seconds(2), because: "live tail is not possible (AccessDeniedException)"),
            completeTo: ScreenTester.night)
        tester.send(.logs(tester.logNumber, .groups([SampleLog.sender], missing: [])))
        tester.send(.logs(tester.logNumber, SampleLog.batch(status: status)))
        expect("logs-no-live-tail", tester, (80, 24))
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsAQueryFromStartToAnswer(size: (Int, Int)) {
        var tester = ScreenTester.logs(size.0, size.1)
        tester.press("i j j Enter")
        expect("query-started", tester, size)
        let number = tester.queryNumber
        tester.wait(seconds: 3)
        tester.send(
            .query(
                number,
                .progress(
                    InsightsProgress(status: "Running", recordsMatched: 12, recordsScanned: 120_400, bytesScanned: 1.23e9))))
        expect("query-running", tester, size)
        tester.send(.query(number, .answer(SampleAnswer.durations)))
        expect("query-answer", tester, size)
        tester.press("j Enter")
        expect("query-row", tester, size)
    }

    @Test func saysWhyAQueryFailed() {
        var tester = ScreenTester.logs(80, 24)
        tester.press("i k Enter")
        tester.type("bogus")
        tester.press("Enter")
        let problem = Problem(
            code: "MalformedQueryException", message: "CloudWatch Logs StartQuery was refused (MalformedQueryException).",
            hint: "Check the query.")
        tester.send(.query(tester.queryNumber, .failed(problem)))
        expect("query-failed", tester, (80, 24))
    }
}

enum SampleAnswer {
    static let durations = InsightsAnswer(
        columns: ["bin(5m)", "invocations", "mean", "@message"],
        rows: [
            ["2026-11-21 03:10:00.000", "124", "212.4", "evil\u{1B}[2Jname"], ["2026-11-21 03:05:00.000", "98", nil, "plain"],
            ["2026-11-21 03:00:00.000", "0", "3", nil],
        ], progress: InsightsProgress(status: "Complete", recordsMatched: 222, recordsScanned: 340_000, bytesScanned: 3.4e9))
}

extension ScreenTester {
    var queryNumber: Int {
        for case .runQuery(let request) in effects.reversed() { return request.number }
        return 0
    }
}
