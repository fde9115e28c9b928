import Drawing
import FoundationEssentials
import Model

extension NotificationRecord: TableRow {
    var name: String { id }
    var searchText: String { "\(id) \(status) \(event ?? "") \(channel ?? "") \(reason ?? "")" }

    var headline: String? { reason }

    static let fields: [Field<NotificationRecord>] = [
        Field("id", ["name"], unit: .text, .text { $0.id }),
        Field("severity", ["sev"], unit: .severity, .number { $0.severity.order }),
        Field("status", unit: .text, .text { $0.status }),
        Field("event", unit: .text, .text { $0.event }),
        Field("channel", unit: .text, .text { $0.channel }),
        Field("reason", unit: .text, .text { $0.reason }),
        Field("age", ["since"], unit: .seconds, .since { $0.since }),
        Field("sale", unit: .seconds, .number { $0.saleAt?.timeIntervalSince1970 }),
    ]

    static let columns: [Column<NotificationRecord>] = [
        Column("", field: "severity", width: .fixed(1), rank: 0, .severityGlyph),
        Column("ID", field: "id", width: .flexible(minimum: 8, maximum: 38, weight: 2), rank: 0, .name { $0.id }),
        Column(
            "STATUS", field: "status", width: .fixed(10), rank: 0,
            .text { row, _ in row.status.isEmpty ? Figures.unknown : row.status }),
        Column("AGE", field: "age", width: .fixed(6), right: true, rank: 0, .text { row, now in row.age(at: now) }),
        Column("SALE", field: "sale", width: .fixed(10), right: true, rank: 1, .text { row, now in row.sale(at: now) }),
        Column(
            "EVENT", field: "event", width: .flexible(minimum: 8, maximum: 30, weight: 2), rank: 2,
            .text { row, _ in HarmlessText.line(row.event ?? Figures.unknown) }),
        Column("BY", field: "channel", width: .fixed(6), rank: 4, .text { row, _ in HarmlessText.line(row.channel ?? "") }),
        Column(
            "WHY", field: "reason", width: .flexible(minimum: 12, weight: 4), rank: 3,
            .text { row, _ in HarmlessText.line(row.reason ?? "") }),
    ]

    private func age(at now: Date) -> String {
        since.map { Figures.since(seconds: max(0, now.timeIntervalSince($0))) } ?? Figures.unknown
    }

    /// `in 24m`, `2h ago`; by the minute, so that it stands still.
    private func sale(at now: Date) -> String {
        guard let saleAt else { return Figures.unknown }
        let seconds = saleAt.timeIntervalSince(now)
        let text = Figures.since(seconds: max(60, abs(seconds)))
        return seconds >= 0 ? "in \(text)" : "\(text) ago"
    }
}
