import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Leaving while a change has not ended.
struct QuitTests {
    private func running(_ place: Place = SampleInvocation.staging) -> ScreenTester {
        var tester = ScreenTester.night(place: place)
        tester.press("1")
        tester.openQuestion()
        tester.press("y Esc")
        tester.wait(seconds: 4)
        _ = tester.takeEffects()
        return tester
    }

    @Test(arguments: ["q", "C-c"]) func names_WhatHasNotEnded(key: String) {
        var tester = running()
        tester.press(key)
        #expect(!tester.state.isQuitting)
        #expect(tester.screen.contains("Test-invoke \(SampleInvocation.function) (staging, eu-west-1)"))
        var stays = tester
        for no in ["n", "Esc", "Enter"] {
            stays.press(no)
            #expect(!stays.state.isQuitting && stays.state.views.isEmpty)
            stays.wait(seconds: 3)
            stays.press(key)
        }
        tester.press("y")
        #expect(tester.state.isQuitting && tester.effects.contains(.quit))
    }

    @Test(arguments: PaneScreenTests.sizes) func showsTheQuestion(size: (Int, Int)) {
        var tester = running()
        tester.resize(size.0, size.1)
        tester.press("q")
        #expect(ScreenGolden("quit-\(size.0)x\(size.1)").difference(from: tester.canvas) == nil)
    }

    @Test func aSecondInterruptWithinTwoSecondsQuits() {
        for (gap, quits) in [(0.1, true), (1.9, true), (2.1, false)] {
            var tester = running()
            let start = tester.state.now
            tester.send(.timedInput(.key(.control("c")), at: start))
            tester.send(.timedInput(.key(.control("c")), at: start.addingTimeInterval(gap)))
            #expect(tester.state.isQuitting == quits)
        }
    }

    @Test func doesNotAsk_OnceItHasEnded() {
        var tester = running()
        tester.send(.change(.answered(1, Outcome(.confirmed), nil)))
        var unrecorded = tester
        unrecorded.press("q")
        #expect(!unrecorded.state.isQuitting, "its end is not written down yet")
        tester.send(.change(.ended(1, Outcome(.confirmed))))
        tester.press("q")
        #expect(tester.state.isQuitting)
    }

    @Test(arguments: ["q", "C-c"]) func doesNotAskInThePracticeWorld(key: String) {
        var tester = running(.drill)
        tester.press(key)
        #expect(tester.state.isQuitting)
    }

    @Test func doesNotAsk_WhenNothingWasDone() {
        var tester = ScreenTester.night()
        tester.press("C-c")
        #expect(tester.state.isQuitting)
    }
}
