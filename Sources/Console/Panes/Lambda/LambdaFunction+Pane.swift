import Drawing
import FoundationEssentials
import Model

extension LambdaFunction: PaneRow {
    static let pane = PaneKind.lambda

    var searchText: String { name }
    var headline: String? { reasons.first }

    /// Errors hurt most, then throttles, then how busy it is.
    var urgency: Double { (errors ?? 0) * 1e6 + (throttles ?? 0) * 1e3 + min(invocations ?? 0, 999_999) * 1e-3 }

    static let fields: [Field<LambdaFunction>] = [
        Field("name", unit: .text, .text { $0.name }),
        Field("severity", ["sev"], unit: .severity, .number { $0.severity.order }),
        Field("invocations", ["inv", "calls"], .number { $0.invocations }),
        Field("errors", ["err"], .number { $0.errors }),
        Field("errorRate", ["rate", "err%"], unit: .fraction, .number { $0.errorRate }),
        Field("throttles", ["throt"], .number { $0.throttles }),
        Field("durationP95Ms", ["p95", "duration"], unit: .milliseconds, .number { $0.durationP95Ms }),
        Field("concurrency", ["conc"], .number { $0.concurrency }),
        Field("iteratorAgeMs", ["iteratorage", "iter"], unit: .milliseconds, .number { $0.iteratorAgeMs }),
        Field("state", unit: .text, .text { $0.state }),
        Field("lastModified", ["age", "deployed"], unit: .seconds, .since { $0.lastModified }),
        Field("runtime", unit: .text, .text { $0.runtime }),
    ]

    static let columns: [Column<LambdaFunction>] = [
        Column("", field: "severity", width: .fixed(1), rank: 0, .severityGlyph),
        Column("FUNCTION", field: "name", width: .flexible(minimum: 22, maximum: 64, weight: 3), rank: 0, .name { $0.name }),
        Column("SEVERITY", field: "severity", width: .fixed(9), rank: 9, .severityWord),
        Column(
            "INVOC", field: "invocations", width: .fixed(6), right: true, rank: 3,
            .text { row, _ in Figures.count(row.invocations) }),
        Column("ERR", field: "errors", width: .fixed(6), right: true, rank: 1, .text { row, _ in Figures.count(row.errors) }),
        Column(
            "ERR %", field: "errorRate", width: .fixed(6), right: true, rank: 2,
            .text { row, _ in Figures.percent(row.errorRate) }),
        Column(
            "THROT", field: "throttles", width: .fixed(6), right: true, rank: 5, .text { row, _ in Figures.count(row.throttles) }),
        Column(
            "P95", field: "durationP95Ms", width: .fixed(6), right: true, rank: 6,
            .text { row, _ in Figures.duration(milliseconds: row.durationP95Ms) }),
        Column(
            "CONC", field: "concurrency", width: .fixed(5), right: true, rank: 8,
            .text { row, _ in Figures.count(row.concurrency) }),
        Column(
            "ITER", field: "iteratorAgeMs", width: .fixed(6), right: true, rank: 7,
            .text { row, _ in row.isStreamFed ? Figures.duration(milliseconds: row.iteratorAgeMs) : "" },
            isNeeded: { $0.contains(where: \.isStreamFed) }),
        Column("TREND", width: .flexible(minimum: 8, maximum: 15, weight: 1), rank: 4, .sparkline { $0.invocationSeries }),
        Column("STATE", field: "state", width: .fixed(8), rank: 10, .text { row, _ in row.state ?? Figures.unknown }),
        Column(
            "DEPLOYED", field: "lastModified", width: .fixed(9), right: true, rank: 11,
            .text { row, now in
                row.lastModified.map { Figures.age(seconds: now.timeIntervalSince($0)) + " ago" } ?? Figures.unknown
            }),
    ]
}
