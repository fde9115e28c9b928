package import FoundationEssentials
package import Model

/// The routine check: who has missed to check in or out (`systems.md` section 0, Check). Decides only.
package struct CheckRules: Sendable {
    package enum Kind: Sendable, Equatable {
        case checkIn, checkOut
    }

    package struct Miss: Sendable, Equatable {
        package var meeting: Meeting
        package var kind: Kind

        package var mark: MeetingMark { kind == .checkIn ? .missedCheckIn : .missedCheckOut }
        package var counter: String { kind == .checkIn ? "CheckinsMissed" : "CheckoutsMissed" }
    }

    package let settings: WorkerSettings
    package let now: Date

    package init(settings: WorkerSettings, now: Date) {
        self.settings = settings
        self.now = now
    }

    /// The span of meetings that have to be known.
    package var span: (from: Date, to: Date) {
        (now.addingMinutes(-settings.check.ignoreAfterMinutes), now.addingMinutes(settings.check.ignoreAfterMinutes))
    }

    /// - Parameter meetings: All that touch ``span``.
    /// - Returns: What was missed, check-ins first, and how many meetings were looked at; one that is looked at for both counts twice.
    package func misses(among meetings: [Meeting]) -> (misses: [Miss], checked: Int) {
        let starts = meetings.filter { isOverdue($0.start) }
        let ends = meetings.filter { isOverdue($0.end) }
        let misses =
            starts.filter { isMissed($0, .checkIn) }.map { Miss(meeting: $0, kind: .checkIn) }
            + ends.filter { isMissed($0, .checkOut) }.map { Miss(meeting: $0, kind: .checkOut) }
        return (misses, starts.count + ends.count)
    }

    /// Both ends of the window count.
    private func isOverdue(_ moment: Date) -> Bool {
        let check = settings.check
        return moment >= now.addingMinutes(-check.ignoreAfterMinutes) && moment <= now.addingMinutes(-check.graceMinutes)
    }

    private func isMissed(_ meeting: Meeting, _ kind: Kind) -> Bool {
        guard !meeting.attendees.isEmpty else { return false }
        switch kind {
        case .checkIn: return !meeting.has(.checkedIn) && !meeting.has(.missedCheckIn)
        case .checkOut:
            return !meeting.has(.checkedOut) && !meeting.has(.missedCheckOut) && !meeting.has(.missedCheckIn)
                && meeting.has(.checkedIn)
        }
    }

    /// What the overdue list is told.
    package static func alert(about miss: Miss) -> WorkerAlert {
        let meeting = miss.meeting
        let word = miss.kind == .checkIn ? "Check-in" : "Check-out"
        let lines =
            [
                "\(word) was missed for an appointment", "  Subject: \(meeting.subject)",
                "  Start time: \(gmt(meeting.start)) (GMT)", "  End time: \(gmt(meeting.end)) (GMT)", "", "Attendee list:",
            ] + meeting.attendees.map { "  \($0.lowercased())" } + ["", "Meeting description:", meeting.description]
        return WorkerAlert(
            list: .overdue, subject: "Missed \(word.lowercased())", body: lines.joined(separator: "\r\n"),
            meetingID: meeting.id)
    }

    /// `2024-01-15T10:00:00`
    private static func gmt(_ date: Date) -> String { String(ISO8601.text(date).prefix(19)) }
}
