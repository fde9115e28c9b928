package import FoundationEssentials

/// What a file brings into the embedded calendar.
package struct CalendarImport: Sendable, Equatable {
    /// nil where the file says nothing of settings.
    package var settings: WorkerSettings?
    package var people: [WorkerPerson]
    package var meetings: [MeetingSeries]

    package init(settings: WorkerSettings? = nil, people: [WorkerPerson] = [], meetings: [MeetingSeries] = []) {
        self.settings = settings
        self.people = people
        self.meetings = meetings
    }

    /// Finds a time zone by its name; nil where nobody knows it.
    package typealias Zones = (String) -> ZoneRule?

    /// Reads a file by its content: iCalendar, or JSON as the contract has it.
    /// - Throws: ``Problem`` `BadImport`, naming the place; `BadSettings` for settings that cannot be used.
    package init(data: Data, zones: @escaping Zones) throws(Problem) {
        let start = String(decoding: data.prefix(64), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if start.uppercased().hasPrefix("BEGIN:VCALENDAR") {
            self = try ICalendarReader(data: data, zones: zones).read()
        } else {
            self = try MeetingFile.read(data, zones: zones)
        }
        try checkNames()
    }

    private func checkNames() throws(Problem) {
        var seen: Set<[UInt8]> = []
        for series in meetings {
            guard !series.first.id.isEmpty else { throw .badImport("a meeting has an empty id.") }
            guard seen.insert(Array(series.first.id.utf8)).inserted else {
                throw .badImport("the id \"\(series.first.id)\" is given twice.")
            }
            guard series.first.end >= series.first.start else {
                throw .badImport("meeting \"\(series.first.id)\" ends before it starts.")
            }
        }
    }
}

extension Problem {
    static func badImport(_ reason: String) -> Problem {
        Problem(
            code: "BadImport", message: "The file cannot be imported: \(reason)",
            hint: "Correct it; nothing was imported, the calendar is as it was.")
    }
}
