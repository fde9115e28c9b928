import FoundationEssentials
import Support
import Testing

@testable import Model

struct CalendarImportTests {
    private static let london = ZoneRule(
        firstOffset: 0, transitions: [], yearly: YearlyZoneRule(posix: "GMT0BST,M3.5.0/1,M10.5.0"))

    private func read(_ text: String) throws -> CalendarImport {
        try CalendarImport(data: Data(text.utf8)) { $0 == "Europe/London" ? Self.london : nil }
    }

    // MARK: JSON

    @Test func readsABareListOfMeetings_WithNothingButTheirTimes() throws {
        let file = try read(#"[{"id":"a","start":"2024-01-15T10:00:00Z","end":"2024-01-15T11:00:00.0000000"}]"#)
        #expect(file.settings == nil)
        #expect(file.meetings.map(\.first) == [MeetingSamples.meeting("a", start: 0, end: 60).bare])
    }

    @Test func readsEverythingThatTheContractNames() throws {
        let file = try read(
            """
            {"settings":{"email_recipients_overdue":["o@example.com"],"check":{"grace_min":5}},
             "people":[{"name":"Ann","phones":["+447123123456"],"addresses":["Ann@Example.com"]}],
             "meetings":[{"id":"a","subject":"S","body":"B","bodyType":"text","categories":["Checked-In"],
               "attendees":["Ann@Example.com"],"start":"2024-01-15T10:00:00+01:00","end":"2024-01-15T11:00:00+01:00",
               "recurrence":{"everyDays":7,"count":3,"cancelled":["2024-01-22T09:00:00Z"],
                 "changes":[{"originalStart":"2024-01-29T09:00:00Z","start":"2024-01-29T12:00:00Z","subject":"T"}]}}]}
            """)
        #expect(file.settings?.check.graceMinutes == 5)
        #expect(file.settings?.recipients(of: .emergency) == ["o@example.com"])
        #expect(file.people == [WorkerPerson(name: "Ann", phones: ["+447123123456"], addresses: ["Ann@Example.com"])])
        let meetings = try #require(file.meetings.first).meetings(in: .distantPast ..< .distantFuture)
        #expect(meetings.map(\.subject) == ["S", "T"])
        #expect(meetings.map { ISO8601.text($0.start) } == ["2024-01-15T09:00:00.000Z", "2024-01-29T12:00:00.000Z"])
        #expect(meetings.allSatisfy { $0.bodyType == .text && $0.categories == ["Checked-In"] })
    }

    @Test(
        arguments: [
            ("{", "not JSON"), (#"[{"start":"2024-01-15T10:00:00Z","end":"2024-01-15T11:00:00Z"}]"#, "\"id\" is missing"),
            (#"[{"id":"a","start":"noon","end":"2024-01-15T11:00:00Z"}]"#, "[0].start"),
            (#"[{"id":"a","start":"2024-01-15T10:00:00Z","end":"2024-01-15T09:00:00Z"}]"#, "ends before it starts"),
            (
                #"{"meetings":[{"id":"a","start":"2024-01-15T10:00:00Z","end":"2024-01-15T11:00:00Z","recurrence":{"everyDays":0}}]}"#,
                "everyDays"
            ),
            (
                #"[{"id":"a","start":"2024-01-15T10:00:00Z","end":"2024-01-15T11:00:00Z"},{"id":"a","start":"2024-01-15T10:00:00Z","end":"2024-01-15T11:00:00Z"}]"#,
                "given twice"
            ),
        ]) func saysWhatIsWrong_AndWhere(text: String, words: String) throws
    {
        let problem = try #require(throws: Problem.self) { try read(text) }
        #expect(problem.code == "BadImport")
        #expect(problem.message.contains(words), "\(problem.message)")
    }

    @Test(
        arguments: [
            (#"{"check":{"grace_min":-1}}"#, "check.grace_min"), (#"{"grace":1}"#, "unknown key \"grace\""),
            (#"{"connect":{"grace_min":1}}"#, "unknown key \"connect.grace_min\""),
            (#"{"check":{"grace_min":1.5}}"#, "check.grace_min"), (#"{"email_recipients_overdue":"a@b"}"#, "must be a list"),
            (#"{"email_recipients_overdue":[3]}"#, "must be a list"), (#"{"check":3}"#, "check must be a mapping"),
        ]) func refusesSettingsThatDoNotFit(settings: String, words: String) throws
    {
        let problem = try #require(throws: Problem.self) { try read(#"{"settings":\#(settings),"meetings":[]}"#) }
        #expect(problem.code == "BadSettings")
        #expect(problem.message.contains(words), "\(problem.message)")
    }

    @Test func eitherListServesForBoth_AndALiveDeploymentNeedsOne() throws {
        let only = try WorkerSettings(json: #"{"email_recipients_emergency":["e@example.com"]}"#)
        #expect(only.recipients(of: .overdue) == ["e@example.com"])
        #expect(throws: Problem.self) { try WorkerSettings(SettingsTree.record([]), isComplete: true) }
    }

    @Test func exportsWhatItReadsAgain() throws {
        let text = """
            {"settings":{"email_recipients_overdue":["o@example.com"]},"people":[{"name":"A","phones":["1"],"addresses":["a@b"]}],
             "meetings":[{"id":"x","subject":"S","start":"2024-01-15T10:00:00Z","end":"2024-01-15T11:00:00Z"},
              {"id":"y","start":"2024-01-15T10:00:00Z","end":"2024-01-15T11:00:00Z","recurrence":{"everyDays":2,"count":3}},
              {"id":"z","start":"2024-01-15T10:00:00Z","end":"2024-01-15T11:00:00Z",
               "recurrence":{"rrule":"FREQ=WEEKLY;COUNT=2;BYDAY=MO","timeZone":"Europe/London"}}]}
            """
        let file = try read(text)
        var meetings = file.meetings.map { (series: $0, stored: $0.meetings(in: .distantPast ..< .distantFuture)) }
        meetings[1].stored[2].categories = ["Checked-In"]
        let export = CalendarExport(settings: file.settings, people: file.people, meetings: meetings)
        let again = try read(export.json)
        #expect(again.settings == file.settings && again.people == file.people)
        #expect(again.meetings.map { $0.meetings(in: .distantPast ..< .distantFuture) } == meetings.map(\.stored))
    }

    // MARK: iCalendar

    private func calendar(_ lines: String...) -> String {
        (["BEGIN:VCALENDAR", "VERSION:2.0"] + lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n")
    }

    @Test func readsFoldedLines_EscapedTexts_AndAttendees() throws {
        let file = try read(
            calendar(
                "BEGIN:VEVENT", "UID:u1", "DTSTART:20240115T100000Z", "DURATION:PT1H30M", "SUMMARY:A very long ", " subject\\, w",
                "\tith commas", "DESCRIPTION:one\\ntwo", "CATEGORIES:Checked-In,Blue\\, light",
                "ATTENDEE;CN=\"A: B\";ROLE=REQ-PARTICIPANT:mailto:Ann@Example.com",
                "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com",
                "BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM", "END:VEVENT"))
        let meeting = try #require(file.meetings.first?.first)
        #expect(meeting.subject == "A very long subject, with commas")
        #expect(meeting.body == "one\ntwo" && meeting.bodyType == .text)
        #expect(meeting.categories == ["Checked-In", "Blue, light"])
        #expect(meeting.attendees == ["Ann@Example.com"])
        #expect(meeting.end.timeIntervalSince(meeting.start) == 5400)
    }

    @Test func keepsTimeZones_ByTheMachine_ByTheFile_AndByWindowsNames() throws {
        let zone = [
            "BEGIN:VTIMEZONE", "TZID:Customized", "BEGIN:STANDARD", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD", "BEGIN:DAYLIGHT",
            "DTSTART:16010101T010000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            "END:DAYLIGHT", "END:VTIMEZONE",
        ].joined(separator: "\r\n")
        for name in ["Europe/London", "Customized", "GMT Standard Time"] {
            let file = try read(
                calendar(
                    zone, "BEGIN:VEVENT", "UID:u", "DTSTART;TZID=\(name):20240330T090000", "DTEND;TZID=\(name):20240330T100000",
                    "RRULE:FREQ=DAILY;COUNT=2", "END:VEVENT"))
            let starts = try #require(file.meetings.first).meetings(in: .distantPast ..< .distantFuture).map(\.start)
            #expect(starts.map(ISO8601.text) == ["2024-03-30T09:00:00.000Z", "2024-03-31T08:00:00.000Z"], "\(name)")
        }
    }

    @Test func keepsExceptionsCancellationsAndChanges() throws {
        let file = try read(
            calendar(
                "BEGIN:VEVENT", "UID:u", "DTSTART;TZID=Europe/London:20240115T090000", "DTEND;TZID=Europe/London:20240115T100000",
                "RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=Europe/London:20240116T090000", "SUMMARY:Round", "END:VEVENT",
                "BEGIN:VEVENT", "UID:u", "RECURRENCE-ID;TZID=Europe/London:20240117T090000", "STATUS:CANCELLED",
                "DTSTART;TZID=Europe/London:20240117T090000", "END:VEVENT", "BEGIN:VEVENT", "UID:u",
                "RECURRENCE-ID;TZID=Europe/London:20240118T090000", "DTSTART;TZID=Europe/London:20240118T130000",
                "DTEND;TZID=Europe/London:20240118T140000", "SUMMARY:Moved", "END:VEVENT"))
        let meetings = try #require(file.meetings.first).meetings(in: .distantPast ..< .distantFuture)
        #expect(
            meetings.map { "\($0.subject) \(ISO8601.text($0.start).prefix(13))" }
                == ["Round 2024-01-15T09", "Moved 2024-01-18T13", "Round 2024-01-19T09"])
    }

    @Test(
        arguments: [
            ("BEGIN:VEVENT\r\nUID:u\r\nEND:VEVENT", "no DTSTART"), ("BEGIN:VEVENT\r\nDTSTART:20240115\r\nEND:VEVENT", "no UID"),
            ("BEGIN:VEVENT\r\nUID:u\r\nDTSTART;TZID=Mars/Base:20240115T090000\r\nEND:VEVENT", "Mars/Base"),
            ("BEGIN:VEVENT\r\nUID:u\r\nDTSTART:20240230T090000Z\r\nEND:VEVENT", "no time"),
            ("BEGIN:VEVENT\r\nUID:u\r\nDTSTART:20240115T090000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT", "SECONDLY"),
            ("BEGIN:VEVENT\r\nUID:u", "ends what did not begin"),
        ]) func namesTheLineOfWhatIsWrong(lines: String, words: String) throws
    {
        let problem = try #require(throws: Problem.self) { try read(calendar(lines)) }
        #expect(problem.message.contains(words) && problem.message.contains("line "), "\(problem.message)")
    }

    @Test func readsTheMachinesTimeZoneFile() throws {
        let path = "/usr/share/zoneinfo/Europe/London"
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return }
        let zone = try #require(ZoneRule(file: data))
        for (text, offset) in [
            ("2024-03-31T00:59:59Z", 0), ("2024-03-31T01:00:00Z", 3600), ("2024-10-27T00:59:59Z", 3600),
            ("2024-10-27T01:00:00Z", 0), ("1970-06-01T00:00:00Z", 3600), ("2090-07-01T00:00:00Z", 3600),
        ] {
            #expect(zone.offset(at: Int(try #require(ISO8601.parse(text)).timeIntervalSince1970)) == offset, "\(text)")
        }
        #expect(ZoneRule(file: data.prefix(100)) == nil)
        #expect(ZoneRule(file: Data("TZif".utf8)) == nil)
    }
}

extension Meeting {
    fileprivate var bare: Meeting { Meeting(id: id, start: start, end: end) }
}
