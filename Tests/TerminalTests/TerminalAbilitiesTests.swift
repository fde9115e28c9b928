import Drawing
import FoundationEssentials
import Testing

@testable import Terminal

struct TerminalAbilitiesTests {
    private func depth(_ environment: [String: String], colors: Int) -> ColorDepth {
        TerminalAbilities(environment: environment, colors: colors, isUTF8: true).depth
    }

    @Test func takesAsManyColoursAsThereAre() {
        #expect(depth([:], colors: -1) == .mono)
        #expect(depth([:], colors: 8) == .eight)
        #expect(depth([:], colors: 16) == .sixteen)
        #expect(depth([:], colors: 256) == .palette256)
        #expect(depth(["COLORTERM": "truecolor"], colors: 1 << 24) == .truecolor)
        #expect(depth(["TERM": "xterm-direct"], colors: 1 << 24) == .truecolor)
        #expect(depth(["COLORTERM": "truecolor"], colors: 8) == .eight)
    }

    @Test func believesTheTerminal_ExceptInsideAProgramThatTakesLess() {
        #expect(TerminalAbilities.saysTruecolor(["COLORTERM": "24bit"]))
        #expect(TerminalAbilities.saysTruecolor(["COLORTERM": "truecolor", "TMUX": "x", "STY": "y"]))
        #expect(!TerminalAbilities.saysTruecolor(["COLORTERM": "truecolor", "STY": "x"]))
        #expect(!TerminalAbilities.saysTruecolor(["COLORTERM": "yes"]) && !TerminalAbilities.saysTruecolor([:]))
    }

    @Test func takesNoColours_WhenAskedNotTo() {
        for colors in [8, 256, 1 << 24] { #expect(depth(["NO_COLOR": "1", "COLORTERM": "truecolor"], colors: colors) == .mono) }
        #expect(depth(["NO_COLOR": ""], colors: 256) == .palette256)
    }

    @Test func takesTheGlyphsThatTheTerminalHas() {
        func glyphs(_ name: String, _ isUTF8: Bool) -> Glyphs {
            TerminalAbilities(environment: ["TERM": name], colors: 8, isUTF8: isUTF8).glyphs
        }
        #expect(glyphs("xterm-256color", true) == .unicode)
        #expect(glyphs("xterm-256color", false) == .lineDrawing)
        #expect(glyphs("linux", true) == .linuxConsole)
        #expect(glyphs("linux", false) == .lineDrawing)
    }

    @Test func sendsNoPrivateModes_ToTerminalsThatDoNotKnowThem() {
        func modes(_ name: String) -> Bool {
            TerminalAbilities(environment: ["TERM": name], colors: 8, isUTF8: true).hasPrivateModes
        }
        for name in ["xterm", "xterm-256color", "tmux-256color", "screen-256color", "xterm-direct", "alacritty"] {
            #expect(modes(name), "\(name)")
        }
        for name in ["linux", "vt100", "vt220", "ansi"] { #expect(!modes(name), "\(name)") }
        #expect(PrivateModes(isUnderstood: false, mouse: true).enter == "")
        #expect(PrivateModes(isUnderstood: true, mouse: false).enter == "\u{1B}[?2004h")
        #expect(PrivateModes(isUnderstood: true, mouse: true).leave == "\u{1B}[?1006l\u{1B}[?1000l\u{1B}[?2004l")
    }

    @Test func readsTheEncodingFromTheLocalesName() {
        func asks(_ environment: [String: String]) -> Bool { TerminalAbilities.asksForUTF8(environment) }
        #expect(
            asks(["LANG": "en_US.UTF-8"]) && asks(["LC_ALL": "de_DE.utf8", "LANG": "C"])
                && asks(["LC_CTYPE": "hr_HR.UTF-8@latin"]))
        #expect(
            !asks([:]) && !asks(["LANG": "C"]) && !asks(["LC_ALL": "C", "LANG": "en_US.UTF-8"])
                && !asks(["LANG": "en_US.ISO-8859-15"]))
        #expect(asks(["LC_ALL": "", "LANG": "en_US.UTF-8"]), "an empty variable counts as none")
    }

    @Test func copiesThroughMultiplexers() {
        #expect(Clipboard.sequence(for: "hi", environment: [:]) == "\u{1B}]52;c;aGk=\u{7}")
        #expect(
            Clipboard.sequence(for: "hi", environment: ["TMUX": "x"])
                == "\u{1B}]52;c;aGk=\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;aGk=\u{7}\u{1B}\\")
        #expect(Clipboard.sequence(for: "hi", environment: ["STY": "x"]) == "\u{1B}P\u{1B}]52;c;aGk=\u{7}\u{1B}\\")
        #expect(Clipboard.sequence(for: String(repeating: "x", count: Clipboard.limitBytes + 1), environment: [:]) == nil)
    }
}

struct TickerTests {
    @Test func ticksOnceASecond_AlsoWhenTheClockIsSetBack() {
        var ticker = Ticker(secondsPerTick: 1, now: Date(timeIntervalSince1970: 100.2))
        let times = [100.9, 101, 101.5, 102.001, 90, 90.5, 91]
        #expect(times.map { ticker.isDue(Date(timeIntervalSince1970: $0)) } == [false, true, false, true, true, false, true])
    }

    @Test func waitsUntilTheNextSecondBegins_AndNoShorter() {
        for tick in 1...2 {
            for offset in stride(from: 0, to: Double(tick), by: 0.0501) {
                let now = Date(timeIntervalSince1970: 1000 + offset)
                let ticker = Ticker(secondsPerTick: tick, now: now)
                let wait =
                    Double(ticker.timeToNext(from: now).components.attoseconds) / 1e18
                    + Double(ticker.timeToNext(from: now).components.seconds)
                #expect(wait > 0 && wait >= Double(tick) - offset - 0.001 && wait <= Double(tick) - offset + 0.0011, "\(offset)")
            }
        }
    }
}
