import Foundation
import Support
import Testing

/// The built program on a deployment that is not there: SSM and CloudWatch of an emulator, judged by boto3, and a mailbox of our own.
@Suite(.serialized) struct LiveWorkerTests {
    private let emulator: Emulator
    private let graph: GraphServer
    private let program: Program
    private let configuration: String

    init() throws {
        emulator = try Emulator(.moto)
        let now = Date()
        func event(_ id: String, _ start: Double, _ end: Double, _ address: String, series: String? = nil) -> String {
            let master = series.map { "\"\($0)\"" } ?? "null"
            return """
                {"id":"\(id)","subject":"Visit \(id)","categories":[],"seriesMasterId":\(master),
                 "body":{"contentType":"html","content":"<html><body><p>Gate 12</p></body></html>"},
                 "start":{"dateTime":"\(Self.stamp(now, start))","timeZone":"Etc/GMT"},
                 "end":{"dateTime":"\(Self.stamp(now, end))","timeZone":"Etc/GMT"},
                 "attendees":[{"emailAddress":{"address":"\(address)"}}]}
                """
        }
        let events = [
            event("now", 2, 60, "Ann@Example.com", series: "weekly"), event("late", -30, 60, "bob@example.com"),
            event("later", -40, 60, "cat@example.com"), event("next", 600, 660, "ann@example.com", series: "weekly"),
        ]
        graph = try GraphServer(
            """
            {"page":2,"events":[\(events.joined(separator: ","))],
             "contacts":[{"displayName":"Ann","mobilePhone":"07123123456","emailAddresses":[{"address":"Ann@Example.com"}]}],"users":[]}
            """)
        program = try Program(environment: emulator.variables.merging(graph.variables) { $1 })
        configuration = try program.home.write("contexts: {night: {workers: {source: live, app: lw}}}", to: "c.yaml")
        try parameters(secret: "s3cret")
    }

    private static func stamp(_ now: Date, _ minutes: Double) -> String {
        String(now.addingTimeInterval(minutes * 60).ISO8601Format().dropLast()) + ".0000000"
    }

    private func parameters(secret: String, config: String = "{email_recipients_overdue: [duty@example.com]}") throws {
        let expiry = String(Date(timeIntervalSinceNow: 100 * 86_400).ISO8601Format().prefix(10))
        let values = [
            "clientid": "c", "emailuser": "desk@example.com", "tenant": "ten", "config": config, "clientsecret": secret,
            "clientsecretexpiry": expiry,
        ]
        let json = String(decoding: try JSONSerialization.data(withJSONObject: values), as: UTF8.self)
        try emulator.account("parameters", ["/lw/", json])
    }

    private func run(_ arguments: String...) throws -> Program.Answer {
        try program.run(["worker"] + arguments + ["--config", configuration, "--context", "night", "--json"])
    }

    @Test func theCheckReadsEveryPage_MailsMarksAndCounts() throws {
        let answer = try run("check", "--yes")
        #expect(answer.status == 0, "\(answer.errors)")
        let metrics = try #require(try answer.json()["metrics"] as? [String: Int])
        #expect(metrics["Missed checkins reported"] == 2 && metrics["Client secret days to expiry"] == 100)
        #expect(try graph.categories(of: "late") == ["Missed-Check-In"])
        let mails = try graph.mails()
        #expect(mails.map { $0["subject"] as? String } == ["Missed check-in", "Missed check-in"])
        let counted = try emulator.account("counted", ["lw/Check"])
        #expect(counted.contains("\"CheckinsMissed\": 2.0") && counted.contains("\"MeetingsChecked\": 2.0"), "\(counted)")
        #expect(try run("check", "--yes").status == 0)
        #expect(try graph.mails().count == 2)
    }

