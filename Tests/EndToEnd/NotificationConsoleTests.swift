import Foundation
import Support
import Testing

/// Notifications from the console's keys alone, the built program in a terminal.
@Suite(.serialized) struct NotificationConsoleTests {
    private func console(_ program: Program, _ words: [String] = []) throws -> Pty {
        let console = try Pty(Program.path, words, environment: program.fullEnvironment, columns: 120, rows: 40)
        try console.wait(for: "Lambda")
        return console
    }

    private func leave(_ console: Pty) throws {
        console.write("qqqqqq")
        #expect(try console.waitForExit() == 0)
    }

    @Test func opensWhatHasFailed_WithTheRunbookFilledIn() throws {
        let console = try console(try Program(), ["--context", "drill"])
        console.write("R")
        try console.wait(for: "7/146")
        try console.wait(for: "Sale starts in 2")
        console.write("d")
        try console.wait(for: "Notification Not Sent")
        try console.wait(for: "attempt 3 of 3 failed")
        #expect(console.screen.text.contains("then retry it: R."))
        try leave(console)
    }

    @Test func retriesAllThatHasFailed_AndFollowsEachToItsEnd() throws {
        let program = try Program()
        let console = try console(program, ["--context", "drill"])
        console.write("n")
        try console.wait(for: "Notifications 146")
        console.write("/status:FAILED\r*")
        try console.wait(for: "7 marked")
        console.write("R")
        try console.wait(for: "Retry 7 notifications?")
        try console.wait(for: "SET status = RETRY IF status = FAILED")
        console.write("y")
        try console.wait("all of them at their end", milliseconds: 60_000) {
            $0.text.contains("7 retried: 5 sent, 2 failed again")
        }
        #expect(console.screen.text.contains("failed again: InvalidNumber"))
        console.write("\u{1B}")
        try console.wait("only what is hopeless is failed") { $0.text.contains("2/146") }
        try leave(console)
        let audit = try program.run(["audit", "list", "--json"]).json()["rows"] as? [[String: Any]] ?? []
        #expect(audit.map { $0["action"] as? String } == ["notification.retry", "notification.retry"])
        #expect(audit.last?["outcome"] as? String == "confirmed")
    }

    @Test func readOnly_ShowsWhatHasFailed_AndRetriesNothing() throws {
        let program = try Program()
        let console = try console(program, ["--context", "drill", "--read-only"])
        console.write("n")
        try console.wait(for: "Notifications 146")
        console.write("R")
        try console.wait(for: "read-only here")
        try leave(console)
        #expect(try program.run(["audit", "list", "--json"]).output.contains("notification") == false)
    }

    /// What another process adds is sent by the console that is open, and seen in it.
    @Test func sendsOurOwn_WhileItIsOpen() throws {
        let program = try Program()
        try program.home.write(
            """
            default_context: own
            contexts:
              own:
                aws: {region: eu-west-1}
                notifications: {source: embedded}
                escalations: {source: embedded, channels: [console]}
            """, to: ".config/nightdesk/config.yaml")
        let console = try console(program)
        console.write("n")
        try console.wait(for: "There is no notification.")
        let file = try program.home.write(
            #"{"id":"7","event":"gala","recipients":[{"channel":"console","target":"desk"}]}"#, to: "n.json")
        #expect(try program.run(["notification", "add", file, "--yes"]).status == 0)
        try console.wait("the message", milliseconds: 20_000) { $0.text.contains("DELIVERED") }
        try leave(console)
    }
}
