import Drawing
import Model
import Support
import Testing

@testable import Console

struct ActionTests {
    @Test func namesEveryActionOnce() {
        #expect(Set(Action.all.map(\.id)).count == Action.all.count)
    }

    @Test func hasNoClashAmongItsOwnKeys() throws {
        #expect(Keymap.standard.clash == nil)
    }

    @Test func rebindsAnAction_AndTheScreenSaysSo() throws {
        var tester = ScreenTester(width: 120, height: 40, keymap: try Keymap(overrides: ["zoom": "F2 Z"]))
        tester.send(.lambda(SampleRows.lambda()))
        tester.press("z")
        #expect(!tester.state.isZoomed)
        tester.press("Z")
        #expect(tester.state.isZoomed)
        #expect(tester.screen.contains("F2 zoom"))
    }

    @Test func refusesAClash_NamingBoth() {
        let problem = #expect(throws: Keymap.Problem.self) { try Keymap(overrides: ["feed": "z"]) }
        #expect(problem?.message.contains("feed") == true)
        #expect(problem?.message.contains("zoom") == true)
        #expect(problem?.message.contains("\"z\"") == true)
    }

    @Test func letsTwoActionsSwapTheirKeys() throws {
        let keymap = try Keymap(overrides: ["feed": "z", "zoom": "m"])
        #expect(keymap.action(for: .character("z"), in: .panes)?.id == "feed")
        #expect(keymap.action(for: .character("m"), in: .panes)?.id == "zoom")
    }

    @Test(arguments: [("nosuch", "x"), ("zoom", "C-1"), ("zoom", ""), ("zoom", "C-c"), ("zoom", "Hyper")])
    func refusesWhatItDoesNotKnow(action: String, key: String) {
        #expect(throws: Keymap.Problem.self) { try Keymap(overrides: [action: key]) }
    }

    @Test func readsEveryKeyThatItWrites() {
        var keys: [Key] = [
            .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab, .backTab, .backspace, .delete,
        ]
        keys += (1...24).map { .function($0) }
        keys += "abcdefghijklmnopqrstuvwxyz".map { .control($0) }
        keys += (0x20...0x7E).map { .character(Character(UnicodeScalar(UInt8($0)))) }
        for key in keys { #expect(KeyName.parse(KeyName.text(key)) == key) }
    }

    @Test func saysWhy_WhereverAKeyIsGrey() {
        for pane in PaneKind.allCases {
            var tester = ScreenTester(width: 120, height: 40)
            tester.press("\(pane.number)")
            for action in Action.all where action.scopes.contains(.panes) {
                guard let reason = tester.state.refusal(of: action), let key = action.keys.first else { continue }
                #expect(!reason.isEmpty)
                var pressed = tester
                pressed.send(.input(.key(key)))
                #expect(pressed.state.hint == Hint(kind: .refusal, text: reason))
            }
        }
    }

    @Test func runsWhatWasChosenFromThePaletteAndTheMenu() {
        var tester = ScreenTester.night()
        tester.press(": z o o m Enter")
        #expect(tester.state.isZoomed)
        tester.press("a")
        guard case .menu(let menu) = tester.state.views.last else {
            Issue.record("the action menu is not open")
            return
        }
        let place = menu.items.firstIndex { $0.choice == .action("zoom") } ?? 0
        tester.press(Array(repeating: "j", count: place).joined(separator: " ") + " Enter")
        #expect(!tester.state.isZoomed)
        #expect(tester.state.views.isEmpty)
    }

    @Test func findsAnyRowByAFewLetters() {
        var tester = ScreenTester.night()
        tester.press(": s t r w o r k Enter")
        #expect(tester.state.focus == .lambda)
        #expect(tester.state.tables[0].selection == "prd3292-prod1-eu-west-1-stream-worker")
    }

    @Test func documentsEveryAction() {
        let document = keysDocument()
        for action in Action.all {
            #expect(document.contains("`\(action.id)`"))
            for key in action.keys { #expect(document.contains("`\(KeyName.text(key))`")) }
        }
    }

    @Test(arguments: [
        ("eu-west-1", "https://eu-west-1.console.aws.amazon.com/"), ("cn-north-1", "https://cn-north-1.console.amazonaws.cn/"),
        ("us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/"),
    ])
    func linksIntoTheConsoleOfThePartition(region: String, origin: String) {
        let link = ConsoleLink(region: region)
        for subject in [Subject.function(SampleRows.functions[0]), .queue(SampleRows.queues[0]), .alarm(SampleRows.alarms[0])] {
            #expect(link.link(to: subject)?.hasPrefix(origin) == true)
        }
    }

    @Test func escapesNamesInLinks() {
        var alarm = SampleRows.alarms[0]
        alarm.name = "a b/ü#1"
        #expect(
            ConsoleLink(region: "eu-west-1").link(to: .alarm(alarm))
                == "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/a%20b%2F%C3%BC%231")
    }

    @Test func prefersWordsBeginningsAndNeighbours() throws {
        let match = FuzzyMatch("dw")
        let worker = try #require(match.score("demand-worker"))
        let window = try #require(match.score("undo-window"))
        #expect(worker > window)
        #expect(match.score("worker-demand") == nil)
    }
}
