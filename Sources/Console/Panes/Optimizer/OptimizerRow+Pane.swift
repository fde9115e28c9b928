import Drawing
import FoundationEssentials
import Model

extension OptimizerRow: PaneRow {
    static let pane = PaneKind.optimizer

    var name: String { run.isLive ? "deployment" : "\(run.id) \(HarmlessText.line(run.provider))" }
    var searchText: String { "\(run.isLive ? "" : "\(run.id) ")\(run.provider) \(run.state.title) \(run.phase.rawValue)" }

    /// What is open first, then the newest.
    var urgency: Double { (run.state.isFinished ? 0 : 1e12) + run.createdAt.timeIntervalSince1970 }

    var headline: String? { reasons.first }

    static let fields: [Field<OptimizerRow>] = [
        Field("instanceId", ["run", "id", "name"], .number { $0.run.isLive ? nil : Double($0.run.id) }),
        Field("provider", unit: .text, .text { $0.run.provider }),
        Field("severity", ["sev"], unit: .severity, .number { $0.severity.order }),
        Field("state", unit: .text, .text { $0.run.state.rawValue }),
        Field("phase", unit: .text, .text { $0.run.phase.rawValue }),
        Field("percent", ["progress"], .number { $0.percent }),
        Field("queuesDone", ["groups"], .number { $0.run.queuesDone.map(Double.init) }),
        Field("devices", ["sims"], .number { $0.run.devices.map(Double.init) }),
        Field("costNow", ["cost"], .number { $0.run.costNow?.units }),
        Field("savingsPercent", ["saving"], .number { $0.run.savingsPercent }),
        Field("gapPercent", ["gap", "left"], .number { $0.run.gapPercent }),
        Field("startedAt", ["started", "age"], unit: .seconds, .since { $0.run.startedAt }),
        Field("etaSeconds", ["eta"], unit: .seconds, .number { $0.run.etaSeconds }),
    ]

    static let columns: [Column<OptimizerRow>] = [
        Column("", field: "severity", width: .fixed(1), rank: 0, .severityGlyph),
        Column(
            "RUN", field: "instanceId", width: .flexible(minimum: 10, maximum: 26, weight: 2), rank: 0, .name { $0.name }),
        Column("STATE", field: "state", width: .fixed(10), rank: 0, .text { row, _ in row.run.state.title }),
        Column("PHASE", field: "phase", width: .fixed(8), rank: 4, .text { row, _ in row.phaseText }),
        Column("DONE", field: "percent", width: .fixed(5), right: true, rank: 0, .text { row, _ in row.doneText }),
        Column(
            "ETA", field: "etaSeconds", width: .fixed(7), right: true, rank: 3, .text { row, now in row.run.etaText(at: now) }),
        Column("GROUPS", field: "queuesDone", width: .fixed(7), right: true, rank: 5, .text { row, _ in row.run.groupsText }),
        Column(
            "SIMS", field: "devices", width: .fixed(6), right: true, rank: 6, .text { row, _ in Figures.count(row.run.devices) }),
        Column(
            "SAVING", field: "savingsPercent", width: .fixed(7), right: true, rank: 2,
            .text { row, _ in row.run.savingsPercent.map { Figures.percent($0 / 100) } ?? Figures.unknown }),
        Column(
            "TO WIN", field: "gapPercent", width: .fixed(8), right: true, rank: 7,
            .text { row, _ in OptimizerText.percent(row.run.gapPercent) }),
        Column("CYCLE", width: .fixed(9), right: true, rank: 8, .text { row, now in row.run.cycleText(at: now) }),
        Column(
            "WHY", width: .flexible(minimum: 18, weight: 3), rank: 1, .text { row, _ in row.headline ?? "" },
            isNeeded: { $0.contains { $0.headline != nil } }),
    ]

    private var doneText: String { run.state == .unseen ? Figures.unknown : "\(Int(percent)) %" }
    private var phaseText: String { run.state.isFinished ? "" : run.phase.rawValue }
}

extension OptimizerRun.State {
    /// For people.
    var title: String {
        switch self {
        case .completedWithErrors: "incomplete"
        case .unseen: "none seen"
        case .queued, .running, .cancelling, .completed, .cancelled, .failed, .stuck: rawValue
        }
    }
}

extension OptimizerRun {
    /// `5–9m`; nothing where there is nothing to wait for.
    func etaText(at now: Date) -> String {
        guard !state.isFinished, state != .stuck else { return "" }
        if isLive { return Figures.unknown }
        guard let range = etaRange else { return Figures.unknown }
        if let told = lastProgressAt, now.timeIntervalSince(told) > 2 * max(etaSeconds ?? 0, 15) { return "late" }
        return OptimizerText.span(range)
    }

    var groupsText: String {
        guard let queuesTotal else { return Figures.unknown }
        return "\(Figures.count(queuesDone ?? 0))/\(Figures.count(queuesTotal))"
    }

    /// `go 5d`, `no-go 8m`: until when plans can still be changed in this cycle. Only of what is open, or ended well.
    func cycleText(at now: Date) -> String {
        guard let deadline = OptimizerDeadline(of: self, at: now) else { return Figures.unknown }
        if deadline.secondsLeft < 0 { return "over" }
        return "\(deadline.isGo ? "go" : "no-go") \(Figures.age(seconds: deadline.secondsLeft))"
    }
}

/// Figures of the optimizer as a person reads them.
enum OptimizerText {
    /// What is left to win is told in few digits, however little it is: `0.4 %`, `0.0048 %`.
    static func percent(_ value: Double?) -> String {
        guard let value, value.isFinite else { return Figures.unknown }
        if value <= 0 { return "0 %" }
        if value >= 0.095 { return Figures.percent(value / 100) }
        var (unit, digits) = (10.0, 1)
        while value * unit < 9.5, digits < 5 {
            unit *= 10
            digits += 1
        }
        let scaled = Int((value * unit).rounded())
        let text = String(scaled)
        return "0." + String(repeating: "0", count: max(0, digits - text.count)) + text + " %"
    }

    /// `40–70s`, `5–9m`.
    static func span(_ range: ClosedRange<Double>) -> String {
        let (least, most) = (Figures.age(seconds: range.lowerBound), Figures.age(seconds: range.upperBound))
        guard least.last == most.last else { return "\(least)–\(most)" }
        return least == most ? least : "\(least.dropLast())–\(most)"
    }
}
