import Foundation
import Support
import Testing

/// The embedded calendar with a mail server, and the engine without a screen.
@Suite(.serialized) struct WorkerMailTests {
    private let home: Program
    private let configuration: String

    init() throws {
        home = try Program()
        configuration = try home.home.write(
            """
            contexts:
              night: {workers: {source: embedded}}
              watch: {workers: {source: embedded, run: false}}
            """, to: "c.yaml")
    }

    private func program(_ environment: [String: String] = [:]) -> Program {
        var program = home
        program.environment = environment
        return program
    }

    private func mailed(by server: MailServer) -> [String: String] {
        ["SMTP_HOST": "127.0.0.1", "SMTP_PORT": String(server.port), "MAIL_FROM": "Nightdesk <desk@example.com>"]
    }

    private func run(_ words: [String], _ environment: [String: String] = [:], context: String = "night") throws -> Program.Answer
    {
        try program(environment).run(words + ["--config", configuration, "--context", context, "--json"])
    }

    private func importDay(recipients: [String] = ["duty@example.com"]) throws {
        func time(_ minutes: Double) -> String { Date(timeIntervalSinceNow: minutes * 60).ISO8601Format() }
        let list = recipients.map { "\"\($0)\"" }.joined(separator: ",")
        let text = """
            {"settings":{"email_recipients_overdue":[\(list)]},
             "people":[{"name":"Ann","phones":["+447123123456"],"addresses":["ann@example.com"]}],
             "meetings":[{"id":"late","subject":"Visit","body":"Gate 12","attendees":["Ann@Example.com"],"start":"\(time(-30))","end":"\(time(60))"}]}
            """
        let file = try home.home.write(text, to: "day.json")
        let answer = try run(["worker", "import", file, "--yes"])
        #expect(answer.status == 0, "\(answer.errors)")
    }

    private func row(_ id: String) throws -> [String: Any] { try run(["worker", "show", id]).json() }

    @Test func aMissIsMailedToTheWholeList_AlsoWhereOneAddressIsRefused() throws {
        let server = try MailServer()
        try importDay(recipients: ["nobody@example.com", "duty@example.com", "lead@example.com"])
        let check = try run(["worker", "check", "--yes"], mailed(by: server))
        #expect(check.status == 0, "\(check.errors)")
        let mail = try server.mail()
        #expect(mail.to == ["duty@example.com", "lead@example.com"] && mail.subject == "Missed check-in")
        #expect(mail.body.contains("  ann@example.com") && mail.body.contains("Gate 12"))
        #expect(try row("late")["categories"] as? [String] == ["Missed-Check-In"])
        // Nothing personal stays behind once a server has taken it.
        #expect(try run(["worker", "doctor", "--yes"], mailed(by: server)).output.contains("answers"))
    }

    @Test func withoutAServerThatAnswers_NothingIsMarked_AndItIsTriedAgain() throws {
        try importDay()
        let silent = ["SMTP_HOST": "127.0.0.1", "SMTP_PORT": String(try Loopback.freePort()), "MAIL_FROM": "desk@example.com"]
        let failed = try run(["worker", "check", "--yes"], silent)
        #expect(failed.status == 69 && failed.output.isEmpty && failed.errors.contains("MailNotSent"), "\(failed.errors)")
        #expect(!failed.errors.contains("duty@example.com"))
        #expect(try row("late")["reported"] as? Bool == false)
        let emergency = try run(["worker", "call", "--button", "3", "--from", "+447123123456", "--yes"], silent)
        #expect(emergency.status == 69 && emergency.output.isEmpty)
        let rows = try #require(try run(["worker", "list"]).json()["rows"] as? [[String: Any]])
        #expect(rows.first?["state"] as? String == "emergency" && rows.first?["reported"] as? Bool == false)
        let server = try MailServer()
        #expect(try run(["worker", "check", "--yes"], mailed(by: server)).status == 0)
        #expect(
            Set([try server.mail().subject, try server.mail().subject]) == ["Emergency Assistance Required!", "Missed check-in"])
        let call = try #require(rows.first?["meetingId"] as? String)
        #expect(try row(call)["reported"] as? Bool == true)
        #expect(try run(["worker", "set", call, "checkedIn", "--yes"]).status == 1)
        #expect(try run(["worker", "set", call, "clear", "--yes"]).status == 0)
        #expect(try run(["worker", "show", call]).status == 1)
    }

    @Test func aServerThatCannotBeUsed_IsBadConfiguration_AndNoOutbox() throws {
        try importDay()
        let check = try run(["worker", "check", "--yes"], ["SMTP_HOST": "127.0.0.1"])
        #expect(check.status == 78 && check.errors.contains("MAIL_FROM"), "\(check.errors)")
        #expect(try row("late")["reported"] as? Bool == false)
    }

    @Test func twoChecksAtOnce_AreOneAlert() throws {
        try importDay()
        let words = [Program.path, "worker", "check", "--yes", "--json", "--config", configuration, "--context", "night"]
        let both = try (0..<2).map { _ in try Child(words, environment: home.fullEnvironment) }.map { $0.finish() }
        let reported = both.map { $0.output.components(separatedBy: "\"Missed checkins reported\":1").count - 1 }
        #expect(both.allSatisfy { $0.status == 0 } && reported.reduce(0, +) == 1, "\(both)")
    }

    @Test func theEngineChecks_WhereItIsTold_AndNowhereElse() throws {
        try importDay()
        let answer = try run(["engine", "run", "--once"])
        #expect(answer.status == 0 && answer.output.contains("1 missed check-ins"), "\(answer.output)\(answer.errors)")
        #expect(try row("late")["reported"] as? Bool == true)
        #expect(try run(["engine", "run", "--once"], context: "watch").status == 78)
        #expect(try run(["engine", "run", "--once", "--read-only"]).status == 4)
    }

    /// Of a day with calls, a check and a report nothing but the lone workers' own store knows how to reach anybody.
    @Test func numbersAndAddressesStayInTheirStore() throws {
        try importDay()
        _ = try run(["worker", "call", "--button", "3", "--from", "+447123123456", "--yes"])
        _ = try run(["worker", "call", "--button", "2", "--from", "+447999888777", "--yes"])
        _ = try run(["worker", "check", "--yes"])
        _ = try run(["worker", "ack", "late", "--note", "calling"])
        let outputs = try [["audit", "list"], ["worker", "list", "--dry-run"], ["snapshot", "--format", "text", "--full"]].map {
            try program().run($0 + ["--config", configuration, "--context", "night"]).output
        }
        var texts = Array(outputs)
        let files = FileManager.default.enumerator(atPath: home.home.path)?.allObjects.compactMap { $0 as? String } ?? []
        for file in files where !file.contains("workers") && !file.hasSuffix("day.json") {
            texts.append(
                String(decoding: (try? Data(contentsOf: URL(filePath: home.home.path + "/" + file))) ?? Data(), as: UTF8.self))
        }
        for text in texts {
            for secret in ["447123123", "447999888", "xample.com"] { #expect(!text.contains(secret), "\(text.prefix(2000))") }
        }
    }
}
