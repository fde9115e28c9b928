import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Who says yes, and what is no answer.
struct ConfirmTests {
    private static let keys: [Key] = {
        var keys: [Key] = [.up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab, .backTab]
        keys += [.backspace, .delete, .character("é")]
        for code in UInt8(0x20)...0x7E { keys.append(.character(Character(UnicodeScalar(code)))) }
        for letter in "abdefghijklmnopqrstuvwxyz" { keys.append(.control(letter)) }
        for number in 1...12 { keys.append(.function(number)) }
        return keys
    }()

    @Test func onlyASmallYSubmits() {
        var question = ScreenTester.calm()
        question.openQuestion()
        for key in Self.keys {
            var tester = question
            tester.send(.input(.key(key)))
            #expect(tester.submitted.isEmpty == (key != .character("y")), "\(key)")
        }
    }

    @Test(arguments: ["n", "Esc", "Enter"]) func leadsBackToTheChoices_WhenItIsDeclined(key: String) {
        var tester = ScreenTester.calm()
        tester.openQuestion()
        tester.press(key)
        #expect(tester.submitted.isEmpty)
        guard case .chooser = tester.state.views.last else {
            Issue.record("the choices are not open")
            return
        }
        #expect(tester.state.changes.runs.isEmpty)
    }

    @Test func aPasteNeverAnswers() {
        for place in [SampleInvocation.staging, .prod] {
            var tester = ScreenTester.night(place: place)
            tester.press("1")
            tester.openQuestion()
            for paste in ["y", "prod", "prod\n", "y\n"] {
                tester.send(.input(.paste(paste)))
                #expect(tester.state.hint?.kind == .refusal)
            }
            tester.press("Enter")
            #expect(tester.submitted.isEmpty)
        }
    }

    @Test func discardsWhatWasTypedBeforeItStands() {
        var tester = ScreenTester.calm()
        tester.openChooser()
        #expect(!tester.effects.contains(.discardInput))
        tester.press("Enter")
        #expect(tester.effects.contains(.discardInput))
    }

    @Test(arguments: ["", "pro", "prodd", "Prod", "PROD", " prod", "prod ", "y"])
    func wantsTheExactNameInProduction(text: String) {
        var tester = ScreenTester.night()
        tester.press("1")
        tester.openQuestion()
        tester.type(text)
        tester.press("Enter")
        #expect(tester.submitted.isEmpty)
        #expect(tester.state.hint?.text.contains("type prod") == true)
        tester.press("C-u")
        tester.type("prod")
        tester.press("Enter")
        #expect(tester.submitted.map(\.id) == [1])
    }

    @Test func asksForAnyName_WithCapitalsTypedFast() {
        var place = SampleInvocation.staging
        place.isProduction = true
        place.context = "EU-Live"
        var tester = ScreenTester.night(place: place)
        tester.press("1")
        tester.openQuestion()
        tester.type("EU-Live")
        tester.press("Enter")
        #expect(tester.submitted.count == 1)
    }

    @Test func ignoresASecondCapitalWithin300Milliseconds() {
        var tester = ScreenTester.calm()
        let start = tester.state.now
        tester.send(.timedInput(.key(.character("X")), at: start))
        tester.send(.timedInput(.key(.character("T")), at: start.addingTimeInterval(0.2)))
        #expect(tester.state.views.isEmpty)
        tester.send(.timedInput(.key(.character("T")), at: start.addingTimeInterval(0.6)))
        #expect(!tester.state.views.isEmpty)
    }

    @Test func submitsWhatWasShown_AlsoWhenTheWorldMovesOn() {
        var tester = ScreenTester.calm()
        tester.openQuestion()
        guard case .confirm(let view) = tester.state.views.last else {
            Issue.record("no question is open")
            return
        }
        tester.send(.lambda(PaneSnapshot(rows: [], asOf: tester.state.now)))
        tester.send(.change(.options(functionName: SampleInvocation.function, InvokeOptions())))
        tester.press("y")
        #expect(tester.submitted == [view.proposal])
        #expect(tester.submitted.first?.change.targets == [SampleInvocation.function])
    }

    @Test func readsOnInALongPreview() {
        var tester = ScreenTester.calm(80, 24)
        tester.openQuestion()
        let before = tester.screen
        tester.press("PgDn")
        let after = tester.screen
        #expect(before.contains("Dry run") && before.contains("more lines") == !after.contains("Dry run"))
        tester.press("PgUp")
        #expect(tester.screen == before)
    }

    @Test func refusesAYes_WhenTheContextBecameReadOnlyMeanwhile() {
        var tester = ScreenTester.calm()
        tester.openQuestion()
        var place = SampleInvocation.staging
        place.isReadOnly = true
        tester.send(.place(place))
        tester.press("y")
        #expect(tester.submitted.isEmpty)
        #expect(tester.state.hint?.text == tester.state.refusalToAct)
    }

    @Test func isGone_WhenTheContextIsLeft() {
        var tester = ScreenTester.calm()
        tester.openQuestion()
        tester.send(.place(.prod))
        tester.press("y")
        #expect(tester.submitted.isEmpty)
    }
}
