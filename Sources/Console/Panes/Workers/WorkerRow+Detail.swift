import FoundationEssentials
import Model

extension WorkerRow {
    /// What the row alone tells; phone numbers stay masked.
    func facts(now: Date) -> [Fact] {
        let phones = phones.map(PhoneText.masked).joined(separator: ", ")
        return [
            Fact("state", state.title), Fact(state.isCritical ? "since" : "next", countdown(at: now)),
            Fact("start", "\(Clock.dateTime(meeting.start)) UTC"), Fact("end", "\(Clock.dateTime(meeting.end)) UTC"),
            Fact("attendees", meeting.attendees.isEmpty ? nil : meeting.attendees.joined(separator: ", ")),
            Fact("phones", phones.isEmpty ? nil : phones),
            Fact("alert mailed", state.isCritical ? (isReported ? "yes" : "not yet") : "not needed"),
            Fact("acknowledged", acknowledgedUntil.map { "until \(Clock.time($0)) UTC" } ?? "no"),
            Fact("categories", meeting.categories.isEmpty ? nil : meeting.categories.joined(separator: ", ")),
            Fact("series", meeting.seriesID), Fact("id", meeting.id),
        ]
    }
}
