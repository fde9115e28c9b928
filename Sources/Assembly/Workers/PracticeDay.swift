import FoundationEssentials
import Model
import Store

/// A working day in the practice world: visits that run, one worker who is overdue, and one emergency.
enum PracticeDay {
    /// Laid anew when nobody has imported a calendar and the last one is over.
    static func lay(into store: SQLiteWorkers, at now: Date) async throws(Problem) {
        guard try await store.wantsPractice(at: now) else { return }
        try await store.takePractice(CalendarImport(people: people, meetings: meetings(around: now)), at: now)
        try await store.noteEmergency([emergencyID], at: now.addingTimeInterval(-240))
    }

    private static let emergencyID = "practice-5"

    private static let names = ["Ann Reid", "Bilal Khan", "Carys Hughes", "Dougal Munro", "Esme Clark", "Finlay Stuart"]

    private static var people: [WorkerPerson] {
        names.enumerated().map { index, name in
            WorkerPerson(name: name, phones: ["+4477009001\(10 + index)"], addresses: [address(of: name)])
        }
    }

    private static func address(of name: String) -> String {
        name.lowercased().replacing(" ", with: ".") + "@example.com"
    }

    /// Minutes from now, who, what, and how it stands.
    private static let visits: [(start: Int, end: Int, who: Int, subject: String, states: [MeetingCategory])] = [
        (-240, -180, 0, "Home visit, Union Street", [.checkedIn, .checkedOut]),
        (-150, -45, 1, "Equipment check, Torry", [.checkedIn, .checkedOut]),
        (-75, 45, 2, "Assessment, Rosemount", [.checkedIn]),
        (-22, 40, 3, "Delivery, Bridge of Don", []),
        (-50, 30, 4, "Home visit, Kittybrewster", [.checkedIn, .emergency]),
        (-8, 50, 5, "Training at home, Cults", []),
        (35, 95, 0, "Follow-up, Old Aberdeen", []),
        (70, 130, 1, "Home visit, Dyce", []),
        (150, 210, 2, "Collection, Altens", []),
    ]

    private static func meetings(around now: Date) -> [MeetingSeries] {
        // On full minutes, as calendars are.
        let base = Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 60).rounded(.down) * 60)
        return visits.enumerated().map { index, visit in
            MeetingSeries(
                Meeting(
                    id: "practice-\(index + 1)", subject: visit.subject,
                    body: "<html><body><p>Ring the bell twice.</p></body></html>", categories: visit.states.map(\.rawValue),
                    attendees: [address(of: names[visit.who])], start: base.addingMinutes(visit.start),
                    end: base.addingMinutes(visit.end)))
        }
    }
}
