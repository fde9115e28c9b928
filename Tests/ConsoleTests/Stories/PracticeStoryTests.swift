import Model
import Support
import Testing

@testable import Console

/// What the console tells the practice story, and what it shows of it.
struct PracticeStoryTests {
    private static let end = StoryPage(
        title: "The practice story is over",
        paragraphs: [
            "A deployment breaks the URL shortener (first-night)\nHandled: yes\nRight view: after 0:40 (function f)\nFix: after 2:00 (lambda.invoke f)\n\n-6:00  f is deployed\n0:40  you: function f"
        ], isEnd: true)

    private static func opened(_ effects: [Effect]) -> [OpenedView] {
        effects.compactMap { if case .viewOpened(let view) = $0 { view } else { nil } }
    }

    @Test func tellsEachViewOnce_WhenItIsOpened() {
        var tester = ScreenTester.night(place: .drill)
        tester.press("1 Enter")
        tester.wait(seconds: 60)
        tester.press(": Esc ? Esc")
        #expect(Self.opened(tester.takeEffects()).map(\.kind) == [.function])
        tester.press("Esc 2 Enter Esc 6 Enter Esc 6 Enter")
        #expect(Self.opened(tester.takeEffects()).map(\.kind) == [.queue, .alarm, .alarm])
    }

    @Test func tellsNothing_InARealContextAndOfThePast() {
        var tester = ScreenTester.night()
        tester.press("1 Enter")
        #expect(Self.opened(tester.takeEffects()).isEmpty)
        var drill = ScreenTester.night(place: .drill)
        ReplayTests.past(&drill)
        drill.press("1 Enter")
        #expect(Self.opened(drill.takeEffects()).isEmpty)
    }

    @Test func tellsTheTaskOnAKey_OnlyInPractice() {
        var tester = ScreenTester.night(place: .drill)
        _ = tester.takeEffects()
        tester.press("t")
        #expect(tester.takeEffects() == [.tellStory])
        tester.send(.story(StoryPage(title: "The story", paragraphs: ["Find it."], isEnd: false)))
        #expect(tester.screen.contains("Find it."))
        var real = ScreenTester.night()
        real.press("t")
        #expect(real.state.hint?.kind == .refusal)
    }

    @Test func showsTheEnd_OnlyOnceNothingElseIsOpen() {
        var tester = ScreenTester.night(place: .drill)
        tester.press("1 Enter")
        tester.send(.story(Self.end))
        tester.wait(seconds: 3)
        #expect(!tester.screen.contains("The practice story is over"))
        tester.press("Esc /")
        tester.wait(seconds: 1)
        #expect(!tester.screen.contains("The practice story is over"))
        tester.press("Esc")
        tester.wait(seconds: 1)
        #expect(tester.screen.contains("The practice story is over"))
        tester.press("Esc")
        tester.wait(seconds: 5)
        #expect(!tester.screen.contains("The practice story is over"))
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsHowItEnded(size: (Int, Int)) {
        var tester = ScreenTester.night(size.0, size.1, place: .drill)
        tester.send(.story(Self.end))
        tester.wait(seconds: 1)
        #expect(ScreenGolden("story-end-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }
}
