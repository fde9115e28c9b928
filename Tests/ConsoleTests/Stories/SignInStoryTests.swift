import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Getting in again at 03:10, with keys alone.
struct SignInStoryTests {
    private static let all: Effect = .refresh([.lambda, .queues, .alarms])

    private func isOpen(_ tester: ScreenTester) -> Bool { !tester.state.views.isEmpty }

    private static func expired() -> ScreenTester {
        var tester = ScreenTester.night()
        tester.send(.alarms(SampleSignIn.expired))
        _ = tester.takeEffects()
        return tester
    }

    @Test func signsIn_CopiesLinkAndCode_AndRefreshesThePanes() {
        var tester = Self.expired()
        #expect(tester.screen.contains("x sign in"))
        tester.press("x")
        #expect(tester.takeEffects().contains(.signIn(profile: "ops")))
        tester.press("y")
        #expect(tester.state.hint?.kind == .refusal)
        tester.send(.signIn(profile: "ops", .waiting(SampleSignIn.link, trouble: nil)))
        #expect(tester.screen.contains("WXYZ-1234") && tester.screen.contains("9m57s"))
        tester.wait(seconds: 10)
        #expect(tester.screen.contains("9m47s"))
        tester.press("y c")
        let copied: [Effect] = [.copy(SampleSignIn.link.urlWithCode), .copy("WXYZ-1234")]
        #expect(tester.takeEffects().filter { copied.contains($0) } == copied)
        tester.send(.signIn(profile: "ops", .done(validUntil: ScreenTester.night.addingTimeInterval(28_800))))
        #expect(tester.takeEffects().contains(Self.all) && !isOpen(tester))
        #expect(tester.screen.contains("Signed in for profile ops, until 11:10 UTC"))
    }

    @Test(arguments: ["Esc", "Backspace", "q"])
    func givesUp_HoweverTheViewIsLeft(key: String) {
        var tester = Self.expired()
        tester.press("x")
        _ = tester.takeEffects()
        tester.press(key)
        #expect(tester.takeEffects().contains(.cancelSignIn) && !isOpen(tester) && !tester.state.isQuitting)
        // What still comes of it opens nothing.
        tester.send(.signIn(profile: "ops", .waiting(SampleSignIn.link, trouble: nil)))
        tester.send(.signIn(profile: "ops", .done(validUntil: .distantFuture)))
        #expect(!isOpen(tester) && !tester.takeEffects().contains(Self.all))
    }

    @Test func givesUp_WhenTheContextIsLeft() {
        var tester = Self.expired()
        tester.press("x")
        _ = tester.takeEffects()
        tester.send(.place(.drill))
        #expect(tester.takeEffects().contains(.cancelSignIn))
    }

    @Test func asksForANewCode_AfterAFailure() {
        var tester = Self.expired()
        tester.press("x")
        tester.press("x")
        #expect(tester.state.hint?.kind == .refusal)
        _ = tester.takeEffects()
        tester.send(
            .signIn(profile: "ops", .failed(Problem(code: "expired_token", message: "The code ran out.", hint: "Again."))))
        #expect(tester.screen.contains("The code ran out."))
        tester.press("x")
        #expect(tester.takeEffects().contains(.signIn(profile: "ops")) && tester.state.views.count == 1)
        tester.send(.signIn(profile: "ops", .failed(Problem(code: "expired_token", message: "It ran out again.", hint: ""))))
        tester.press("Esc")
        #expect(!isOpen(tester) && !tester.takeEffects().contains(.cancelSignIn))
    }

    @Test func refusesToSignIn_WhereNothingAsksForIt() {
        var tester = ScreenTester.night()
        #expect(!tester.screen.contains("x sign in"))
        tester.press("x")
        #expect(tester.state.hint?.kind == .refusal && !isOpen(tester))
    }

    @Test func explainsThePane_WithTheKeyThatHelps() {
        var tester = Self.expired()
        tester.press("6 e")
        #expect(tester.screen.contains("Press x to sign in from here"))
    }

    // MARK: MFA

