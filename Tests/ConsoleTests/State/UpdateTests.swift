import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Events and keys in, state and effects out.
struct UpdateTests {
    private static let demand = "prd3292-prod1-eu-west-1-demand-worker"
    private static let queue = "prd3292-prod1-demand.fifo"
    private static let dead = "prd3292-prod1-demand-dlq.fifo"

    private static func later(_ seconds: Double) -> Date { ScreenTester.night.addingTimeInterval(seconds) }

    @Test func focusesEveryPaneByItsNumberAndByTab() {
        var tester = ScreenTester.night()
        for pane in PaneKind.allCases {
            tester.press("\(pane.number)")
            #expect(tester.state.focus == pane)
        }
        tester.press("Tab")
        #expect(tester.state.focus == .lambda)
        tester.press("S-Tab")
        #expect(tester.state.focus == .alarms)
    }

    @Test func movesWithEveryKeyOfMovement() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(
            .queues(
                PaneSnapshot(rows: (0..<100).map { SampleRows.queue("q\(1_000 + $0)", visible: 0) }, asOf: ScreenTester.night)))
        tester.press("2")
        func cursor(after keys: String) -> Int {
            tester.press(keys)
            return tester.state.tables[PaneKind.queues.index].cursor
        }
        #expect(cursor(after: "j j Down") == 3)
        #expect(cursor(after: "k Up") == 1)
        #expect(cursor(after: "G") == 99)
        #expect(cursor(after: "g") == 0)
        #expect(cursor(after: "End") == 99)
        #expect(cursor(after: "Home") == 0)
        // Twelve rows are on screen: half is six, a page leaves one line to go by.
        #expect(cursor(after: "C-d") == 6)
        #expect(cursor(after: "C-u") == 0)
        #expect(cursor(after: "PgDn") == 11)
        #expect(cursor(after: "PgUp") == 0)
        #expect(cursor(after: "k") == 0)
    }

    @Test func asksForTheRowsOnScreen_OnlyWhenTheyChange() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(
            .queues(
                PaneSnapshot(rows: (0..<100).map { SampleRows.queue("q\(1_000 + $0)", visible: 0) }, asOf: ScreenTester.night)))
        tester.press("2")
        let first = tester.takeEffects()
        #expect(first.contains(.attend(.queues, (0..<12).map { "q\(1_000 + $0)" })))
        tester.press("j k j")
        #expect(tester.takeEffects().isEmpty)
        tester.press("G")
        #expect(tester.takeEffects() == [.attend(.queues, (88..<100).map { "q\(1_000 + $0)" })])
        tester.press("1")
        #expect(tester.takeEffects() == [.attend(.queues, [])])
    }

    @Test func opensADetail_AsksForIt_AndComesBackAsItWas() {
        var tester = ScreenTester.night(80, 24)
        tester.press("2 z / d e m Enter j")
        let before = tester.screen
        _ = tester.takeEffects()
        tester.press("Enter")
        #expect(tester.takeEffects() == [.load(.queue(name: Self.dead))])
        tester.press("Esc")
        #expect(tester.screen == before)
    }

    @Test func asksAgainEveryTwentySeconds_WhileADetailIsOpen() {
        var tester = ScreenTester.night()
        tester.press("2 Enter")
        let request = DetailRequest.queue(name: Self.queue)
        tester.send(.detail(Detail(request: request, asOf: ScreenTester.night)))
        _ = tester.takeEffects()
        tester.wait(seconds: 19)
        #expect(tester.takeEffects().isEmpty)
        tester.wait(seconds: 1)
        #expect(tester.takeEffects() == [.load(request)])
        tester.wait(seconds: 40)
        #expect(tester.takeEffects().isEmpty, "an answer is still awaited")
        tester.wait(seconds: 20)
        #expect(tester.takeEffects() == [.load(request)], "an answer that never came is given up")
        tester.press("Esc")
        tester.wait(seconds: 100)
        #expect(tester.takeEffects().isEmpty)
    }

    @Test func keepsTheLastValues_WhenTheThingOfADetailGoes() {
        var tester = ScreenTester.night(80, 24)
        tester.press("2 Enter")
        tester.send(.queues(PaneSnapshot(rows: [], asOf: ScreenTester.night)))
        #expect(tester.screen.contains("Not listed any more"))
        #expect(tester.screen.contains(Self.queue))
        tester.send(.queues(SampleRows.queues()))
        #expect(!tester.screen.contains("Not listed any more"))
    }

    @Test func jumpsToTheDeadLetterQueueAndBack() {
        var tester = ScreenTester.night()
        tester.press("2 f")
        #expect(tester.state.tables[PaneKind.queues.index].selection == Self.dead)
        tester.press("f")
        #expect(tester.state.tables[PaneKind.queues.index].selection == Self.queue)
        tester.press("f Esc")
        #expect(tester.state.tables[PaneKind.queues.index].selection == Self.queue)
    }

    @Test func followsAnAlarmToItsFunction_AndRestoresFilterAndZoom() {
        var tester = ScreenTester.night()
        tester.press("1 / a l t a Enter 6 z j f")
        #expect(tester.state.focus == .lambda)
        #expect(tester.state.tables[0].selection == Self.demand)
        tester.press("Esc")
        #expect(tester.state.focus == .alarms)
        #expect(tester.state.isZoomed)
        #expect(tester.state.tables[0].filterText == "alta")
    }

    @Test func forgetsWhereAJumpBegan_OnceThePersonGoesElsewhere() {
        var tester = ScreenTester.night()
        tester.press("2 f 1 z Esc")
        #expect(tester.state.focus == .lambda)
        #expect(!tester.state.isZoomed)
    }

    @Test func opensRelatedThingsFromADetail_EachOneKeyAway() {
        var tester = ScreenTester.night()
        tester.press("2 Enter")
        _ = tester.takeEffects()
        tester.press("f")
        #expect(tester.takeEffects() == [.load(.queue(name: Self.dead))])
        tester.press("Esc Tab Enter")
        #expect(tester.takeEffects() == [.load(.alarm(id: "local:demand-queue-depth"))])
        tester.press("Esc Esc")
        #expect(tester.state.views.isEmpty)
    }

    @Test func saysWhy_WhenARelatedThingIsNotInThisContext() {
        var tester = ScreenTester.night()
        tester.send(.queues(PaneSnapshot(rows: SampleRows.queues.filter { $0.name != Self.dead }, asOf: ScreenTester.night)))
        tester.press("2 f")
        #expect(tester.state.hint?.kind == .refusal)
        #expect(tester.state.hint?.text.contains("is not among the queues") == true)
    }

    @Test func neverTakesAPasteForKeys() {
        var tester = ScreenTester.night()
        let before = tester.state
        tester.send(.input(.paste("qqqzG2Enter\n")))
        #expect(tester.takeEffects().filter { $0 == .quit }.isEmpty)
        #expect(tester.state.focus == before.focus)
        #expect(tester.state.isZoomed == before.isZoomed)
        #expect(tester.state.tables == before.tables)
    }

    @Test func takesAPasteAsOneLine_WhereTextIsTyped() {
        var tester = ScreenTester.night()
        tester.press("/")
        tester.send(.input(.paste("demand\nworker\u{1B}[31m")))
        #expect(tester.state.tables[0].filterText == "demand worker[31m")
        tester.press("Esc :")
        tester.send(.input(.paste("queue\r\n")))
        #expect(tester.state.isTyping)
    }

    @Test func ignoresTheSecondUpperCaseKeyWithin300Milliseconds() {
        var guardian = UpperCaseGuard()
        func allows(_ key: Key, at moment: Date) -> Bool { guardian.allows(key, at: moment) }
        #expect(allows(.character("T"), at: Self.later(0)))
        #expect(!allows(.character("T"), at: Self.later(0.299)))
        #expect(allows(.character("X"), at: Self.later(0.6)))
        #expect(allows(.character("j"), at: Self.later(0.6)))
        #expect(allows(.character("G"), at: Self.later(0.61)))
        #expect(allows(.character("H"), at: Self.later(0.62)))
        #expect(!allows(.character("A"), at: Self.later(0.7)))
    }

    @Test func guardsKeysByTheMomentTheyCame() {
        var tester = ScreenTester.night()
        tester.send(.timedInput(.key(.character("Z")), at: Self.later(0.1)))
        #expect(tester.state.hint?.text == "Nothing on key \"Z\" here.")
        tester.send(.timedInput(.key(.character("X")), at: Self.later(0.2)))
        #expect(tester.state.hint?.text == "A second upper-case key within 300 ms is ignored.")
        tester.send(.timedInput(.key(.character("X")), at: Self.later(0.9)))
        #expect(tester.state.hint?.text == "Nothing on key \"X\" here.")
    }

    @Test func filtersAsYouType_AndEscRestoresTheCursor() {
        var tester = ScreenTester.night()
        tester.press("j j j")
        let chosen = tester.state.tables[0].selection
        tester.press("/ a l t a")
        #expect(tester.state.tables[0].shownCount == 2)
        tester.press("Down Esc")
        #expect(tester.state.tables[0].shownCount == 7)
        #expect(tester.state.tables[0].selection == chosen)
    }

    @Test func keepsTheRows_WhileAFilterIsWrong() {
        var tester = ScreenTester.night()
        tester.press("/ e r r o r s > 5")
        #expect(tester.state.tables[0].shownCount == 1)
        tester.press("x Enter")
        #expect(tester.state.tables[0].shownCount == 1)
        #expect(tester.state.filterEditor != nil, "a wrong filter is mended or given up")
        tester.press("Backspace Enter")
        #expect(tester.state.filterEditor == nil)
        tester.press("Esc")
        #expect(tester.state.tables[0].shownCount == 7)
    }

    @Test func sortsByAChosenColumn_AndTheSameAgainInverts() {
        var tester = ScreenTester.night()
        tester.press("s j Enter")
        #expect(tester.state.tables[0].sort == Sort(field: "name"))
        tester.press("s Enter")
        #expect(tester.state.tables[0].sort == Sort(field: "name", isInverted: true))
        tester.press("i")
        #expect(tester.state.tables[0].sort == Sort(field: "name"))
        tester.press("s g Enter")
        #expect(tester.state.tables[0].sort == .worstFirst)
    }

    @Test func copiesTheNameOrAllMarked() {
        var tester = ScreenTester.night()
        _ = tester.takeEffects()
        tester.press("y")
        #expect(tester.takeEffects() == [.copy(Self.demand)])
        tester.press("6 Space j Space y")
        #expect(tester.takeEffects().contains(.copy("demand-worker-errors\ndemand-queue-depth")))
    }

    @Test func copiesTheLink_ButNotOfWhatAWSDoesNotKnow() {
        var tester = ScreenTester.night()
        _ = tester.takeEffects()
        tester.press("o")
        #expect(
            tester.takeEffects() == [
                .copy("https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/\(Self.demand)")
            ])
        tester.press("6 o")
        #expect(tester.state.hint?.text.contains("does not know it") == true)
        var drill = ScreenTester.night(place: .drill)
        drill.press("o")
        #expect(drill.state.hint?.kind == .refusal)
    }

    @Test func refreshesThePaneOrAllOfThem_ButNothingThatIsOff() {
        var tester = ScreenTester.night()
        _ = tester.takeEffects()
        tester.press("r")
        #expect(tester.takeEffects() == [.refresh([.lambda])])
        tester.press("6 C-r")
        #expect(tester.takeEffects() == [.refresh([.alarms])])
        tester.press("F5")
        #expect(tester.takeEffects() == [.refresh([.lambda, .queues, .alarms])])
        tester.press("3 r")
        #expect(tester.takeEffects().isEmpty)
        #expect(tester.state.hint?.kind == .refusal)
    }

    @Test func switchesTheContext_AndForgetsTheOldOne() {
        var tester = ScreenTester.night()
        tester.press("c j Enter")
        #expect(tester.takeEffects().contains(.switchContext("staging")))
        tester.send(.place(Place(context: "staging", region: "eu-central-1", isProduction: false)))
        #expect(tester.state.lambda == .loading)
        #expect(tester.state.alerts.critical.isEmpty)
        #expect(!tester.screen.contains("demand"))
        #expect(tester.screen.contains("account –"))
    }

    @Test func keepsWhatItKnows_WhenOnlyTheAccountBecomesKnown() {
        var tester = ScreenTester.night()
        var place = Place.prod
        place.account = "999999999999"
        tester.send(.place(place))
        #expect(tester.state.lambda.rows.count == 7)
        #expect(tester.screen.contains("account 999999999999"))
    }

    @Test func quitsFromTheTop_AndLeavesViewsBefore() {
        var tester = ScreenTester.night()
        tester.press("m q")
        #expect(!tester.state.isQuitting)
        tester.press("q")
        #expect(tester.state.isQuitting)
        #expect(tester.takeEffects().last == .quit)
    }

    @Test(arguments: ["", "/", "?", ":", "m", "a", "Enter", "c", "s", "e"])
    func quitsOnCtrlCFromAnywhere(path: String) {
        var tester = ScreenTester.night()
        tester.press(path)
        tester.press("C-c")
        #expect(tester.takeEffects().last == .quit)
    }

    @Test(arguments: ["", "/", "?", ":", "m"])
    func redrawsAndSuspendsFromAnywhere(path: String) {
        var tester = ScreenTester.night()
        tester.press(path)
        _ = tester.takeEffects()
        tester.press("C-l C-z")
        tester.send(.input(.resumed))
        #expect(tester.takeEffects() == [.redraw, .suspend, .redraw])
    }

    @Test func showsLocalTimeAsItIsNow_WhenTheOffsetChangesInTheNight() {
        var tester = ScreenTester.night()
        #expect(tester.screen.contains("04:10 local"))
        tester.send(.localOffset(seconds: 7_200))
        #expect(tester.screen.contains("05:10 local"))
    }

    @Test func keepsTheNewestThousandMessages() {
        var tester = ScreenTester.night()
        for number in 0..<3_000 {
            tester.send(.message(FeedMessage(at: ScreenTester.night, severity: .ok, text: "message \(number)")))
        }
        #expect((1_000...1_200).contains(tester.state.feed.messages.count))
        #expect(tester.state.feed.messages.last?.text == "message 2999")
    }

    /// What an idle second may cost: the clock and the ages of three panes, a digit each and now and then its neighbour.
    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func changesFewCellsInAnIdleSecond(width: Int, height: Int) {
        var tester = ScreenTester.night(width, height)
        var before = tester.canvas
        var changed = 0
        for second in 1...60 {
            tester.wait(seconds: 1)
            if second.isMultiple(of: 15) {
                tester.send(.queues(PaneSnapshot(rows: SampleRows.queues, asOf: tester.state.now, cadence: .seconds(15))))
                tester.send(.alarms(PaneSnapshot(rows: SampleRows.alarms, asOf: tester.state.now, cadence: .seconds(15))))
            }
            let now = tester.canvas
            changed += zip(before.cells, now.cells).count { $0 != $1 }
            before = now
        }
        #expect(changed <= 60 * 6)
    }
}
