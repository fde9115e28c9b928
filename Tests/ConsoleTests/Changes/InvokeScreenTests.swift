import Console
import Drawing
import Model
import Support
import Testing

/// Whole screens of a test-invoke.
struct InvokeScreenTests {
    private func expect(_ name: String, _ tester: ScreenTester, _ size: (Int, Int)) {
        #expect(ScreenGolden("\(name)-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }

    @Test(arguments: PaneScreenTests.sizes) func showsTheChoices(size: (Int, Int)) {
        var tester = ScreenTester.calm(size.0, size.1)
        tester.press("T")
        expect("invoke-reading", tester, size)
        tester.send(.change(.material(SampleInvocation.material)))
        tester.send(.change(.options(functionName: SampleInvocation.function, SampleInvocation.options)))
        tester.press("j Right Tab")
        expect("invoke-choices", tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes) func asksForTheFunction(size: (Int, Int)) {
        var tester = ScreenTester.calm(size.0, size.1)
        tester.press("6 j T")
        expect("invoke-which", tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes) func showsTheQuestion(size: (Int, Int)) {
        var tester = ScreenTester.calm(size.0, size.1)
        tester.openQuestion(check: nil)
        expect("confirm", tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes) func wantsTheNameOfAProductionContext(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.press("1")
        tester.openQuestion()
        tester.type("pro")
        expect("confirm-production", tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes) func saysThatLambdaWouldRefuse(size: (Int, Int)) {
        var tester = ScreenTester.calm(size.0, size.1)
        let problem = Problem(
            code: "AccessDeniedException", message: "Lambda Invoke in eu-west-1 was refused (AccessDeniedException).",
            hint: "The role ops needs lambda:InvokeFunction.")
        tester.openQuestion(check: .denied(problem))
        tester.press("y")
        #expect(tester.submitted.isEmpty)
        expect("confirm-denied", tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes) func showsThatItRuns(size: (Int, Int)) {
        var tester = ScreenTester.calm(size.0, size.1)
        tester.openQuestion()
        tester.press("y")
        tester.wait(seconds: 12)
        expect("run", tester, size)
    }

    static let ends: [(String, Outcome, InvokeReport?)] = [
        ("answered", Outcome(.confirmed, requestID: "r"), SampleInvocation.answered),
        ("function-failed", Outcome(.confirmed, requestID: "r"), SampleInvocation.functionFailed),
        ("unknown", SampleInvocation.unknown, nil), ("not-sent", SampleInvocation.notSent, nil),
    ]

    @Test(arguments: ends, PaneScreenTests.sizes) func showsHowItEnded(end: (String, Outcome, InvokeReport?), size: (Int, Int)) {
        var tester = ScreenTester.calm(size.0, size.1)
        tester.openQuestion()
        tester.press("y")
        tester.send(.change(.answered(1, end.1, end.2)), .change(.ended(1, end.1)))
        expect("run-\(end.0)", tester, size)
        #expect(!tester.screen.contains("+4477"))
    }

    /// In ASCII nothing of it needs another character.
    @Test func needsNoUnicode() {
        var tester = ScreenTester.calm(glyphs: .ascii)
        tester.openChooser()
        #expect(tester.canvas.cells.allSatisfy { $0.scalar < 0x80 })
        tester.press("Enter")
        #expect(tester.canvas.cells.allSatisfy { $0.scalar < 0x80 })
        tester.press("y")
        tester.wait(seconds: 3)
        #expect(tester.canvas.cells.allSatisfy { $0.scalar < 0x80 })
        tester.send(.change(.answered(1, Outcome(.confirmed), SampleInvocation.functionFailed)))
        #expect(tester.canvas.cells.allSatisfy { $0.scalar < 0x80 })
    }

    @Test func drawsAtEverySize() {
        var tester = ScreenTester.calm()
        func shrink(_ tester: ScreenTester) {
            var tester = tester
            for width in stride(from: 0, through: 130, by: 5) {
                for height in stride(from: 0, through: 45, by: 3) {
                    tester.resize(width, height)
                    tester.press("Down")
                    #expect(tester.canvas.width == width)
                }
            }
        }
        tester.openChooser()
        shrink(tester)
        tester.press("Enter")
        shrink(tester)
        tester.press("y")
        shrink(tester)
        tester.send(.change(.answered(1, Outcome(.confirmed), SampleInvocation.answered)))
        shrink(tester)
    }

    @Test func showsAHostileAnswerHarmless() {
        var tester = ScreenTester.calm()
        tester.openQuestion()
        tester.press("y")
        let hostile = InvokeResult(
            status: 200, functionError: "\u{1B}[2J", payload: "\u{1B}]0;x\u{7}\n\u{202E}abc", tookMs: 1,
            log: "\u{9B}31m\r\nx\u{7}")
        tester.send(.change(.answered(1, Outcome(.confirmed), InvokeReport(hostile))))
        for cell in tester.canvas.cells where !cell.flags.contains(.continuation) {
            let isHarmless = cell.scalar >= 0x20 && !(0x7F...0x9F).contains(cell.scalar) && cell.scalar != 0x202E
            #expect(isHarmless)
        }
    }
}
