import Foundation
import Support
import Testing

/// Escalations from the console's keys alone, the built program in a terminal.
@Suite(.serialized) struct EscalationConsoleTests {
    private struct Scene {
        let program: Program

        init(_ settings: String = "") throws {
            program = try Program(environment: ["AWS_MAX_ATTEMPTS": "1", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
            try program.home.write(
                """
                default_context: desk
                contexts:
                  desk:
                    aws: {region: eu-west-1}
                    escalations: {source: embedded, channels: [console, phone]}
                    \(settings)
                """, to: ".config/nightdesk/config.yaml")
        }

        /// One process with notifications so many seconds from now.
        func start(_ id: String, _ after: [Int]) throws {
            let now = Int(Date().timeIntervalSince1970)
            let list = after.map { #"{"channel":"console","at":\#(now + $0),"message":"m"}"# }.joined(separator: ",")
            let file = try program.home.write(
                #"{"process-id":"\#(id)","action":"start","notifications":[\#(list)]}"#, to: "request.json")
            let answer = try program.run(["escalation", "start", file, "--yes"])
            #expect(answer.status == 0, "\(answer.errors)")
        }

        func console() throws -> Pty {
            let console = try Pty(Program.path, environment: program.fullEnvironment, columns: 120, rows: 40)
            try console.wait(for: "ENGINE here")
            console.write("3")
            return console
        }

        func rows(_ words: String...) throws -> [[String: Any]] {
            try program.run(["escalation", "list", "--json"] + words).json()["rows"] as? [[String: Any]] ?? []
        }

        func audit() throws -> [[String: Any]] {
            try program.run(["audit", "list", "--json"]).json()["rows"] as? [[String: Any]] ?? []
        }
    }

    @Test func stopsTheMarkedOnesTogether_AndStartsThemAgain() throws {
        let scene = try Scene()
        for id in ["kitchen", "grill", "market"] { try scene.start(id, [7200, 9000]) }
        let before = try scene.audit().count
        let console = try scene.console()
        try console.wait(for: "market")
        // Both that are uppermost, whichever they are.
        console.write(" j S")
        try console.wait(for: "Stop escalation (2)?")
        try console.wait(for: "will not be sent")
        console.write("y")
        try console.wait(for: "2 of 2 done")
        let left = try #require(try scene.rows().first?["processId"] as? String)
        #expect(try scene.rows().count == 1)
        #expect(try scene.audit().count - before == 4, "two rows for each of the two")
        console.write("U")
        try console.wait(for: "Start escalation again (2)?")
        try console.wait(for: "Start again")
        console.write("y")
        try Deadline.wait("three processes") { try scene.rows().count == 3 }
        #expect(try scene.rows().allSatisfy { $0["remaining"] as? Int == 2 && $0["state"] as? String == "scheduled" })
        #expect(!left.isEmpty)
        // Out of every view, then out of the program.
        console.write("qqqqqq")
        #expect(try console.waitForExit() == 0)
    }

    @Test func asksBeforeItLeavesWhatOnlyItDelivers() throws {
        let scene = try Scene()
        try scene.start("soon", [1200])
        let console = try scene.console()
        try console.wait(for: "soon")
        console.write("q")
        try console.wait(for: "The engine works here: soon")
        console.write("n")
        try console.wait("the panes") { !$0.text.contains("Quit?") }
        console.write("q")
        try console.wait(for: "The engine works here: soon")
        console.write("y")
        #expect(try console.waitForExit() == 0)
        #expect(try scene.rows().count == 1, "it is still there for the next engine")
    }

    @Test func startsATestAndDeliversNow() throws {
        let scene = try Scene()
        try scene.start("later", [7200])
        let console = try scene.console()
        try console.wait(for: "later")
        console.write("E")
        try console.wait(for: "Send now: console")
        console.write("y")
        try console.wait(for: "Done.")
        try Deadline.wait("the end of it") { try scene.rows().isEmpty }
        console.write("q")
        console.write("N")
        try console.wait(for: "A test escalation")
        console.write("+442079460111\r")
        try console.wait(for: "Start nightdesk-test-")
        console.write("y")
        // Nobody has given this program an account to call from: it ends as a dead letter, and says so.
        try Deadline.wait("the dead letter") { try scene.rows().first?["state"] as? String == "deadLetter" }
        // Before the pane knows that nothing is left to deliver, leaving would ask.
        try console.wait(for: "one notification was given up")
        console.write("qqqqqq")
        #expect(try console.waitForExit() == 0)
    }

    @Test func aReadOnlyConsoleTakesNoLeaseAndStopsNothing() throws {
        let scene = try Scene("read_only: true")
        let writer = try Scene()
        try writer.start("kitchen", [7200])
        let console = try Pty(
            Program.path, ["--read-only"], environment: writer.program.fullEnvironment, columns: 120, rows: 40)
        try console.wait(for: "ENGINE none")
        console.write("3")
        try console.wait(for: "kitchen")
        console.write("S")
        try console.wait(for: "read-only here")
        console.write("q")
        #expect(try console.waitForExit() == 0)
        #expect(try writer.rows().count == 1)
        #expect(try scene.rows().isEmpty)
    }

    /// The shipped story in which stopping one escalation, and only that one, is the right move.
    @Test func theStoryOfTheForgottenEscalation_IsHandledFromKeysAlone() throws {
        let program = try Program()
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send("\(Program.path) drill run phones-still-ring", "Enter")
        _ = try tmux.wait(for: "DRILL")
        try tmux.send("3")
        _ = try tmux.wait(what: "both escalations") { $0.contains("device-sync-3292") && $0.contains("checkout-payments") }
        try tmux.send("/")
        try tmux.send("-l", "device-sync")
        try tmux.send("Enter")
        try tmux.send("Enter")
        let detail = try tmux.wait(what: "the timeline") { $0.contains("Still to come") && $0.contains("delivered") }
        #expect(detail.contains("…222") && !detail.contains("+442079460222"))
        try tmux.send("S")
        _ = try tmux.wait(for: "will not be sent: phone …333")
        try tmux.send("y")
        _ = try tmux.wait(for: "Practice: handled")
        try tmux.send("q")
        try tmux.send("q")
        let end = try tmux.wait(for: "The practice story is over")
        #expect(end.contains("Handled: yes") && end.contains("you: escalation.stop device-sync-3292"))
        try tmux.send("q")
        try tmux.send("Escape")
        _ = try tmux.wait(what: "the other one") { $0.contains("checkout-payments") && !$0.contains("device-sync-3292  ") }
        try tmux.send("q")
        _ = try tmux.wait(what: "the shell", until: { $0.contains("shell>") && !$0.contains("DRILL") })
    }
}