    /// What stands in the dialog; nil when it is not open.
    private func digits(_ tester: ScreenTester) -> String? {
        if case .code(let view)? = tester.state.views.last { view.digits } else { nil }
    }

    private func asked(_ question: CodeQuestion = SampleSignIn.question) -> ScreenTester {
        var tester = ScreenTester.night()
        tester.send(.codeAsked(question, at: ScreenTester.night.addingTimeInterval(-1)))
        _ = tester.takeEffects()
        return tester
    }

    @Test func sendsTheCode_AndRefreshesThePanes() throws {
        var tester = asked()
        tester.type("86a42 0j9111")
        tester.press("Backspace")
        tester.press("Enter")
        #expect(tester.state.hint?.kind == .refusal && isOpen(tester))
        tester.press("9 Enter")
        let code = try #require(OneTimeCode("864209"))
        #expect(tester.takeEffects().starts(with: [.enterCode(code, SampleSignIn.question), Self.all]))
        #expect(!isOpen(tester) && !tester.screen.contains("864209"))
    }

    @Test func takesAPastedCode_ButSendsItOnlyWithEnter() throws {
        var tester = asked()
        tester.send(.input(.paste(" 864 209\n")))
        #expect(tester.takeEffects().isEmpty && isOpen(tester))
        tester.press("Enter")
        #expect(tester.takeEffects().first == .enterCode(try #require(OneTimeCode("864209")), SampleSignIn.question))
    }

    @Test func asksAgain_WithTheKeyThatThePaneNames() {
        var tester = asked()
        tester.press("Esc")
        #expect(!isOpen(tester) && tester.takeEffects().isEmpty)
        var failed = SampleRows.alarms(ago: 19)
        failed.error = Problem(
            code: "MFARequired", message: "Profile \"ops\" asks for the code of MFA device m (mfa_serial).",
            hint: "Type it when the console asks for it.", remedy: .enterCode(SampleSignIn.question))
        tester.send(.alarms(failed))
        tester.press("6")
        #expect(tester.screen.contains("Press x"))
        tester.press("x")
        #expect(tester.screen.contains("MFA code: profile ops"))
        tester.type("123456")
        tester.press("Enter")
        #expect(tester.takeEffects().contains(Self.all))
    }

    @Test func dropsKeysThatWereTypedBeforeItOpened() {
        var tester = ScreenTester.night()
        let opened = ScreenTester.night
        tester.send(.codeAsked(SampleSignIn.question, at: opened))
        tester.send(.timedInput(.key(.character("6")), at: opened.addingTimeInterval(0.1)))
        tester.send(.timedInput(.key(.escape), at: opened.addingTimeInterval(0.39)))
        #expect(isOpen(tester) && digits(tester) == "")
        tester.send(.timedInput(.key(.character("6")), at: opened.addingTimeInterval(0.5)))
        #expect(digits(tester) == "6")
    }

    /// A dialog takes nobody's keys away, and a renewal can wait.
    @Test(arguments: ["/", "?", ":", "1 Enter", "m", ""])
    func waitsUntilItIsAskedFor_WhereSomethingElseIsOpen(keys: String) {
        var tester = ScreenTester.night()
        tester.press(keys)
        let before = tester.state.views
        var question = SampleSignIn.question
        if keys.isEmpty { question.validUntil = ScreenTester.night.addingTimeInterval(300) }
        tester.send(.codeAsked(question, at: ScreenTester.night))
        #expect(tester.state.views == before)
        #expect(tester.state.feed.messages.last?.text.contains("asks for an MFA code") == true)
        #expect(keys.isEmpty == (tester.state.feed.messages.last?.text.contains("end at 03:15 UTC") == true))
        for _ in before { tester.press("Esc") }
        if keys == "/" { tester.press("Esc") }
        tester.press("x")
        #expect(tester.screen.contains("MFA code: profile ops"))
    }

    @Test func showsNoDialogTwice() {
        var tester = asked()
        tester.send(.codeAsked(SampleSignIn.question, at: ScreenTester.night))
        #expect(tester.state.views.count == 1)
    }
}
