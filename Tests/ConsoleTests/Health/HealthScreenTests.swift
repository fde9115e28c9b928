import Console
import Drawing
import FoundationEssentials
import Model
import Support
import Testing

/// The health report on the screen.
struct HealthScreenTests {
    private static let checks = ["functions", "table", "alarms", "api", "cdn", "errors", "backup"]

    private static func result(
        _ name: String, _ verdict: Severity = .ok, _ value: Double? = nil, _ unit: String? = nil, _ text: String
    )
        -> HealthResult
    {
        HealthResult(
            name: name, kind: name, target: "network-visualizer-\(name)", verdict: verdict, value: value, unit: unit,
            evidence: text,
            durationMs: 42, runbook: verdict == .ok ? nil : "https://wiki.example/runbooks/\(name)")
    }

    static let results = [
        result("functions", .ok, 0, "not ok", "3 functions: Active, last update Successful."),
        result("table", .ok, 48_213, "items", "ACTIVE, 48,213 items, 31.5 MB."),
        result("alarms", .critical, 2, "in ALARM", "In ALARM: network-visualizer-high-error-rate, network-visualizer-latency."),
        result("api", .ok, 34, "ms", "HTTP 200 in 34 ms."), result("cdn", .unknown, nil, nil, "Not offered here (HTTP500)."),
        result("errors", .warning, 45_102, "errors", "45,102 errors in 24h, 3.4 % of 1,340,221 invocations."),
        result("backup", .ok, 1.5, "h", "nightly-2026-11-21, 1.5 h old."),
    ]

    private static func report(_ results: [HealthResult] = results) -> HealthReport {
        HealthReport(set: "daily", context: "prod", takenAt: ScreenTester.night, durationMs: 212, checks: results)
    }

    /// A console whose first run has ended.
    private func checked(_ width: Int, _ height: Int) -> ScreenTester {
        var tester = ScreenTester.night(width, height)
        tester.send(.health(.sets(["daily", "cost", "nightly"])))
        tester.press("H")
        tester.send(.health(.began(1, checks: Self.checks)), .health(.ended(1, Self.report())))
        return tester
    }

