package import FoundationEssentials

/// A meeting as lists and the pane show it, judged at one moment.
package struct WorkerRow: Sendable, Equatable, Identifiable {
    package var meeting: Meeting
    package var state: MeetingState
    /// When the state next gets worse.
    package var deadline: Date?
    package var isReported: Bool
    package var severity: Severity
    /// Since when it is critical, as far as that is known.
    package var since: Date?
    /// Until when somebody has said that they deal with it; nil when nobody has.
    package var acknowledgedUntil: Date?
    /// Of its attendees, as the directory has them; shown masked unless somebody asks, and never recorded.
    package var phones: [String] = []
    /// Who called for help, masked, where this is a call that fits no meeting; else nil.
    package var caller: String?

    package var id: String { meeting.id }

    package init(_ meeting: Meeting, settings: WorkerSettings, now: Date, marks: WorkerMarks = WorkerMarks()) {
        self.meeting = meeting
        let standing = MeetingStanding(meeting, settings: settings, now: now)
        state = standing.state
        deadline = standing.deadline
        isReported = standing.isReported
        severity = standing.severity
        switch state {
        case .emergency: since = marks.emergencyAt
        case .missedCheckIn: since = meeting.start.addingMinutes(settings.check.graceMinutes)
        case .missedCheckOut: since = meeting.end.addingMinutes(settings.check.graceMinutes)
        default: since = nil
        }
        if state.isCritical, let acknowledgement = marks.acknowledgement, acknowledgement.state == state,
            acknowledgement.until > now
        {
            acknowledgedUntil = acknowledgement.until
        }
    }

    package var isAcknowledged: Bool { acknowledgedUntil != nil }

    /// Without the address's domain, which all of them share.
    package var who: String {
        if let caller { return caller }
        guard let first = meeting.attendees.first else { return "nobody invited" }
        let short = first.prefix { $0 != "@" }
        return meeting.attendees.count == 1 ? String(short) : "\(short) +\(meeting.attendees.count - 1)"
    }

    package var subjectText: String { meeting.subject.isEmpty ? meeting.id : meeting.subject }

    /// What is wrong, or about to be; nil where nothing is.
    package var headline: String? {
        switch state {
        case .emergency: return "called for help\(unreported); \(subjectText)"
        case .missedCheckIn: return "has not checked in\(unreported); \(subjectText)"
        case .missedCheckOut: return "has not checked out\(unreported); \(subjectText)"
        case .due: return severity == .warning ? "is about to be overdue; \(subjectText)" : nil
        default: return nil
        }
    }

    private var unreported: String { isReported ? "" : ", and nobody was mailed yet" }

    /// Whether the pane has a row for it: whatever is due, runs, or has gone wrong, and what comes within half a day.
    package func matters(at now: Date) -> Bool {
        let sinceEnd = now.timeIntervalSince(meeting.end)
        // A call for help is over when somebody says so.
        if caller != nil { return true }
        switch state {
        case .emergency, .missedCheckIn, .missedCheckOut: return sinceEnd < 12 * 3600
        case .due, .checkedIn: return true
        case .upcoming: return meeting.start.timeIntervalSince(now) < 12 * 3600 && sinceEnd < 0
        case .checkedOut: return sinceEnd < 3600
        }
    }
}

/// What is known of a meeting beside the calendar.
package struct WorkerMarks: Sendable, Equatable {
    package var acknowledgement: WorkerAcknowledgement?
    package var emergencyAt: Date?

    package init(acknowledgement: WorkerAcknowledgement? = nil, emergencyAt: Date? = nil) {
        self.acknowledgement = acknowledgement
        self.emergencyAt = emergencyAt
    }
}

/// Somebody deals with it: quiet for ``quiet``, then it sounds again unless the state has changed.
package struct WorkerAcknowledgement: Sendable, Equatable {
    package static let quiet: Duration = .seconds(15 * 60)

    /// What was acknowledged; a worse or another state is not.
    package var state: MeetingState
    package var until: Date
    package var note: String

    package init(state: MeetingState, until: Date, note: String) {
        self.state = state
        self.until = until
        self.note = note
    }
}

extension WorkerRow: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("meetingId", meeting.id)
        json.member("subject", meeting.subject)
        json.key("workers")
        json.array(meeting.attendees) { $0.string($1) }
        json.member("start", meeting.start)
        json.member("end", meeting.end)
        json.member("state", state.rawValue)
        json.member("deadline", deadline)
        json.member("reported", isReported)
        json.member("severity", severity.rawValue)
        json.member("acknowledgedUntil", acknowledgedUntil)
    }
}

/// A row with all that the calendar has of it: `worker list --all`, `worker show`.
package struct WholeWorkerRow: DocumentRow {
    package var row: WorkerRow

    package init(_ row: WorkerRow) { self.row = row }

    package func write(to json: inout JSONText) {
        row.write(to: &json)
        json.key("categories")
        json.array(row.meeting.categories) { $0.string($1) }
        json.member("seriesId", row.meeting.seriesID)
        json.member("originalStart", row.meeting.originalStart)
        json.member("body", row.meeting.body)
        json.member("bodyType", row.meeting.bodyType.rawValue)
        json.key("phones")
        json.array(row.phones) { $0.string($1) }
    }
}
