import Drawing
import Model
import Support
import Testing

@testable import Console

struct MouseTests {
    /// Where a text stands on the screen.
    private func place(of text: String, in tester: ScreenTester) throws -> (x: Int, y: Int) {
        let y = try #require(tester.lines.firstIndex { $0.contains(text) })
        let range = try #require(tester.lines[y].ranges(of: text).first)
        return (tester.lines[y].distance(from: tester.lines[y].startIndex, to: range.lowerBound), y)
    }

    private func click(_ text: String, _ tester: inout ScreenTester, _ kind: Mouse.Kind = .press) throws {
        let place = try place(of: text, in: tester)
        tester.send(.input(.mouse(Mouse(kind, x: place.x, y: place.y))))
    }

    @Test func focusesAndSelectsWithAClick_AndOpensWithTwo() throws {
        var tester = ScreenTester.night()
        try click("visualizer-5xx", &tester)
        #expect(tester.state.focus == .alarms)
        #expect(tester.state.tables[PaneKind.alarms.index].selection == "cloudwatch:visualizer-5xx")
        try click("visualizer-5xx", &tester, .doublePress)
        #expect(tester.effects.last == .load(.alarm(id: "cloudwatch:visualizer-5xx")))
    }

    @Test func sortsByTheColumnThatIsClicked() throws {
        var tester = ScreenTester.night()
        try click("VISIBLE", &tester)
        #expect(tester.state.tables[PaneKind.queues.index].sort == Sort(field: "visible"))
        try click("VISIBLE", &tester)
        #expect(tester.state.tables[PaneKind.queues.index].sort == Sort(field: "visible", isInverted: true))
    }

    @Test func scrollsWithTheWheel_AndTheCursorStaysOnScreen() {
        var tester = ScreenTester(width: 80, height: 24)
        tester.send(.lambda(PaneSnapshot(rows: (0..<50).map { LambdaFunction(name: "f\(100 + $0)") }, asOf: ScreenTester.night)))
        tester.send(.input(.mouse(Mouse(.wheelDown, x: 10, y: 8))))
        #expect(tester.state.tables[0].scroll == 3)
        #expect(tester.state.tables[0].cursor == 3)
        tester.send(.input(.mouse(Mouse(.wheelUp, x: 10, y: 8))))
        #expect(tester.state.tables[0].scroll == 0)
    }

    @Test func opensAPaneByItsSummaryLine() throws {
        var tester = ScreenTester.night(80, 24)
        try click("6 Alarms", &tester)
        #expect(tester.state.focus == .alarms)
    }

    @Test func choosesFromAListWithTwoClicks() throws {
        var tester = ScreenTester.night()
        tester.press("c")
        try click("staging", &tester)
        #expect(tester.state.scope == .list)
        try click("staging", &tester, .doublePress)
        #expect(tester.effects.contains(.switchContext("staging")))
    }

    @Test func standsAnyClickAnywhere() {
        for path in ["", "a", ":", "?", "m", "Enter", "e"] {
            var tester = ScreenTester.night(80, 24)
            tester.press(path)
            for y in -1...25 {
                for x in stride(from: -1, through: 81, by: 7) {
                    for kind in [Mouse.Kind.press, .wheelUp, .wheelDown] {
                        tester.send(.input(.mouse(Mouse(kind, x: x, y: y))))
                    }
                }
            }
            #expect(tester.canvas.width == 80)
        }
    }
}
