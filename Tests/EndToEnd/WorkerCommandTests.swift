import Foundation
import Support
import Testing

@Suite struct WorkerCommandTests {
    private let program: Program

    init() throws { program = try Program() }

    private func time(_ minutes: Double) -> String {
        Date(timeIntervalSinceNow: minutes * 60).ISO8601Format()
    }

    /// One meeting that has just begun, and one that should have, with their two workers.
    private func importDay() throws {
        let text = """
            {"settings":{"email_recipients_overdue":["duty@example.com"]},
             "people":[{"name":"Ann","phones":["+447123123456"],"addresses":["Ann@Example.com"]}],
             "meetings":[{"id":"now","subject":"Visit","attendees":["ann@example.com"],"start":"\(time(-2))","end":"\(time(60))"},
              {"id":"late","subject":"Late","attendees":["bob@example.com"],"start":"\(time(-30))","end":"\(time(60))",
               "recurrence":{"everyDays":1,"count":2}}]}
            """
        let file = try program.home.write(text, to: "day.json")
        let answer = try program.run(["worker", "import", file, "--yes"])
        #expect(answer.status == 0, "\(answer.errors)")
    }

    private func row(_ id: String) throws -> [String: Any] { try program.run(["worker", "show", id, "--json"]).json() }

    @Test func aDayOfOneWorker_FromCallToCheckOut() throws {
        try importDay()
        let call = try program.run(["worker", "call", "--button", "1", "--from", "+447123123456", "--yes"])
        #expect(call.status == 0 && call.output.contains("Your appointment has been checked in."), "\(call.errors)")
        #expect(try row("now")["state"] as? String == "checkedIn")
        let unknown = try program.run(["worker", "call", "--button", "2", "--from", "", "--yes"])
        #expect(unknown.status == 1 && unknown.output.contains("Unable to find your phone number."))
        #expect(try program.run(["worker", "call", "--button", "9", "--from", "1", "--yes"]).status == 64)
        let emergency = try program.run(["worker", "call", "--button", "3", "--from", "+447123123456", "--yes"])
        #expect(try emergency.json()["appointment check result"] as? String == "Emergency appointment updated.")
        #expect(try row("now")["state"] as? String == "emergency")
        #expect(try program.run(["worker", "set", "now", "clear", "--yes"]).status == 0)
        #expect(try row("now")["categories"] as? [String] == [])
    }

    @Test func aMissIsToldOnce_AndTouchesOneOccurrenceOnly() throws {
        try importDay()
        for missed in [1, 0] {
            let check = try program.run(["worker", "check", "--yes", "--json"])
            let metrics = try #require(try check.json()["metrics"] as? [String: Any])
            #expect(metrics["Missed checkins reported"] as? Int == missed)
        }
        let rows = try #require(try program.run(["worker", "list", "--all", "--json"]).json()["rows"] as? [[String: Any]])
        let late = rows.filter { $0["seriesId"] as? String == "late" }
        #expect(late.map { $0["categories"] as? [String] } == [["Missed-Check-In"], []])
        let id = try #require(late.first?["meetingId"] as? String)
        let acknowledged = try program.run(["worker", "ack", id, "--note", "calling", "--json"])
        #expect(try acknowledged.json()["acknowledgedUntil"] is String)
        #expect(try row(id)["severity"] as? String == "critical")
    }

    @Test func changesNothing_WithoutAYes_ReadOnly_OrAsADryRun() throws {
        try importDay()
        let call = ["worker", "call", "--button", "1", "--from", "+447123123456"]
        #expect(try program.run(call).status == 4)
        #expect(try program.run(call + ["--yes", "--read-only"]).status == 4)
        let rehearsal = try program.run(call + ["--dry-run"])
        #expect(rehearsal.status == 0 && rehearsal.output.contains("the caller hears: Your appointment has been checked in."))
        #expect(try program.run(["worker", "ack", "now", "--note", "x", "--read-only"]).status == 4)
        #expect(try row("now")["categories"] as? [String] == [])
    }

    @Test func badFilesAndSettings_ChangeNothing() throws {
        try importDay()
        for (text, status) in [
            ("{", 65), (#"[{"id":"x"}]"#, 65), ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT", 65),
            (#"{"settings":{"check":{"grace_min":-1}},"meetings":[]}"#, 78), (#"{"settings":{"graces":1},"meetings":[]}"#, 78),
        ] as [(String, Int32)] {
            let file = try program.home.write(text, to: "bad.json")
            let answer = try program.run(["worker", "import", file, "--yes", "--json"])
            #expect(answer.status == status, "\(text): \(answer.errors)")
            #expect(answer.errors.contains("\"error\""))
        }
        #expect(try row("now")["subject"] as? String == "Visit")
        #expect(try program.run(["worker", "show", "nobody"]).status == 1)
    }

    @Test func whatIsExported_IsImportedAgain() throws {
        try importDay()
        _ = try program.run(["worker", "check", "--yes"])
        let before = try program.run(["worker", "export"])
        let file = try program.home.write(before.output, to: "again.json")
        #expect(try program.run(["worker", "import", file, "--yes"]).status == 0)
        #expect(try program.run(["worker", "export"]).output == before.output)
    }

    @Test func thePracticeWorld_HasSomebodyOverdue_AndAnEmergency() throws {
        let snapshot = try program.run(["snapshot", "--json"]).json()
        let pane = try #require((snapshot["panes"] as? [String: [String: Any]])?["workers"])
        let rows = try #require(pane["rows"] as? [[String: Any]])
        #expect(rows.first?["state"] as? String == "emergency")
        #expect(rows.contains { $0["state"] as? String == "missedCheckIn" && $0["reported"] as? Bool == false })
    }

    @Test func aContextWithoutTheSection_SaysSo() throws {
        let file = try program.home.write("contexts: {p: {}}\ndefault_context: p", to: "c.yaml")
        #expect(try program.run(["worker", "list", "--config", file]).status == 78)
    }
}
