import Console
import Drawing
import FoundationEssentials
import Model
import Support
import Testing

/// Whole screens of the dialogs with which a person gets in again.
struct SignInScreenTests {
    private func expect(_ name: String, _ tester: ScreenTester, _ size: (Int, Int)) {
        #expect(ScreenGolden("\(name)-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }

    static let steps: [(String, SignInStep)] = [
        ("sign-in-starting", .starting), ("sign-in-waiting", .waiting(SampleSignIn.link, trouble: nil)),
        (
            "sign-in-trouble",
            .waiting(
                SampleSignIn.link, trouble: "Could not fetch credentials from oidc.eu-west-1.amazonaws.com: No route to host.")
        ),
        (
            "sign-in-failed",
            .failed(
                Problem(
                    code: "access_denied",
                    message: "Could not sign in for profile \"ops\": it was denied on the page behind the link.",
                    hint: "Ask again if that was a slip."))
        ),
    ]

    @Test(arguments: steps, PaneScreenTests.sizes)
    func showsTheSignIn(step: (String, SignInStep), size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.send(.alarms(SampleSignIn.expired))
        tester.press("6 x")
        tester.send(.signIn(profile: "ops", step.1))
        expect(step.0, tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func offersTheSignIn_WhereAPaneFailsForIt(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.send(.alarms(SampleSignIn.expired))
        tester.press("6")
        expect("sign-in-offered", tester, size)
    }

    @Test(arguments: [("code-asked", ""), ("code-typed", "9753")], PaneScreenTests.sizes)
    func asksForACode(name: (String, String), size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        tester.send(.codeAsked(SampleSignIn.question, at: ScreenTester.night.addingTimeInterval(-1)))
        tester.type(name.1)
        #expect(name.1.isEmpty || !tester.screen.contains(name.1))
        expect(name.0, tester, size)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func saysWhyACodeIsAskedForAgain(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1)
        var question = SampleSignIn.question
        question.reason = "STS did not take the last code: each serves once, and for half a minute."
        tester.send(.codeAsked(question, at: ScreenTester.night.addingTimeInterval(-1)))
        expect("code-again", tester, size)
    }

    @Test(arguments: [(39, 9), (40, 10), (40, 12), (60, 15)])
    func fitsAnySize(width: Int, height: Int) {
        for step in Self.steps {
            var tester = ScreenTester.night(width, height)
            tester.send(.alarms(SampleSignIn.expired))
            tester.press("6 x")
            tester.send(.signIn(profile: "ops", step.1))
            #expect(tester.lines.allSatisfy { $0.count <= width })
        }
        var tester = ScreenTester.night(width, height)
        tester.send(.codeAsked(SampleSignIn.question, at: .distantPast))
        #expect(tester.lines.allSatisfy { $0.count <= width })
    }
}

enum SampleSignIn {
    static let link = DeviceLink(
        url: "https://device.sso.eu-west-1.amazonaws.com/",
        urlWithCode: "https://device.sso.eu-west-1.amazonaws.com/?user_code=WXYZ-1234", userCode: "WXYZ-1234",
        expiresAt: ScreenTester.night.addingTimeInterval(597))
    static let question = CodeQuestion(profile: "ops", serial: "arn:aws:iam::123456789012:mfa/ann")

    static let problem = Problem(
        code: "UnauthorizedSSOTokenError", message: "The SSO session of profile \"ops\" has expired.",
        hint: "Run `aws sso login --profile ops`. Then press r.", remedy: .signIn(profile: "ops"))

    /// Alarms with their last good rows and the wish for a sign-in.
    static var expired: PaneSnapshot<Alarm> {
        var snapshot = SampleRows.alarms(ago: 19)
        snapshot.error = problem
        return snapshot
    }
}
