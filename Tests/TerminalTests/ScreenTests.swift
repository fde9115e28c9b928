import Glibc
import Support
import Testing

/// The probe on a real terminal. One after the other: each waits for a process.
@Suite(.serialized) struct ScreenTests {
    private func probe(_ arguments: [String] = [], _ environment: [String: String] = [:], columns: Int = 80, rows: Int = 24)
        throws -> Pty
    {
        try Pty(BuiltProgram.path("screen-probe"), arguments, environment: environment, columns: columns, rows: rows)
    }

    private func expectWhole(_ pty: Pty, _ comment: Comment? = nil) {
        #expect(pty.screen.modes == [7, 25], comment)
        #expect(pty.screen.attributes == "" || pty.screen.attributes == "0", comment)
        #expect(pty.isCooked, comment)
    }

    @Test func takesTheTerminalAndGivesItBack() throws {
        let pty = try probe()
        try pty.wait(for: "prd3292")
        #expect(pty.screen.modes.isSuperset(of: [1049, 1000, 1006, 2004]))
        #expect(!pty.screen.modes.contains(25) && !pty.isCooked)
        pty.write("q")
        #expect(try pty.waitForExit() == 0)
        expectWhole(pty)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func givesTheTerminalBack_WhenASignalEndsIt(signal: Int32) throws {
        let pty = try probe()
        try pty.wait(for: "prd3292")
        pty.signal(signal)
        #expect(try pty.waitForExit() == 0)
        expectWhole(pty)
    }

    @Test func givesTheTerminalBack_WhenItCrashes() throws {
        let pty = try probe([], ["SWIFT_BACKTRACE": "enable=no"])
        try pty.wait(for: "prd3292")
        pty.write("\u{18}")
        let status = try pty.waitForExit()
        #expect([SIGILL, SIGTRAP].contains(status & 0x7F), "it ends by the signal of the crash")
        expectWhole(pty)
    }

    @Test(arguments: [SIGSEGV, SIGBUS, SIGFPE, SIGABRT])
    func givesTheTerminalBack_WhenACrashSignalComes(signal: Int32) throws {
        let pty = try probe([], ["SWIFT_BACKTRACE": "enable=no"])
        try pty.wait(for: "prd3292")
        pty.signal(signal)
        #expect(try pty.waitForExit() & 0x7F == signal)
        expectWhole(pty)
    }

    /// Under a shell with job control, since the kernel stops no program that nobody could resume.
    @Test(arguments: ["key", "signal"])
    func stopsAndComesBack(by cause: String) throws {
        let command = "set -m; \(BuiltProgram.path("screen-probe")) echo; echo stopped; read line; fg; echo ended $?"
        let pty = try Pty("/bin/sh", ["-c", command])
        try pty.wait(for: "ready")
        if cause == "key" { pty.write("\u{1A}") } else { kill(try #require(pty.foregroundGroup), SIGTSTP) }
        try pty.wait(for: "stopped")
        expectWhole(pty, "while it is stopped")
        pty.resize(columns: 90, rows: 20)
        pty.write("\n")
        try pty.wait("the screen again") { $0.text.contains("resize 90x20") && $0.text.contains("resumed") }
        #expect(pty.screen.modes.isSuperset(of: [1049, 2004]) && !pty.isCooked)
        pty.write("q")
        try pty.wait(for: "ended 0")
        expectWhole(pty)
    }

    /// The shell of a debugger or a batch system may stop it in a way that no program can catch.
    @Test func drawsAnew_WhenItWasStoppedByForce() throws {
        let pty = try probe(["echo"])
        try pty.wait(for: "ready")
        pty.signal(SIGSTOP)
        pty.signal(SIGCONT)
        try pty.wait(for: "resumed")
        #expect(pty.screen.modes.isSuperset(of: [1049, 2004]) && !pty.isCooked)
        pty.write("q")
        #expect(try pty.waitForExit() == 0)
        expectWhole(pty)
    }

    @Test func followsTheTerminalsSize() throws {
        let pty = try probe()
        try pty.wait(for: "prd3292")
        for (columns, rows) in [(100, 30), (20, 5), (400, 120), (1, 1), (120, 40)] {
            pty.resize(columns: columns, rows: rows)
            if columns >= 40 {
                try pty.wait("the frame at \(columns)x\(rows)") {
                    $0.text.contains("prd3292") && $0.text.split(separator: "\n").contains { $0.count == columns }
                }
            }
        }
        pty.write("q")
        #expect(try pty.waitForExit() == 0)
    }

    @Test func sendsOnlyWhatChanges() throws {
        let pty = try probe([], [:], columns: 120, rows: 40)
        try pty.wait(for: "prd3292")
        pty.write(String(repeating: "j", count: 8))
        func isUnderTheCursor(_ invocations: String) -> (PtyScreen) -> Bool {
            { $0.text.split(separator: "\n").contains { $0.contains("▶") && $0.contains(" \(invocations) ") } }
        }
        try pty.wait("row 10 under the cursor", until: isUnderTheCursor("7190"))
        let before = pty.output.count
        pty.write("j")
        try pty.wait("row 11 under the cursor", until: isUnderTheCursor("6109"))
        #expect(pty.output.count - before <= 330, "bytes for one key")
        pty.write("q")
        _ = try pty.waitForExit()
    }

    @Test func sendsLittle_WhenOnlyTheClockTicks() throws {
        let pty = try probe([], [:], columns: 120, rows: 40)
        try pty.wait(for: "UTC")
        let clock = try #require(pty.screen.text.firstRange(of: "UTC")).lowerBound
        let first = pty.screen.text[..<clock].suffix(9)
        try pty.wait("the next second") { !$0.text.contains(first) }
        let before = pty.output.count
        let second = pty.screen.text[..<clock].suffix(9)
        try pty.wait("the second after it") { !$0.text.contains(second) }
        #expect(pty.output.count - before <= 20, "bytes for one second, or one that ends a minute")
        pty.write("q")
        _ = try pty.waitForExit()
    }

    @Test func ends_WhenTheTerminalGoesAway() throws {
        let pty = try probe()
        try pty.wait(for: "prd3292")
        pty.hangUp()
        #expect(try pty.waitForExit() == 0)
    }

    @Test(arguments: ["dumb", "", "no-such-terminal", "unknown"])
    func saysWhyAndEnds_WhenTheTerminalCannotDoIt(name: String) throws {
        let pty = try probe([], ["TERM": name])
        #expect(try pty.waitForExit() == 0)
        #expect(pty.screen.text.contains("No full screen"))
        #expect(!pty.output.contains(0x1B))
    }

    @Test(arguments: ["xterm", "xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100", "vt220"])
    func drawsAndGivesBack_OnEveryTerminal(name: String) throws {
        for locale in ["C.UTF-8", "C"] {
            let pty = try probe([], ["TERM": name, "LC_ALL": locale], columns: 100, rows: 30)
            try pty.wait(for: "Lambda")
            if locale == "C" && name != "linux" { #expect(pty.output.allSatisfy { $0 < 0x80 }, "\(name)") }
            pty.write("q")
            #expect(try pty.waitForExit() == 0, "\(name)")
            expectWhole(pty, "\(name) \(locale)")
        }
    }

    @Test func showsNoColour_WhenAskedNotTo() throws {
        let pty = try probe([], ["NO_COLOR": "1", "COLORTERM": "truecolor"])
        try pty.wait(for: "Lambda")
        pty.write("q")
        _ = try pty.waitForExit()
        let codes = pty.screen.allAttributes.flatMap { $0.split(separator: ";") }.compactMap { Int($0) }
        #expect(codes.contains(7), "attributes are allowed")
        #expect(codes.allSatisfy { $0 < 30 || $0 == 39 || $0 == 49 }, "39 and 49 are the terminal's own")
    }

    @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color"])
    func showsTrueColours_WhereTheTerminalSaysSo(name: String) throws {
        let pty = try probe([], ["TERM": name, "COLORTERM": "truecolor"])
        try pty.wait(for: "Lambda")
        pty.write("q")
        #expect(try pty.waitForExit() == 0)
        #expect(String(decoding: pty.output, as: UTF8.self).contains("38;2;142;235;184"), "the green of night")
    }

    @Test func bellsAndCopies() throws {
        let pty = try probe()
        try pty.wait(for: "Lambda")
        pty.write("\u{7}\u{19}")
        try pty.wait("a bell and a copy") { $0.bells == 1 && $0.clipboard == ["c;Y29waWVk"] }
        pty.write("q")
        #expect(try pty.waitForExit() == 0)
    }
}

@Suite(.serialized) struct KeyReadingTests {
    private func echo() throws -> Pty {
        let pty = try Pty(BuiltProgram.path("screen-probe"), ["echo"])
        try pty.wait(for: "ready")
        return pty
    }

    private func quit(_ pty: Pty) throws {
        pty.write("q")
        #expect(try pty.waitForExit() == 0)
    }

    @Test func readsKeysPastesAndTheMouse() throws {
        let pty = try echo()
        pty.write("é\u{1B}[A\u{1B}[200~one\rtwo\u{1B}[201~\u{1B}[<0;5;6M")
        try pty.wait("all four") {
            $0.text.contains("key character(\"é\")") && $0.text.contains("key up") && $0.text.contains("paste 7 one^Jtwo")
                && $0.text.contains("mouse press 4,5")
        }
        pty.write("\u{1B}")
        try pty.wait(for: "key escape")
        try quit(pty)
    }

    @Test func losesNoKeyOfAFlood() throws {
        let pty = try echo()
        pty.write(String(repeating: "jk", count: 150))
        try pty.wait(for: "ready 300 inputs")
        try quit(pty)
    }

    @Test func survivesAPasteOf100Kilobytes() throws {
        let pty = try echo()
        pty.write("\u{1B}[200~" + String(repeating: "0123456789", count: 10_000) + "\u{1B}[201~")
        try pty.wait(for: "paste 100000 0123")
        try quit(pty)
    }

    @Test func wakesForOtherThreadsAndAtTheAppointedTime() throws {
        let pty = try echo()
        pty.write("\u{2}")
        try pty.wait("a job from another thread", milliseconds: 900) { $0.text.contains("from another thread") }
        pty.write("\u{17}")
        try pty.wait(for: "woken")
        try quit(pty)
    }

    @Test func survivesRandomBytes() throws {
        let pty = try echo()
        var random = SystemRandomNumberGenerator()
        // Without q, Ctrl-z and Ctrl-x, which the probe obeys.
        let bytes = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }.filter { ![0x71, 0x1A, 0x18].contains($0) }
        pty.write(bytes)
        pty.write("\u{1B}[201~\u{7}\u{1B}\\")
        pty.write("zz")
        try pty.wait(for: "key character(\"z\")")
        try quit(pty)
    }
}
