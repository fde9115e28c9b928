import Drawing
import Model

extension Queue: PaneRow {
    static let pane = PaneKind.queues

    var searchText: String { isFIFO ? name + " fifo" : name }
    var headline: String? { reasons.first }

    /// Dead letters first, then what waits, the longest waits breaking ties.
    var urgency: Double {
        Double(deadLetterDepth ?? 0) * 1e3 + Double(visible ?? 0) + min(oldestAgeSeconds ?? 0, 999_999) * 1e-6
    }

    static let fields: [Field<Queue>] = [
        Field("name", unit: .text, .text { $0.name }),
        Field("severity", ["sev"], unit: .severity, .number { $0.severity.order }),
        Field("visible", ["depth", "waiting"], .number { $0.visible.map(Double.init) }),
        Field("inFlight", ["flight"], .number { $0.inFlight.map(Double.init) }),
        Field("delayed", unit: .count, .number { $0.delayed.map(Double.init) }),
        Field("oldestAgeSeconds", ["age", "oldest"], unit: .seconds, .number { $0.oldestAgeSeconds }),
        Field("growthPerMinute", ["growth", "trend"], .number { $0.growthPerMinute }),
        Field("drain", ["empty"], unit: .seconds, .number { $0.secondsToDrain }),
        Field("sentPerMinute", ["sent"], .number { $0.sentPerMinute }),
        Field("receivedPerMinute", ["received"], .number { $0.receivedPerMinute }),
        Field("fifo", unit: .text, .text { $0.isFIFO ? "yes" : "no" }),
        Field("deadLetterQueue", ["dlqname"], unit: .text, .text { $0.deadLetterQueue }),
        Field("deadLetterDepth", ["dlq", "dead"], .number { $0.deadLetterDepth.map(Double.init) }),
    ]

    static let columns: [Column<Queue>] = [
        Column("", field: "severity", width: .fixed(1), rank: 0, .severityGlyph),
        Column("QUEUE", field: "name", width: .flexible(minimum: 21, maximum: 64, weight: 3), rank: 0, .name { $0.name }),
        Column("SEVERITY", field: "severity", width: .fixed(9), rank: 9, .severityWord),
        Column("FIFO", field: "fifo", width: .fixed(5), rank: 8, .text { row, _ in row.isFIFO ? "fifo" : "" }),
        Column(
            "VISIBLE", field: "visible", width: .fixed(8), right: true, rank: 1, .text { row, _ in Figures.count(row.visible) }),
        Column(
            "FLIGHT", field: "inFlight", width: .fixed(7), right: true, rank: 6, .text { row, _ in Figures.count(row.inFlight) }),
        Column("DELAY", field: "delayed", width: .fixed(6), right: true, rank: 7, .text { row, _ in Figures.count(row.delayed) }),
        Column(
            "AGE", field: "oldestAgeSeconds", width: .fixed(6), right: true, rank: 2,
            .text { row, _ in Figures.duration(seconds: row.oldestAgeSeconds) }),
        Column("TREND", field: "growthPerMinute", width: .fixed(10), right: true, rank: 3, .text { row, _ in row.trendText }),
        Column("DLQ", field: "deadLetterDepth", width: .fixed(5), right: true, rank: 4, .text { row, _ in row.deadLetterText }),
        Column("DEPTH", width: .flexible(minimum: 8, maximum: 15, weight: 1), rank: 5, .sparkline { $0.depthSeries }),
    ]

    /// How fast it grows, or how soon it is empty.
    var trendText: String {
        guard let growthPerMinute else { return visible == 0 ? "empty" : Figures.unknown }
        if visible == 0, growthPerMinute <= 0 { return "empty" }
        if let secondsToDrain { return "empty \(Figures.age(seconds: secondsToDrain))" }
        return abs(growthPerMinute) < 0.05 ? "steady" : Figures.perMinute(growthPerMinute)
    }

    /// When the queue will be empty; says so where it is already, or will not be.
    var drainText: String {
        guard let visible else { return Figures.unknown }
        if visible == 0 { return "empty" }
        if let secondsToDrain { return Figures.duration(seconds: secondsToDrain) }
        return growthPerMinute == nil ? Figures.unknown : "never"
    }

    /// Blank without a dead-letter queue: there is nothing that could be unknown.
    var deadLetterText: String { deadLetterQueue == nil ? "" : Figures.count(deadLetterDepth) }
}
