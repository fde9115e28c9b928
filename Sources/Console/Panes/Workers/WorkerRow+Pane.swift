import Drawing
import FoundationEssentials
import Model

extension WorkerRow: PaneRow {
    static let pane = PaneKind.workers

    /// Whom it is about: that is what a person must read first.
    var name: String { who }
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

    /// `for 12m` since it went wrong, `in 4m` until it gets worse. In minutes, rounded down, and in the last of them in steps of ten seconds:
    /// each change of a cell is sent to the terminal.
    func countdown(at now: Date) -> String {
        if state.isCritical {
            return since.map { "for \(Figures.since(seconds: max(0, now.timeIntervalSince($0))))" } ?? Figures.unknown
        }
        guard let deadline else { return "" }
        let seconds = max(0, deadline.timeIntervalSince(now))
        guard seconds < 60 else {
            let minutes = Int(seconds / 60)
            return minutes < 60 ? "in \(minutes)m" : "in \(minutes / 60)h\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)m"
        }
        return seconds < 10 ? "now" : "in \(Int(seconds / 10) * 10)s"
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
        if figuresFailure != nil { return "today: not known" }
        func count(_ name: String) -> Int { counters[name] ?? 0 }
        let emergencies = count("Emergencies")
        return "today \(count("MeetingsCompletedOK")) ok, missed \(count("CheckinsMissed")) in \(count("CheckoutsMissed")) out, "
            + "calls \(count("Checkins")) in \(count("Checkouts")) out \(emergencies) \(emergencies == 1 ? "emergency" : "emergencies")"
    }

    /// When somebody last looked for misses, and how long the secret is good for, coarse enough to stand still.
    func care(at now: Date) -> String {
        let check =
            lastGoodCheckAt.map { "checked \(Figures.since(seconds: max(0, now.timeIntervalSince($0)))) ago" } ?? "never checked"
        guard let secretDays, secretDays < Self.unknownSecretDays else { return check }
        return "\(check), secret \(secretDays)d"
    }
}
