import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Nothing that comes from outside may end the console: no size, no key, no text.
struct RobustnessTests {
    private static let paths = [
        "", "z", "?", ":", "/ a", "m", "c", "s", "a", "e", "1 Enter", "2 Enter", "6 j Enter", "3", "T", "2 T",
    ]

    @Test(arguments: paths)
    func drawsAtEverySize(path: String) {
        var tester = ScreenTester.night()
        tester.press(path)
        tester.send(.detail(SampleDetails.alarm))
        // The panes at every small size; what lies over them at every third.
        let step = path.isEmpty ? 1 : 3
        for width in stride(from: 0, through: 60, by: step) {
            for height in stride(from: 0, through: 20, by: step) {
                tester.resize(width, height)
                tester.press("Down")
                #expect(tester.canvas.width == width)
            }
        }
        for (width, height) in [
            (400, 120), (160, 45), (159, 45), (160, 44), (100, 30), (99, 30), (100, 29), (400, 10), (40, 120),
        ] {
            tester.resize(width, height)
            #expect(tester.canvas.height == height)
        }
    }

    /// A small generator of its own, so that a failure can be repeated.
    private struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    private static let keys: [Key] = {
        var keys: [Key] = [.up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab, .backTab]
        keys += [.backspace, .delete, .character("é"), .character("\u{1F600}")]
        for code in UInt8(0x20)...0x7E { keys.append(.character(Character(UnicodeScalar(code)))) }
        for letter in "abdefghijklmnopqrstuvwxyz" { keys.append(.control(letter)) }
        for number in 1...12 { keys.append(.function(number)) }
        return keys
    }()

    @Test(arguments: UInt64(1)...20)
    func standsAnyKeysAndNews(seed: UInt64) {
        var dice = Dice(state: seed)
        var tester = ScreenTester.night(80, 24)
        for _ in 0..<400 {
            switch dice.roll(20) {
            case 0: tester.resize(dice.roll(200), dice.roll(60))
            case 1: tester.wait(seconds: dice.roll(30))
            case 2:
                tester.send(.queues(PaneSnapshot(rows: Array(SampleRows.queues.prefix(dice.roll(6))), asOf: tester.state.now)))
            case 3:
                tester.send(.lambda(PaneSnapshot(rows: Array(SampleRows.functions.suffix(dice.roll(8))), asOf: tester.state.now)))
            case 4: tester.send(.alarms(dice.roll(2) == 0 ? .off : SampleRows.alarms()))
            case 5: tester.send(.input(.paste("dem\u{0}and\n")))
            case 6: tester.send(.input(.mouse(Mouse(.press, x: dice.roll(90), y: dice.roll(30)))))
            default: tester.send(.input(.key(Self.keys[dice.roll(Self.keys.count)])))
            }
            for table in tester.state.tables where !table.order.isEmpty {
                #expect(table.id(at: table.cursor) == table.selection)
            }
        }
        #expect(tester.canvas.width == tester.state.width)
    }

    @Test func showsHostileNamesWithoutObeyingThem() {
        var tester = ScreenTester(width: 120, height: 40)
        var function = SampleRows.function(
            "evil\u{1B}[2J\u{7}\u{202E}name", invocations: 1, severity: .critical, reasons: ["\u{1B}]0;x\u{7}"])
        function.state = "\n\n"
        tester.send(.lambda(PaneSnapshot(rows: [function], asOf: ScreenTester.night)))
        tester.press("1 Enter")
        tester.send(.message(FeedMessage(at: ScreenTester.night, severity: .ok, text: "a\u{9B}31mb")))
        for path in ["Esc", "m", "Esc", ": e v i l"] {
            tester.press(path)
            let controls = tester.canvas.cells.filter {
                $0.scalar < 0x20 && !$0.flags.contains(.continuation) || (0x7F...0x9F).contains($0.scalar)
            }
            #expect(controls.isEmpty)
        }
    }

    @Test func standsFiguresThatAreNoFigures() {
        var function = SampleRows.function("strange", invocations: .infinity, errors: .nan, p95: -1)
        function.lastModified = Date(timeIntervalSince1970: -1e12)
        function.invocationSeries = MetricSeries(start: ScreenTester.night, stepSeconds: 60, values: [.nan, .infinity, nil, -1])
        var queue = SampleRows.queue("strange", visible: Int.max)
        queue.growthPerMinute = -1e-300
        queue.oldestAgeSeconds = 1e300
        var tester = ScreenTester(width: 200, height: 60)
        tester.send(.lambda(PaneSnapshot(rows: [function], asOf: Date(timeIntervalSince1970: 9e12), total: -5)))
        tester.send(.queues(PaneSnapshot(rows: [queue], asOf: Date(timeIntervalSince1970: 0))))
        for keys in ["1 Enter", "Esc 2 Enter", "Esc e"] {
            tester.press(keys)
            #expect(tester.canvas.height == 60)
        }
    }
}
