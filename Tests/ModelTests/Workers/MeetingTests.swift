import FoundationEssentials
import Model
import Support
import Testing

struct MeetingTests {
    private let settings = WorkerSettings()
    private let now = MeetingSamples.now

    private func standing(_ meeting: Meeting) -> String {
        let standing = MeetingStanding(meeting, settings: settings, now: now)
        let deadline = standing.deadline.map { " until \(Int($0.timeIntervalSince(now) / 60))" } ?? ""
        return "\(standing.state.rawValue) \(standing.severity.rawValue)\(standing.isReported ? "" : " unreported")\(deadline)"
    }

    @Test(
        arguments: [
            (16.0, 60.0, [MeetingCategory](), "upcoming ok until 1"), (15, 60, [], "due ok until 30"),
            (-10, 60, [], "due ok until 5"), (-10.5, 60, [], "due warning until 4"),
            (-15, 60, [], "missedCheckIn critical unreported"), (-15, 60, [.missedCheckIn], "missedCheckIn critical"),
            (-20, 16, [.checkedIn], "checkedIn ok until 1"), (-20, 15, [.checkedIn], "due ok until 30"),
            (-60, -10.5, [.checkedIn], "due warning until 4"), (-60, -15, [.checkedIn], "missedCheckOut critical unreported"),
            (-60, -15, [.checkedIn, .missedCheckOut], "missedCheckOut critical"),
            (-60, -15, [.checkedIn, .checkedOut], "checkedOut ok"), (60, 90, [.emergency], "emergency critical"),
            (-60, 0, [.emergency, .missedCheckIn, .checkedIn, .checkedOut], "emergency critical"),
            (-60, 0, [.missedCheckIn, .checkedIn], "missedCheckIn critical"),
        ]) func standsByPrecedence(start: Double, end: Double, categories: [MeetingCategory], expected: String)
    {
        #expect(standing(MeetingSamples.meeting(start: start, end: end, categories)) == expected)
    }

    @Test func nobodyIsMissed_WhereNobodyIsInvited() {
        #expect(standing(MeetingSamples.meeting(start: -30, end: 60, attendees: [])) == "upcoming ok")
    }

    @Test func marksGoIntoCategoryAndBody_BeforeItsEnd() throws {
        var meeting = MeetingSamples.meeting(start: 0, end: 60)
        let edit = try #require(meeting.edit(for: .checkedIn(.phone), at: now))
        meeting.apply(edit)
        #expect(meeting.categories == ["Checked-In"] && edit.subject == nil)
        #expect(
            meeting.body
                == "<html><body><p>Gate code 12</p><p>Checked in by phone at 2024-01-15 10:00:00</p>\r\n</body></html>")
        #expect(meeting.edit(for: .checkedIn(.phone), at: now) == nil)
    }

    @Test func bodiesWithoutAnEnd_AndPlainOnes_AreAddedTo() throws {
        var meeting = MeetingSamples.meeting(start: 0, end: 60)
        meeting.body = ""
        #expect(
            meeting.edit(for: .checkedOut(.phone), at: now)?.body == "<p>Checked out by phone at 2024-01-15 10:00:00</p>\r\n")
        meeting.body = "Ring twice"
        meeting.bodyType = .text
        #expect(
            meeting.edit(for: .emergency(.phone), at: now)?.body
                == "Ring twice\r\nEmergency reported by phone at 2024-01-15 10:00:00")
    }

    @Test func aMissGoesIntoTheSubjectToo_AndClearingTakesItOut() throws {
        var meeting = MeetingSamples.meeting(start: -20, end: 60)
        meeting.categories = ["Blue"]
        meeting.apply(try #require(meeting.edit(for: .missedCheckIn, at: now)))
        #expect(meeting.subject == "Missed-Check-In: Visit" && meeting.categories == ["Blue", "Missed-Check-In"])
        meeting.apply(try #require(meeting.edit(for: .clear, at: now)))
        #expect(meeting.subject == "Visit" && meeting.categories == ["Blue"])
        #expect(meeting.edit(for: .clear, at: now) == nil)
    }

    @Test func aHandThatChecksIn_TakesTheMissAway() throws {
        var meeting = MeetingSamples.meeting(start: -20, end: 60, [.missedCheckIn])
        meeting.apply(try #require(meeting.edit(for: .checkedIn(.hand), at: now)))
        #expect(meeting.categories == ["Checked-In"])
        #expect(MeetingStanding(meeting, settings: settings, now: now).state == .checkedIn)
    }

    @Test func anAcknowledgementHoldsFifteenMinutes_ForTheSameStateOnly() {
        let meeting = MeetingSamples.meeting(start: -20, end: 60, [.missedCheckIn])
        let until = now.addingTimeInterval(900)
        func row(_ meeting: Meeting, _ moment: Date) -> WorkerRow {
            let marks = WorkerMarks(acknowledgement: WorkerAcknowledgement(state: .missedCheckIn, until: until, note: "calling"))
            return WorkerRow(meeting, settings: settings, now: moment, marks: marks)
        }
        #expect(row(meeting, now.addingTimeInterval(899)).isAcknowledged)
        #expect(!row(meeting, until).isAcknowledged)
        var worse = meeting
        worse.categories.append("Emergency")
        #expect(!row(worse, now).isAcknowledged)
        #expect(row(meeting, now).severity == .critical)
    }

    @Test func markupBecomesText() {
        var meeting = MeetingSamples.meeting(start: 0, end: 60)
        meeting.body = "<html><head><style>p{}</style></head><body><p>One&nbsp;&amp; two</p><div>a &lt; b &x</div></body></html>"
        #expect(meeting.description == "One & two\na < b &x")
    }
}
