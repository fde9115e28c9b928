import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Nothing in a log can write to the terminal, whatever is done with its lines.
struct HostileLogTests {
    private static func controls(_ canvas: Canvas) -> [UInt32] {
        canvas.cells.filter { !$0.flags.contains(.continuation) }.map(\.scalar).filter {
            $0 < 0x20 || (0x7F...0x9F).contains($0) || [0x061C, 0x200E, 0x200F].contains($0) || (0x2028...0x202E).contains($0)
                || (0x2066...0x2069).contains($0)
        }
    }

    @Test(arguments: zip([Glyphs.unicode, .ascii], [(80, 24), (200, 60)]))
    func isShownHarmlessInEveryView(glyphs: Glyphs, size: (Int, Int)) {
        let events = HostileText.all.enumerated().map { place, text in
            LogEvent(
                id: "\(place)", group: "/aws/lambda/\(text.prefix(20))", stream: String(text.prefix(20)),
                atMs: ScreenTester.night.milliseconds - Int64(place), message: place % 2 == 0 ? text : "ERROR \(text)")
        }
        var tester = ScreenTester.night(size.0, size.1, glyphs: glyphs)
        tester.press("1 l")
        let number = tester.logNumber
        tester.send(.logs(number, .groups(events.prefix(8).map(\.group), missing: [])), .logs(number, SampleLog.batch(events)))
        for path in ["g", "e", "j j", "Esc", "/ e", "Esc", "f 2 J", "Esc", "g"] {
            tester.press(path)
            #expect(Self.controls(tester.canvas).isEmpty, "\(path)")
        }
        for _ in events {
            tester.press("Enter")
            #expect(Self.controls(tester.canvas).isEmpty)
            tester.press("G y")
            #expect(Self.controls(tester.canvas).isEmpty)
            tester.press("Esc j")
        }
        for case .copy(let text) in tester.effects { #expect(!HostileText.isObeyed(text)) }
        tester.press("i j Enter")
        let answer = InsightsAnswer(
            columns: Array(HostileText.all.prefix(4)) + ["@message"], rows: HostileText.all.map { [$0, nil, $0, "1", $0] },
            progress: InsightsProgress(status: "Complete\u{1B}[2J"))
        tester.send(.query(tester.queryNumber, .answer(answer)))
        for _ in HostileText.all {
            #expect(Self.controls(tester.canvas).isEmpty)
            tester.press("Enter")
            #expect(Self.controls(tester.canvas).isEmpty)
            tester.press("Esc j")
        }
        var status = SampleLog.polled()
        status.problem = Problem(code: "\u{1B}[2J", message: "\u{9B}2J\nx", hint: "\u{202E}")
        tester.press("Esc")
        tester.send(.logs(number, SampleLog.batch([], status: status)))
        #expect(Self.controls(tester.canvas).isEmpty)
    }
}
