import Foundation
import Support
import Testing

/// The built program under tmux.
@Suite(.serialized) struct TerminalTests {
    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func showsThePracticeWorldAndLeavesTheTerminalWhole(width: Int, height: Int) throws {
        let tmux = try Tmux(width: width, height: height, program: try Program())
        try tmux.send(Program.path, "Enter")
        _ = try tmux.wait(what: "the first frame", until: { $0.contains("DRILL") && $0.contains("INVOC") })
        try tmux.send("j")
        try tmux.send("?")
        _ = try tmux.wait(for: "Help")
        try tmux.send("Escape")
        try tmux.send("Enter")
        _ = try tmux.wait(for: "─ function ")
        try tmux.send("Escape")
        try tmux.send("q")
        let after = try tmux.wait(what: "the shell", until: { $0.contains("shell>") && !$0.contains("DRILL") })
        #expect(after.contains("nightdesk"))
        try tmux.send("stty -a | tr ' ' '\\n' | grep -cx -e icanon -e echo", "Enter")
        _ = try tmux.wait(what: "a whole terminal", until: { $0.contains("\n2\n") })
    }

    @Test(arguments: ["TERM", "HUP"])
    func leavesTheTerminalWhole_WhenASignalEndsIt(signal: String) throws {
        let tmux = try Tmux(width: 100, height: 30, program: try Program())
        try tmux.send("\(Program.path); echo ended with $?", "Enter")
        _ = try tmux.wait(for: "DRILL")
        let pid = try tmux.command(["display-message", "-p", "-t", ":", "#{pane_pid}"]).trimmingCharacters(
            in: .whitespacesAndNewlines)
        _ = try Program().run(["-\(signal)", "-P", pid, "nightdesk"], executable: "/usr/bin/pkill")
        _ = try tmux.wait(what: "the shell", until: { $0.contains("ended with") && !$0.contains("DRILL") })
    }

    @Test func comesBackFromASuspension() throws {
        let tmux = try Tmux(width: 100, height: 30, program: try Program())
        try tmux.send("set -m; \(Program.path)", "Enter")
        _ = try tmux.wait(for: "DRILL")
        try tmux.send("C-z")
        _ = try tmux.wait(what: "the shell", until: { $0.contains("Stopped") && !$0.contains("DRILL") })
        try tmux.send("fg", "Enter")
        _ = try tmux.wait(for: "DRILL")
        try tmux.send("q")
        _ = try tmux.wait(what: "the shell", until: { $0.contains("shell>") && !$0.contains("DRILL") })
    }

    @Test func laysOutAnew_WhenTheTerminalIsResized() throws {
        let tmux = try Tmux(width: 200, height: 60, program: try Program())
        try tmux.send(Program.path, "Enter")
        _ = try tmux.wait(for: "DRILL")
        for (width, height) in [(20, 5), (80, 24), (160, 45), (30, 12), (120, 40)] {
            try tmux.command(["resize-window", "-t", ":", "-x", String(width), "-y", String(height)])
        }
        let screen = try tmux.wait(what: "120 columns") { $0.contains("DRILL") && $0.contains("Alarms") }
        #expect(screen.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test func keepsTheLastValuesAndSaysWhy_WhenTheFarEndFails() throws {
        let farEnd = try FarEnd(functions: 5, queues: 5)
        let tmux = try Tmux(
            width: 120, height: 40, program: try Program(environment: farEnd.variables.merging(["AWS_MAX_ATTEMPTS": "1"]) { $1 }))
        try tmux.send(Program.path, "Enter")
        _ = try tmux.wait(for: "worker-0003")
        try farEnd.set(.expired)
        try tmux.send("r")
        let failed = try tmux.wait(for: "ExpiredToken")
        #expect(failed.contains("worker-0003"))
        try farEnd.set(.none)
        try tmux.send("r")
        let recovered = try tmux.wait(what: "fresh values", until: { !$0.contains("ExpiredToken") && $0.contains("worker-0003") })
        #expect(recovered.contains("worker-0003"))
    }

    @Test func answersKeys_WhileEveryRequestHangs() throws {
        let farEnd = try FarEnd(functions: 50, queues: 50)
        let tmux = try Tmux(width: 120, height: 40, program: try Program(environment: farEnd.variables))
        try tmux.send(Program.path, "Enter")
        _ = try tmux.wait(for: "worker-0003")
        try farEnd.set(.hang)
        try tmux.send("r")
        try tmux.send("?")
        _ = try tmux.wait(for: "Help", seconds: 3)
        try tmux.send("Escape")
        try tmux.send("q")
        _ = try tmux.wait(seconds: 3, what: "the shell", until: { $0.contains("shell>") && !$0.contains("Lambda") })
    }
}
