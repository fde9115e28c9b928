import Drawing
import FoundationEssentials
import Model

extension Alarm: PaneRow {
    static let pane = PaneKind.alarms

    var headline: String? { reasonText.isEmpty ? nil : reasonText }

    var searchText: String { "\(name) \(stateWord) \(source.rawValue) \(reasonText)" }

    /// The newest first: an alarm that fires for three weeks is known.
    var urgency: Double { since?.timeIntervalSince1970 ?? 0 }

    static let fields: [Field<Alarm>] = [
        Field("name", unit: .text, .text { $0.name }),
        Field("severity", ["sev"], unit: .severity, .number { $0.severity.order }),
        Field("state", unit: .text, .text { $0.state }),
        Field("since", ["age"], unit: .seconds, .since { $0.since }),
        Field("reason", unit: .text, .text { $0.reasonText }),
        Field("source", unit: .text, .text { $0.source.rawValue }),
        Field("acknowledged", ["ack"], unit: .text, .text { $0.acknowledged ? "yes" : "no" }),
        Field("function", unit: .text, .text { $0.functionName }),
        Field("queue", unit: .text, .text { $0.queueName }),
    ]

    static let columns: [Column<Alarm>] = [
        Column("", field: "severity", width: .fixed(1), rank: 0, .severityGlyph),
        Column("ALARM", field: "name", width: .flexible(minimum: 20, maximum: 56, weight: 2), rank: 0, .name { $0.name }),
        Column("STATE", field: "state", width: .fixed(8), rank: 1, .text { row, _ in row.stateWord }),
        Column(
            "SINCE", field: "since", width: .fixed(6), right: true, rank: 2,
            .text { row, now in Figures.since(seconds: row.since.map { now.timeIntervalSince($0) }) }),
        Column(
            "SOURCE", field: "source", width: .fixed(7), rank: 4, .text { row, _ in row.source == .local ? "local" : "" },
            isNeeded: { $0.contains { $0.source == .local } }),
        Column(
            "ACK", field: "acknowledged", width: .fixed(4), rank: 5, .text { row, _ in row.acknowledged ? "ack" : "" },
            isNeeded: { $0.contains(where: \.acknowledged) }),
        Column("REASON", field: "reason", width: .flexible(minimum: 16, weight: 5), rank: 3, .text { row, _ in row.reasonText }),
    ]

    /// AWS's word, the long one shortened.
    var stateWord: String { state == "INSUFFICIENT_DATA" ? "NO DATA" : state }

    /// That an alarm can never fire matters more than what it last said.
    var reasonText: String { neverFires.map { "can never fire: \($0)" } ?? reason }
}
