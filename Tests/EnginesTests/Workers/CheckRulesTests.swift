import FoundationEssentials
import Model
import Support
import Testing

@testable import Engines

struct CheckRulesTests {
    private let now = MeetingSamples.now

    private func misses(_ meetings: [Meeting], _ settings: WorkerSettings = WorkerSettings()) -> (text: [String], checked: Int) {
        let (misses, checked) = CheckRules(settings: settings, now: now).misses(among: meetings)
        return (misses.map { "\($0.kind) \($0.meeting.id)" }, checked)
    }

    /// Start and end in minutes from now, categories, what is missed, how many were looked at.
    @Test(
        arguments: [
            (-14.9, 60.0, [MeetingCategory](), [String](), 0), (-15, 60, [], ["checkIn m1"], 1), (-75, 60, [], ["checkIn m1"], 1),
            (-75.1, 60, [], [], 0), (-20, 60, [.checkedIn], [], 1), (-20, 60, [.missedCheckIn], [], 1),
            (-20, 60, [.emergency], ["checkIn m1"], 1), (-200, -14.9, [.checkedIn], [], 0),
            (-200, -15, [.checkedIn], ["checkOut m1"], 1), (-200, -75, [.checkedIn], ["checkOut m1"], 1),
            (-200, -75.1, [.checkedIn], [], 0), (-200, -20, [.checkedIn, .checkedOut], [], 1),
            (-200, -20, [.checkedIn, .missedCheckOut], [], 1), (-200, -20, [], [], 1),
            (-200, -20, [.checkedIn, .missedCheckIn], [], 1), (-40, -20, [.checkedIn], ["checkOut m1"], 2),
            (-40, -20, [], ["checkIn m1"], 2), (-40, -20, [.checkedOut], ["checkIn m1"], 2),
        ]) func looksAtWhatIsInTheWindow(
            start: Double, end: Double, categories: [MeetingCategory], expected: [String], checked: Int
        )
    {
        let found = misses([MeetingSamples.meeting(start: start, end: end, categories)])
        #expect(found.text == expected && found.checked == checked)
    }

    @Test func nobodyInvited_IsLookedAtAndNotMissed() {
        let found = misses([MeetingSamples.meeting(start: -20, end: 60, attendees: [])])
        #expect(found.text.isEmpty && found.checked == 1)
    }

    @Test func checkInsComeBeforeCheckOuts() {
        let meetings = [
            MeetingSamples.meeting("out", start: -90, end: -30, [.checkedIn]), MeetingSamples.meeting("in", start: -20, end: 60),
        ]
        #expect(misses(meetings).text == ["checkIn in", "checkOut out"])
    }

    @Test func otherGraces_MoveTheEdges() throws {
        let settings = try WorkerSettings(json: #"{"check":{"grace_min":0,"ignore_after_min":5}}"#)
        #expect(misses([MeetingSamples.meeting(start: 0, end: 60)], settings).text == ["checkIn m1"])
        #expect(misses([MeetingSamples.meeting(start: -5.1, end: 60)], settings).text.isEmpty)
    }

    @Test func theMailSaysWhoWhenAndWhere() {
        let meeting = MeetingSamples.meeting(start: -20, end: 60, attendees: ["Ann@Example.com", "bob@example.com"])
        let alert = CheckRules.alert(about: .init(meeting: meeting, kind: .checkIn))
        #expect(alert.list == .overdue && alert.subject == "Missed check-in")
        #expect(
            alert.body.components("\r\n") == [
                "Check-in was missed for an appointment", "  Subject: Visit", "  Start time: 2024-01-15T09:40:00 (GMT)",
                "  End time: 2024-01-15T11:00:00 (GMT)", "", "Attendee list:", "  ann@example.com", "  bob@example.com", "",
                "Meeting description:", "Gate code 12",
            ])
        #expect(CheckRules.alert(about: .init(meeting: meeting, kind: .checkOut)).subject == "Missed check-out")
    }

    @Test(
        arguments: [
            ("2024-01-16", 1), ("2024-01-15", 0), ("2020-01-01", 0), ("2024-02-14", 30), (nil, 1000), ("", 1000), ("soon", 1000),
            ("2024-02-30", 1000), ("2024-1-16", 1000), ("16/01/2024", 1000), ("2024-01-16T00:00:00Z", 1000),
        ] as [(String?, Int)]) func countsTheDaysOfTheSecret(text: String?, days: Int)
    {
        #expect(SecretExpiry.days(until: text, now: now) == days)
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
