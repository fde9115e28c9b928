import Foundation
import Support
import Testing

/// What the built program has shown is there again: in the next console, for commands, in the note.
@Suite(.serialized) struct RecordingTests {
    /// Opens the console and waits until what it shows is on the disk.
    private func open(_ program: Program, _ arguments: String = "", width: Int = 120, height: Int = 40) throws -> Tmux {
        let tmux = try Tmux(width: width, height: height, program: program)
        try tmux.send("\(Program.path) \(arguments)", "Enter")
        _ = try tmux.wait(what: "the first frame", until: { $0.contains("DRILL") && $0.contains("INVOC") })
        return tmux
    }

    private func waitForRecording(_ tmux: Tmux, _ program: Program) throws {
        _ = try tmux.wait(what: "a recorded moment of every pane") { _ in
            guard let answer = try? program.run(["snapshot", "--at", "-1s", "--json", "--context", "drill"]),
                let panes = try? answer.json()["panes"] as? [String: [String: Any]]
            else { return false }
            return ["lambda", "queues", "alarms"].allSatisfy { (panes[$0]?["rows"] as? [Any])?.isEmpty == false }
        }
    }

    @Test func showsThePastAgain_AfterARestart() throws {
        let program = try Program()
        var tmux = try open(program)
        try waitForRecording(tmux, program)
        try tmux.send("q")
        _ = try tmux.wait(what: "the shell", until: { $0.contains("shell>") && !$0.contains("DRILL") })

        let answer = try program.run(["snapshot", "--at", "-1s", "--json", "--context", "drill"])
        let panes = try #require(try answer.json()["panes"] as? [String: [String: Any]])
        for pane in ["lambda", "queues", "alarms"] {
            #expect((panes[pane]?["rows"] as? [Any])?.isEmpty == false, "\(pane)")
        }
        for format in ["text", "ansi", "svg"] {
            let picture = try program.run(["snapshot", "--at", "-1s", "--format", format])
            #expect(picture.status == 0 && picture.output.contains("ntfcn-snd"), "\(format)")
        }
        let mode = try FileManager.default.attributesOfItem(
            atPath: program.home.path + "/.local/state/nightdesk/drill/recorder.sqlite")[.posixPermissions]
        #expect(mode as? Int == 0o600)

        tmux = try open(program)
        try tmux.send(":", "-1s")
        _ = try tmux.wait(for: "Show what was recorded at")
        try tmux.send("Enter")
        _ = try tmux.wait(for: "REPLAY −")
        try tmux.send(".")
        _ = try tmux.wait(what: "the present", until: { !$0.contains("REPLAY") && $0.contains("INVOC") })
    }

    @Test func writesTheIncidentNote_FromTheCommandAndFromThePalette() throws {
        let program = try Program()
        let tmux = try open(program)
        try waitForRecording(tmux, program)
        let note = try program.run(["report", "--since", "10m"])
        #expect(note.status == 0)
        #expect(note.output.hasPrefix("# Practice note: drill, us-east-1"))
        #expect(note.output.contains("is **critical**") && note.output.contains("### ") && note.output.contains("## Masked"))
        #expect(!note.output.contains("\u{1B}"))
        let json = try program.run(["report", "--json"]).json()
        #expect((json["markdown"] as? String)?.hasPrefix("# Practice note") == true && json["masked"] is [String: Any])
        try tmux.send(":")
        try tmux.send("-l", "incident note")
        _ = try tmux.wait(for: "Write an incident note")
        try tmux.send("Enter")
        _ = try tmux.wait(for: "The incident note is in")
        let notes = try FileManager.default.contentsOfDirectory(
            atPath: program.home.path + "/.local/state/nightdesk/notes")
        #expect(notes.count == 1 && notes.allSatisfy { $0.hasPrefix("drill-") && $0.hasSuffix(".md") })
    }

    @Test func saysThatNothingIsRecorded_AndWhatIsNoTime() throws {
        let program = try Program()
        let none = try program.run(["snapshot", "--at", "-5m", "--json"])
        #expect(none.status == 1 && none.output.isEmpty && none.errors.contains("NotRecorded"))
        #expect(try program.run(["snapshot", "--at", "-5m"]).errors.contains("Nothing is recorded"))
        for time in ["soon", "2999-01-01T00:00:00Z", "25:00"] {
            #expect(try program.run(["snapshot", "--at", time]).status == 64, "\(time)")
        }
        #expect(try program.run(["snapshot", "--at", "-5m", "--full"]).status == 64)
        #expect(try program.run(["report"]).output.contains("Nothing was done."))
        #expect(!FileManager.default.fileExists(atPath: program.home.path + "/.local"))
    }

    /// A limit on the size of files stands for a full disk.
    @Test func costsALineInTheFeed_WhenTheDiskIsFull() throws {
        let program = try Program()
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send("(ulimit -f 60; \(Program.path)); echo ended with $?", "Enter")
        let screen = try tmux.wait(for: "Nothing is recorded for now")
        #expect(screen.contains("DRILL") && screen.contains("ntfcn-snd"))
        try tmux.send("?")
        _ = try tmux.wait(for: "Help")
        try tmux.send("Escape")
        try tmux.send("q")
        _ = try tmux.wait(for: "ended with 0")
    }

    @Test func costsALineInTheFeed_WhenTheStateFolderCannotBeUsed() throws {
        let program = try Program()
        let file = try program.home.write("a file", to: "state")
        let tmux = try open(program, "--state-dir \(file)")
        _ = try tmux.wait(for: "Nothing is recorded for now")
        // Steps go behind what is on screen, which nothing has recorded.
        try tmux.send(":", "-1s", "Enter")
        _ = try tmux.wait(what: "the reason", until: { $0.contains(file) && !$0.contains("REPLAY") })
    }

    @Test func showsALockedRecordingAsALine_AndGoesOnRecordingAfterwards() throws {
        let program = try Program()
        let state = program.home.path + "/.local/state/nightdesk/drill"
        var tmux = try open(program)
        try waitForRecording(tmux, program)
        try tmux.send("q")
        _ = try tmux.wait(what: "the shell", until: { $0.contains("shell>") && !$0.contains("DRILL") })
        let lock = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1] + "/recorder.sqlite")
            db.execute("BEGIN EXCLUSIVE")
            print("locked", flush=True)
            import signal; signal.pause()
            """
        let holder = try Child(["python3", "-c", lock, state], environment: program.fullEnvironment)
        #expect(holder.firstLine() == "locked")
        tmux = try open(program)
        _ = try tmux.wait(for: "Nothing is recorded for now")
        kill(holder.pid, SIGKILL)
        _ = try tmux.wait(for: "is recorded again", seconds: 60)
    }
}
