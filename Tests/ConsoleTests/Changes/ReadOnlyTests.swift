import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Every action there is, in read-only mode.
struct ReadOnlyTests {
    /// Ways to every kind of view.
    private static let paths = [
        "", "2", "3", "4", "5", "6", "z", "1 Enter", "2 Enter", "6 j Enter", "?", ":", "m", "c", "s", "a", "e", "Space j Space",
    ]

    private static var readOnly: Place {
        var place = SampleInvocation.staging
        place.isReadOnly = true
        return place
    }

    private func tester(_ path: String) -> ScreenTester {
        var tester = ScreenTester.night(place: Self.readOnly)
        tester.press("1 " + path)
        _ = tester.takeEffects()
        return tester
    }

    private func acts(_ effect: Effect) -> Bool {
        switch effect {
        case .submit, .check, .prepareInvoke, .prepareOrders: true
        default: false
        }
    }

    @Test func hasAReason_OnlyWhereTheContextIsReadOnly() {
        #expect(tester("").state.refusalToAct?.contains("read-only") == true)
        #expect(ScreenTester.night().state.refusalToAct == nil)
    }

    @Test(arguments: paths) func refusesEveryActingKey_AndSaysWhy(path: String) {
        for action in Action.all where action.permission != .read {
            let tester = tester(path)
            #expect(tester.state.refusal(of: action) == tester.state.refusalToAct)
            guard action.scopes.contains(tester.state.scope), !tester.state.isTyping, let key = action.keys.first else {
                continue
            }
            var pressed = tester
            pressed.send(.input(.key(key)))
            #expect(pressed.state.hint == tester.state.refusalToAct.map { Hint(kind: .refusal, text: $0) })
            #expect(pressed.effects.isEmpty && pressed.state.views == tester.state.views)
        }
    }

    @Test(arguments: paths) func noKeyActs(path: String) {
        for code in UInt8(0x20)...0x7E {
            var pressed = tester(path)
            pressed.send(.input(.key(.character(Character(UnicodeScalar(code))))))
            pressed.press("Enter y Enter")
            #expect(!pressed.effects.contains(where: acts), "\(Character(UnicodeScalar(code)))")
        }
    }

    @Test func theMenuAndThePaletteRefuseToo() {
        var menu = tester("a")
        guard case .menu(let view) = menu.state.views.last else {
            Issue.record("the action menu is not open")
            return
        }
        for item in view.items {
            guard case .action(let id) = item.choice, Action.byID[id]?.permission != .read else { continue }
            #expect(!item.isEnabled && item.note == menu.state.refusalToAct)
        }
        var palette = tester(":")
        palette.type("test-invoke")
        palette.press("Enter")
        #expect(palette.state.hint?.text == palette.state.refusalToAct)
        menu.press("Esc")
        #expect(menu.state.views.isEmpty)
    }

    @Test func refusesEveryActingKey_WhileThePastIsShown() {
        for action in Action.all where action.permission != .read {
            var tester = ScreenTester.calm()
            ReplayTests.past(&tester)
            #expect(tester.state.refusal(of: action)?.contains("past") == true)
            guard action.scopes.contains(.panes), let key = action.keys.first else { continue }
            tester.send(.input(.key(key)))
            #expect(!tester.effects.contains(where: acts) && tester.state.hint?.text == tester.state.refusalToAct)
        }
    }

    /// Lower case looks, upper case acts; `G` moves and `H` only reads.
    @Test func upperCaseKeysAreThoseThatAct() {
        for action in Action.all {
            for case .character(let character) in action.keys where character.isLetter && character != "G" && character != "H" {
                #expect(character.isUppercase == (action.permission != .read), "\(action.id) on \(character)")
            }
        }
    }
}
