import Drawing
import FoundationEssentials
import Model

extension Escalation: PaneRow {
    static let pane = PaneKind.escalations

    var name: String { processID.text }
    var searchText: String { "\(processID.text) \(state.rawValue) \(nextChannel ?? "") \(reason ?? "")" }

    /// The soonest first.
    var urgency: Double { nextAt.map { -$0 } ?? -.greatestFiniteMagnitude }

    var headline: String? {
        switch state {
        case .deadLetter: return dead == 1 ? "one notification was given up" : "\(dead) notifications were given up"
        case .unreadable: return reason ?? "cannot be read"
        case .stopping: return "stopped while something was being sent"
        case .scheduled, .delivering, .retrying:
            if dead > 0 { return "\(dead) given up" }
            if severity == .critical { return "overdue: nobody is delivering" }
            return snoozeNote.map { "snoozed: \($0)" } ?? reason
        }
    }

    static let fields: [Field<Escalation>] = [
        Field("processId", ["process", "name"], unit: .text, .text { $0.processID.text }),
        Field("severity", ["sev"], unit: .severity, .number { $0.severity.order }),
        Field("state", unit: .text, .text { $0.state.rawValue }),
        Field("nextAt", ["next", "in"], unit: .seconds, .since { $0.nextAt.map(EpochMoment.date) }),
        Field("nextChannel", ["channel"], unit: .text, .text { $0.nextChannel }),
        Field("remaining", ["left"], .number { Double($0.remaining) }),
        Field("lastAttempt", ["last"], unit: .seconds, .since { $0.lastAttempt?.at }),
        Field("outcome", unit: .text, .text { $0.lastAttempt?.outcome?.rawValue }),
        Field("dead", ["given-up"], .number { Double($0.dead) }),
    ]

    static let columns: [Column<Escalation>] = [
        Column("", field: "severity", width: .fixed(1), rank: 0, .severityGlyph),
        Column("PROCESS", field: "processId", width: .flexible(minimum: 16, maximum: 48, weight: 3), rank: 0, .name { $0.name }),
        Column("STATE", field: "state", width: .fixed(11), rank: 2, .text { row, _ in row.stateWord }),
        Column("NEXT", field: "nextAt", width: .fixed(9), right: true, rank: 1, .text { row, now in row.countdown(at: now) }),
        Column(
            "CHANNEL", field: "nextChannel", width: .fixed(8), rank: 3, .text { row, _ in row.nextChannel ?? Figures.unknown }),
        Column(
            "LEFT", field: "remaining", width: .fixed(5), right: true, rank: 4, .text { row, _ in Figures.count(row.remaining) }),
        Column(
            "LAST ATTEMPT", field: "lastAttempt", width: .flexible(minimum: 16, maximum: 28, weight: 1), rank: 5,
            .text { row, now in row.lastText(at: now) }),
        Column(
            "WHY", width: .flexible(minimum: 14, weight: 2), rank: 6, .text { row, _ in row.headline ?? "" },
            isNeeded: { $0.contains { $0.headline != nil } }),
    ]

    var stateWord: String { state == .deadLetter ? "dead letter" : state.rawValue }

    /// How long until the next one is sent: `in 4m`, `in 40s`; `due`, `-2m` when it should have been sent already. Seconds only in the last
    /// minute, and by fives: each change of a cell is sent to the terminal.
    func countdown(at now: Date) -> String {
        guard let nextAt else { return Figures.unknown }
        let seconds = EpochMoment.date(nextAt).timeIntervalSince(now)
        if seconds >= 60 { return "in \(Figures.age(seconds: seconds))" }
        if seconds > 0 { return "in \(Figures.age(seconds: min(59, (seconds / 5).rounded(.up) * 5)))" }
        return seconds > -60 ? "due" : "-\(Figures.age(seconds: -seconds))"
    }

    /// `failed phone 2m ago`
    func lastText(at now: Date) -> String {
        guard let last = lastAttempt else { return "" }
        let age = Figures.since(seconds: now.timeIntervalSince(last.at))
        return "\(last.outcome?.rawValue ?? "sending") \(last.channel) \(age) ago"
    }

    /// What the row alone tells.
    func facts(now: Date) -> [Fact] {
        [
            Fact("state", stateWord), Fact("next", nextAt == nil ? "nothing is to be sent" : countdown(at: now)),
            Fact("next channel", nextChannel), Fact("remaining", "\(remaining)"), Fact("given up", "\(dead)"),
            Fact("last attempt", lastAttempt.map { _ in lastText(at: now) } ?? "none"),
            Fact("started", startedAt.map { "\(Clock.dateTime($0)) UTC" }), Fact("snoozed", snoozeNote ?? "no"),
        ]
    }
}
