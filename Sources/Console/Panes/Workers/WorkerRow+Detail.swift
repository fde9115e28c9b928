import FoundationEssentials
import Model

extension WorkerRow {
    /// What the row alone tells.
    /// - Parameter isRevealed: Numbers and addresses whole: somebody has asked.
    func facts(now: Date, isRevealed: Bool) -> [Fact] {
        let phones = phones.map { isRevealed ? $0 : PhoneText.masked($0) }.joined(separator: ", ")
        let attendees = meeting.attendees.map { isRevealed ? $0 : PersonalText.masked(address: $0) }.joined(separator: ", ")
        let alert =
            switch state {
            case .emergency, .missedCheckIn, .missedCheckOut: isReported ? "yes" : "not yet"
            default: "not needed"
            }
        return [
            Fact("state", state.title), Fact(state.isCritical ? "since" : "next", countdown(at: now)),
            Fact("start", "\(Clock.dateTime(meeting.start)) UTC"), Fact("end", "\(Clock.dateTime(meeting.end)) UTC"),
            Fact("caller", caller), Fact("attendees", attendees.isEmpty ? nil : attendees),
            Fact("phones", phones.isEmpty ? nil : phones), Fact("alert mailed", alert),
            Fact("acknowledged", acknowledgedUntil.map { "until \(Clock.time($0)) UTC" } ?? "no"),
            Fact("categories", meeting.categories.isEmpty ? nil : meeting.categories.joined(separator: ", ")),
            Fact("series", meeting.seriesID), Fact("id", meeting.id),
        ].filter { $0.label != "caller" || $0.value != nil }
    }
}