    private func expect(_ name: String, _ tester: ScreenTester, _ size: (Int, Int)) {
        #expect(ScreenGolden("\(name)-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }

    @Test(
        arguments: [("health", "j j"), ("health-line", "j j Enter"), ("health-sets", "s"), ("health-help", "?")],
        PaneScreenTests.sizes)
    func showsTheReport(path: (String, String), size: (Int, Int)) {
        var tester = checked(size.0, size.1)
        tester.press(path.1)
        expect(path.0, tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes) func showsWhatHasAnswered_WhileOthersHang(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.press("H")
        tester.send(.health(.began(1, checks: Self.checks)))
        for result in Self.results.prefix(3) { tester.send(.health(.result(1, result))) }
        tester.wait(seconds: 4)
        expect("health-running", tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes) func saysWhyItCouldNotBegin(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.press("H")
        let problem = Problem(
            code: "NoChecks", message: "Set \"backups\" has no checks in context \"prod\".", hint: "Write some.")
        tester.send(.health(.failed(1, problem)))
        expect("health-failed", tester, size)
    }

    @Test func capitalHRunsAtOnce_AlsoReadOnly() {
        var place = Place.prod
        place.isReadOnly = true
        var tester = ScreenTester(place: place)
        tester.press("H")
        #expect(tester.effects.contains(.checkHealth(set: "daily", number: 1)))
        #expect(tester.state.hint?.kind != .refusal)
    }

    @Test func smallHShowsTheLastReport_AndRefusesBeforeThereIsOne() {
        var tester = ScreenTester.night(120, 40)
        tester.press("h")
        #expect(tester.state.hint?.text.contains("H runs the health check") == true)
        tester = checked(120, 40)
        tester.press("q h")
        #expect(tester.canvas.plainText.contains("health check daily"))
        #expect(tester.takeEffects().filter { if case .checkHealth = $0 { true } else { false } }.count == 1)
    }

    @Test func aSecondRunSaysWhatHasChanged_AndTheFeedTellsItsEnd() {
        var tester = checked(120, 40)
        tester.press("H")
        var results = Self.results
        results[2].verdict = .ok
        results[3].verdict = .critical
        tester.send(.health(.began(2, checks: Self.checks)), .health(.ended(2, Self.report(results))))
        #expect(tester.canvas.plainText.contains("1 worse  1 better"))
        #expect(tester.canvas.plainText.contains("health check daily is critical"))
    }

    @Test func anAnswerOfAnEarlierRunIsPassedOver() {
        var tester = ScreenTester.night(120, 40)
        tester.press("H")
        tester.send(.health(.ended(7, Self.report())))
        #expect(tester.canvas.plainText.contains("running"))
    }

    @Test func anotherSetIsChosenFromAList() {
        var tester = checked(120, 40)
        _ = tester.takeEffects()
        tester.press("s j Enter")
        #expect(tester.takeEffects().contains(.checkHealth(set: "cost", number: 2)))
    }

    @Test func whatWasFoundCanBeCopied() {
        var tester = checked(120, 40)
        tester.press("j y")
        #expect(tester.takeEffects().contains(.copy("errors warning: 45,102 errors in 24h, 3.4 % of 1,340,221 invocations.")))
    }

    /// The line that the cursor is on.
    private func cursorLine(_ tester: ScreenTester) -> String { tester.lines.first { $0.contains("▶") } ?? "" }

    @Test func theWorstComesFirst_AndTheCursorIsOnIt() {
        let tester = checked(120, 40)
        let order = tester.lines.dropFirst(5).prefix(7).compactMap {
            $0.split(separator: " ").first { Self.checks.contains(String($0)) }
        }
        #expect(order == ["alarms", "errors", "cdn", "functions", "table", "api", "backup"])
        #expect(cursorLine(tester).contains("alarms"))
    }

    @Test func whoeverHasMoved_StaysOnTheSameCheck() {
        var tester = ScreenTester.night(120, 40)
        tester.press("H")
        tester.send(.health(.began(1, checks: Self.checks)))
        tester.press("j")
        #expect(cursorLine(tester).contains("table") && cursorLine(tester).contains("asking"))
        tester.send(.health(.ended(1, Self.report())))
        #expect(cursorLine(tester).contains("table"))
    }

    @Test func aClickSelects_AndADoubleClickLaysOut() {
        var tester = checked(120, 40)
        let row = tester.lines.firstIndex { $0.contains("▲ warning  errors") } ?? 0
        tester.send(.input(.mouse(Mouse(.press, x: 20, y: row))))
        #expect(cursorLine(tester).contains("errors"))
        tester.send(.input(.mouse(Mouse(.doublePress, x: 20, y: row))))
        #expect(tester.screen.contains("Looks at network-visualizer-errors (errors)."))
    }

    private func checked(kind: String, target: String, _ evidence: String) -> ScreenTester {
        var tester = ScreenTester.night(120, 40)
        tester.press("H")
        let result = HealthResult(name: "it", kind: kind, target: target, verdict: .critical, evidence: evidence)
        tester.send(.health(.began(1, checks: ["it"])), .health(.ended(1, Self.report([result]))))
        _ = tester.takeEffects()
        tester.press("f")
        return tester
    }

    @Test(arguments: [
        (
            "lambda", "roesc-escalations, network-visualizer-api-production", "network-visualizer-api-production is Failed",
            DetailRequest.function(name: "network-visualizer-api-production")
        ),
        ("queue", "optimization-carrier-queue", "84 messages waiting", .queue(name: "optimization-carrier-queue")),
        ("alarms", "demand-*", "In ALARM: demand-worker-errors.", .alarm(id: "cloudwatch:demand-worker-errors")),
    ])
    func opensWhatTheCheckLookedAt_AndComesBack(kind: String, target: String, evidence: String, request: DetailRequest) {
        var tester = checked(kind: kind, target: target, evidence)
        #expect(tester.takeEffects().contains(.load(request)))
        tester.press("Esc")
        #expect(tester.screen.contains("health check daily"))
    }

    @Test func opensTheLogThatWasSearched() {
        var tester = checked(kind: "logs", target: "/aws/lambda/f", "12 events")
        let subjects = tester.takeEffects().compactMap { if case .openLogs(let request) = $0 { request.subjects } else { nil } }
        #expect(subjects == [[.group("/aws/lambda/f")]])
    }

    @Test(arguments: [("table", "t", "No pane shows"), ("queue", "no-such-queue", "not among the queues")])
    func saysWhereNothingCanBeOpened(kind: String, target: String, reason: String) {
        #expect(checked(kind: kind, target: target, "e").state.hint?.text.contains(reason) == true)
    }

    @Test func drawsAtEverySize() {
        var tester = checked(80, 24)
        for width in stride(from: 0, through: 60, by: 4) {
            for height in stride(from: 0, through: 30, by: 3) {
                tester.resize(width, height)
                #expect(tester.canvas.width == width)
            }
        }
    }
}
