import Drawing
import FoundationEssentials
import Model

extension WorkerRow: PaneRow {
    static let pane = PaneKind.workers

    /// Whom it is about: that is what a person must read first.
    var name: String { who }
    var subjectText: String { meeting.subject.isEmpty ? meeting.id : meeting.subject }

    /// Without the address's domain, which all of them share.
    var who: String {
        guard let first = meeting.attendees.first else { return "nobody invited" }
        let short = first.prefix { $0 != "@" }
        return meeting.attendees.count == 1 ? String(short) : "\(short) +\(meeting.attendees.count - 1)"
    }

    var headline: String? {
        switch state {
        case .emergency: return "called for help; \(subjectText)"
        case .missedCheckIn: return "has not checked in\(unreported); \(subjectText)"
        case .missedCheckOut: return "has not checked out\(unreported); \(subjectText)"
        case .due: return severity == .warning ? "is about to be overdue; \(subjectText)" : nil
        default: return nil
        }
    }

    private var unreported: String { isReported ? "" : ", and nobody was mailed yet" }

    var searchText: String { "\(subjectText) \(who) \(state.title) \(meeting.attendees.joined(separator: " "))" }

    /// Among rows of one severity: the state first, then what has lasted or comes soonest.
    var urgency: Double {
        let rank = Double(MeetingState.allCases.count - (MeetingState.allCases.firstIndex(of: state) ?? 0))
        return rank * 1e10 - (since ?? deadline ?? meeting.start).timeIntervalSince1970
    }

    static let fields: [Field<WorkerRow>] = [
        Field("subject", ["name"], unit: .text, .text { $0.subjectText }),
        Field("workers", ["who"], unit: .text, .text { $0.meeting.attendees.joined(separator: " ") }),
        Field("severity", ["sev"], unit: .severity, .number { $0.severity.order }),
        Field("state", unit: .text, .text { $0.state.rawValue }),
        Field("start", unit: .text, .text { Clock.time($0.meeting.start, seconds: false) }),
        Field("deadline", unit: .seconds, .number { $0.deadline?.timeIntervalSince1970 }),
        Field("since", ["age"], unit: .seconds, .since { $0.since }),
        Field("reported", unit: .text, .text { $0.isReported ? "yes" : "no" }),
    ]

    static let columns: [Column<WorkerRow>] = [
        Column("", field: "severity", width: .fixed(1), rank: 0, .severityGlyph),
        Column(
            "WHO", field: "workers", width: .flexible(minimum: 10, maximum: 24, weight: 2), rank: 0, .text { row, _ in row.who }),
        Column("STATE", field: "state", width: .fixed(15), rank: 0, .text { row, _ in row.state.title }),
        Column("NEXT", field: "deadline", width: .fixed(11), right: true, rank: 0, .text { row, now in row.countdown(at: now) }),
        Column("TIME", field: "start", width: .fixed(11), rank: 2, .text { row, _ in row.span }),
        Column(
            "ACK", width: .fixed(4), rank: 3, .text { row, _ in row.isAcknowledged ? "ack" : "" },
            isNeeded: { $0.contains(where: \.isAcknowledged) }),
        Column("SUBJECT", field: "subject", width: .flexible(minimum: 12, weight: 4), rank: 1, .name { $0.subjectText }),
    ]

    /// In UTC, as everything here.
    private var span: String {
        "\(Clock.time(meeting.start, seconds: false))–\(Clock.time(meeting.end, seconds: false))"
    }

    /// `for 12m` since it went wrong, `in 4m10s` until it gets worse.
    func countdown(at now: Date) -> String {
        if state.isCritical {
            return since.map { "for \(Figures.age(seconds: max(0, now.timeIntervalSince($0))))" } ?? Figures.unknown
        }
        guard let deadline else { return "" }
        return "in \(Figures.duration(seconds: max(0, deadline.timeIntervalSince(now))))"
    }
}

extension MeetingState {
    /// For people.
    var title: String {
        switch self {
        case .emergency: "EMERGENCY"
        case .missedCheckIn: "no check-in"
        case .missedCheckOut: "no check-out"
        case .due: "due"
        case .checkedIn: "checked in"
        case .checkedOut: "checked out"
        case .upcoming: "upcoming"
        }
    }
}

extension WorkerOverview {
    /// Today's figures in one line.
    var figures: String {
        func count(_ name: String) -> Int { counters[name] ?? 0 }
        let calls = "calls \(count("Checkins")) in \(count("Checkouts")) out"
        return "today: \(count("MeetingsCompletedOK")) ok, missed \(count("CheckinsMissed")) in \(count("CheckoutsMissed")) out, "
            + "\(count("Emergencies")) emergencies, \(calls)"
    }
}