    @Test func aCallMarksOneOccurrence_AndAnEmergencyIsMailed() throws {
        let call = try run("call", "--button", "1", "--from", "+447123123456", "--yes")
        #expect(call.output.contains("Your appointment has been checked in."), "\(call.output)\(call.errors)")
        #expect(try graph.categories(of: "now") == ["Checked-In"])
        #expect(try graph.categories(of: "next") == [])
        let emergency = try run("call", "--button", "3", "--from", "+447123123456", "--yes")
        #expect(try emergency.json()["appointment check result"] as? String == "Emergency appointment updated.")
        #expect(try graph.mails().map { $0["subject"] as? String } == ["Emergency Assistance Required!"])
        let shown = try run("show", "now").json()
        #expect(shown["state"] as? String == "emergency" && shown["seriesId"] as? String == "weekly")
        let set = try run("set", "now", "clear", "--yes")
        #expect(set.status == 0)
        #expect(try graph.categories(of: "now") == [])
    }

    /// Waits are short enough for a test: Graph is asked again as soon as it says.
    @Test func refusalsAreWaitedFor_TokensRenewed_AndHalfAPageIsNone() throws {
        try graph.answerNext([(429, [["Retry-After", "0"]], "{}"), (503, [["Retry-After", "0"]], "{}")])
        #expect(try run("list").status == 0)
        try graph.answerNext([(401, [], "{}")])
        #expect(try run("list").status == 0)
        try graph.answerNext([(200, [], #"{"value":[{"id":"x","sub"#)])
        let half = try run("check", "--yes")
        #expect(half.status == 69 && half.output.isEmpty && half.errors.contains("\"error\""), "\(half.errors)")
        try graph.answerNext([(403, [], #"{"error":{"code":"ErrorAccessDenied","message":"No access for desk@example.com."}}"#)])
        let denied = try run("check", "--yes")
        #expect(denied.status == 77 && !denied.errors.contains("desk@example.com"), "\(denied.errors)")
    }

    @Test func settingsThatAreNone_SendNothing_AndTheDoctorSaysSo() throws {
        try parameters(secret: "s3cret", config: "{email_recipients_overdue: [duty@example.com], check: {grace: 5}}")
        let check = try run("check", "--yes")
        #expect(check.status == 78 && check.errors.contains("check.grace"), "\(check.errors)")
        #expect(try graph.mails().isEmpty)
        let doctor = try run("doctor", "--yes")
        #expect(doctor.status == 1 && doctor.output.contains("check.grace"))
        let snapshot = try program.run(["snapshot", "--json", "--config", configuration, "--context", "night", "--wait", "20"])
            .json()
        let pane = (snapshot["panes"] as? [String: [String: Any]])?["workers"]
        #expect((pane?["error"] as? [String: Any])?["code"] as? String == "BadSettings")
    }

    @Test func theDoctorTriesEverything_AndLeavesNothingBehind() throws {
        let silent = try run("doctor", "--yes")
        #expect(silent.status == 1 && silent.output.contains("no check was seen in the last three hours"))
        #expect(try run("check", "--yes").status == 0)
        let mails = try graph.mails().count
        let doctor = try run("doctor", "--yes")
        #expect(doctor.status == 0, "\(doctor.output)")
        let findings = try #require(try doctor.json()["findings"] as? [[String: Any]])
        let names = findings.map { $0["name"] as? String ?? "" }
        #expect(
            names == [
                "SSM parameters", "settings", "client secret", "calendar, reading", "token", "calendar, writing", "contacts",
                "users", "mail",
            ])
        let state = try graph.state()
        #expect((state["events"] as? [Any])?.count == 4 && (state["removed"] as? [Any])?.count == 2)
        #expect(try graph.mails().count == mails)
        #expect(try run("doctor").status == 4)
        try parameters(secret: "wrong")
        let refused = try run("doctor", "--yes")
        #expect(refused.status == 1 && refused.output.contains("invalid_client") && !refused.output.contains("wrong"))
        #expect(try run("check", "--yes").status == 77)
    }

    @Test func nothingIsImportedIntoAMailbox() throws {
        let file = try program.home.write("[]", to: "day.json")
        #expect(try run("import", file, "--yes").status == 78)
    }
}
