import FoundationEssentials
package import Model

/// What the cache and the recording keep of a row: who is meant, and not how to reach them. No numbers, no domains of addresses, no
/// description.
extension WorkerRow {
    fileprivate var keptAttendees: [String] {
        get { meeting.attendees.map(PersonalText.masked(address:)) }
        set { meeting.attendees = newValue }
    }

    fileprivate var keptSubject: String {
        get { Masker.masked(meeting.subject) }
        set { meeting.subject = newValue }
    }
}

extension WorkerRow: CachedRow {
    package static var pane: PaneKind { .workers }

    package func write(to writer: inout RowWriter) {
        writer.write(meeting.id)
        writer.write(meeting.start)
        writer.write(meeting.end)
        writer.write(keptSubject)
        for list in [keptAttendees, meeting.categories] { writer.write(list) { $0.write($1) } }
        writer.write(meeting.seriesID) { $0.write($1) }
        writer.write(caller) { $0.write($1) }
        writer.write(state.rawValue)
        writer.write(severity.rawValue)
        writer.write(isReported)
        for date in [meeting.originalStart, deadline, since, acknowledgedUntil] { writer.write(date) { $0.write($1) } }
    }

    package init(from reader: inout RowReader) throws {
        let (id, start, end) = (try reader.string(), try reader.date(), try reader.date())
        var row = WorkerRow.blank
        row.meeting = Meeting(id: id, subject: try reader.string(), start: start, end: end)
        row.meeting.attendees = try reader.list { try $0.string() }
        row.meeting.categories = try reader.list { try $0.string() }
        row.meeting.seriesID = try reader.optional { try $0.string() }
        row.caller = try reader.optional { try $0.string() }
        guard let state = MeetingState(rawValue: try reader.string()), let severity = Severity(rawValue: try reader.string())
        else {
            throw RowCodecError()
        }
        (row.state, row.severity) = (state, severity)
        row.isReported = try reader.bool()
        row.meeting.originalStart = try reader.optional { try $0.date() }
        row.deadline = try reader.optional { try $0.date() }
        row.since = try reader.optional { try $0.date() }
        row.acknowledgedUntil = try reader.optional { try $0.date() }
        self = row
    }
}

extension WorkerRow: RecordedRow {
    package static var blank: WorkerRow {
        let start = Date(timeIntervalSinceReferenceDate: 0)
        return WorkerRow(Meeting(id: "", start: start, end: start), settings: WorkerSettings(), now: start)
    }

    package static let recordedFields = RecordedFields<WorkerRow>()
        .adding(\.state).adding(\.severity).adding(\.deadline).adding(\.since).adding(\.isReported).adding(\.acknowledgedUntil)
        .adding(\.meeting.categories).adding(\.keptSubject).adding(\.keptAttendees).adding(\.meeting.start).adding(\.meeting.end)
        .adding(\.meeting.id).adding(\.meeting.seriesID).adding(\.meeting.originalStart).adding(\.caller)
}

extension MeetingState: RecordedWord {
    static var origin: MeetingState { .upcoming }
}
