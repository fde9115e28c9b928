import Engines
import FoundationEssentials
import Model
import Support
import Testing

struct ConnectRulesTests {
    private static let ann: Set<String> = ["ann@example.com"]
    private typealias Make = MeetingSamples

    private func say(
        _ button: WorkerButton, _ meetings: [Meeting], _ settings: WorkerSettings = WorkerSettings()
    ) -> String {
        let verdict = ConnectRules(settings: settings, now: Make.now).verdict(on: button, by: Self.ann, among: meetings)
        let marks = verdict.marks.map { "\($0.meeting.id):\($0.mark.category?.rawValue ?? "-")" }.joined(separator: ",")
        let parts = [verdict.isSuccess ? "yes" : "no", verdict.message, marks, verdict.counters.joined(separator: ",")]
        return parts.filter { !$0.isEmpty }.joined(separator: " | ")
    }

    @Test(
        arguments: [
            (-15.0, [MeetingCategory](), "yes | Your appointment has been checked in. | m1:Checked-In"),
            (15, [], "yes | Your appointment has been checked in. | m1:Checked-In"),
            (-15.1, [], "no | No matching appointments found. | NoMatchingAppointment"),
            (15.1, [], "no | No matching appointments found. | NoMatchingAppointment"),
            (0, [.checkedIn], "yes | Your appointment has already been checked in. | DuplicateCall"),
            (0, [.checkedIn, .checkedOut], "no | You are trying to check into a meeting that you have checked out of."),
            (0, [.missedCheckIn], "yes | Your appointment has been checked in. | m1:Checked-In"),
        ]) func checksIn(start: Double, categories: [MeetingCategory], expected: String)
    {
        #expect(say(.checkIn, [Make.meeting(start: start, end: start + 60, categories)]) == expected)
    }

    @Test func severalAtCheckIn_AreNotGuessedAt() {
        let two = [Make.meeting("a", start: 0, end: 30), Make.meeting("b", start: 5, end: 30)]
        #expect(say(.checkIn, two) == "no | Multiple matching appointments found. | NoMatchingAppointment")
    }

    @Test(
        arguments: [
            (
                -15.0, [MeetingCategory.checkedIn],
                "yes | Your appointment has been checked out. | m1:Checked-Out | MeetingsCompletedOK"
            ),
            (75, [.checkedIn], "yes | Your appointment has been checked out. | m1:Checked-Out | MeetingsCompletedOK"),
            (-15.1, [.checkedIn], "no | No matching appointments found. | NoMatchingAppointment"),
            (75.1, [.checkedIn], "no | No matching appointments found. | NoMatchingAppointment"),
            (0, [], "no | You are trying to check out of a meeting that you have not checked into."),
            (0, [.checkedIn, .checkedOut], "yes | Your appointment has already been checked out. | DuplicateCall"),
        ]) func checksOut(end: Double, categories: [MeetingCategory], expected: String)
    {
        #expect(say(.checkOut, [Make.meeting(start: -30, end: end, categories)]) == expected)
    }

    @Test(
        arguments: [
            (
                [[MeetingCategory.checkedIn], []],
                "yes | Your appointment has been checked out. | m0:Checked-Out | MeetingsCompletedOK"
            ),
            ([[.checkedIn, .checkedOut], []], "no | No valid appointments found for checkout. | NoMatchingAppointment"),
            ([[], []], "no | No valid appointments found for checkout. | NoMatchingAppointment"),
            (
                [[.checkedIn], [.checkedIn]],
                "no | Multiple possible appointments were found for checkout. | NoMatchingAppointment"
            ),
        ]) func ofSeveralAtCheckOut_TakesTheOneThatIsOpen(categories: [[MeetingCategory]], expected: String)
    {
        let meetings = categories.enumerated().map { Make.meeting("m\($0)", start: -30, end: Double($0) * 10, $1) }
        #expect(say(.checkOut, meetings) == expected)
    }

    /// The meetings before the one that is checked into: their ends and categories.
    @Test(
        arguments: [
            ([(-10.0, [MeetingCategory.checkedIn])], true), ([(-15, [.checkedIn])], true), ([(-15.1, [.checkedIn])], false),
            ([(-10, [])], false), ([(-10, [.checkedIn, .checkedOut])], false), ([(0, [.checkedIn])], true),
            ([(0.1, [.checkedIn])], false), ([(-10, [.checkedIn]), (-5, [])], false),
            ([(-10, [.checkedIn]), (-5, [.checkedIn, .checkedOut])], false), ([], false),
        ] as [([(Double, [MeetingCategory])], Bool)])
    func aFreshCheckIn_ClosesExactlyOneEarlierMeeting(earlier: [(Double, [MeetingCategory])], isClosed: Bool) {
        let before = earlier.enumerated().map { Make.meeting("e\($0)", start: -60, end: $1.0, $1.1) }
        let expected =
            isClosed
            ? "yes | Your appointment has been checked in. An earlier appointment has also been checked out."
                + " | m1:Checked-In,e0:Checked-Out | MeetingsCompletedOK"
            : "yes | Your appointment has been checked in. | m1:Checked-In"
        #expect(say(.checkIn, before + [Make.meeting(start: 0, end: 60)]) == expected)
    }

    @Test(
        arguments: [
            (75.0, 90.0, true), (75.1, 90, false), (-120, -75, true), (-120, -75.1, false), (-300, 300, true),
        ]) func anEmergencyMarksWhatIsNear(start: Double, end: Double, isNear: Bool)
    {
        let expected = isNear ? "yes | Emergency appointment updated. | m1:Emergency" : "yes | No matching appointments found."
        #expect(say(.emergency, [Make.meeting(start: start, end: end)]) == expected)
    }

    @Test func anEmergencyMarksEveryMatch_AndKnowsWhatIsMarked() {
        let meetings = [Make.meeting("a", start: -30, end: 30, [.emergency]), Make.meeting("b", start: 10, end: 30)]
        #expect(say(.emergency, meetings) == "yes | Emergency appointment updated. | b:Emergency")
        #expect(say(.emergency, [meetings[0]]) == "yes | Emergency already registered.")
    }

    @Test func aGraceBeyondTheWindow_IsClippedByIt() throws {
        let settings = try WorkerSettings(
            json: #"{"connect":{"checkin_grace_min":100,"checkout_grace_min":100,"ignore_after_min":20}}"#)
        #expect(say(.checkIn, [Make.meeting(start: 20, end: 60)], settings).hasPrefix("yes"))
        #expect(say(.checkIn, [Make.meeting(start: 21, end: 60)], settings).hasPrefix("no"))
        #expect(say(.checkOut, [Make.meeting(start: -60, end: -20, [.checkedIn])], settings).hasPrefix("yes"))
        #expect(say(.checkOut, [Make.meeting(start: -60, end: -21, [.checkedIn])], settings).hasPrefix("no"))
    }

    @Test func addressesAreComparedWithoutCase_AndOthersMeetingsAreNotSeen() {
        #expect(
            say(.checkIn, [Make.meeting(start: 0, end: 60, attendees: ["x@example.com", "ANN@Example.Com"])]).hasPrefix("yes"))
        #expect(say(.checkIn, [Make.meeting(start: 0, end: 60, attendees: ["bob@example.com"])]).hasPrefix("no"))
        #expect(say(.checkIn, [Make.meeting(start: 0, end: 60, attendees: [])]).hasPrefix("no"))
    }
}
