import Engines
import FoundationEssentials
import Model
import Store

/// Runs of the optimizer as JSON and as text.
enum OptimizerText {
    static func print(_ summary: OptimizerSummary, asJSON: Bool) {
        let run = summary.run
        for warning in run.warnings where !asJSON { Output.error("nightdesk: warning: \(HarmlessText.line(warning))") }
        guard asJSON else { return printText(summary) }
        Output.print(
            JSONText.object { json in
                run.write(to: &json)
                json.member("rejected", run.rejected)
                json.key("rejectedByReason")
                json.object { json in
                    for (reason, rows) in summary.rejectedByReason.sorted(by: { $0.key < $1.key }) { json.member(reason, rows) }
                }
                json.member("groups", summary.groups)
                write(summary.phases, to: &json)
                json.key("warnings")
                json.array(run.warnings) { $0.string($1) }
            })
    }

    static func write(_ phases: [String: Double], to json: inout JSONText) {
        json.key("phases")
        json.object { json in
            for phase in OptimizerPhase.allCases {
                if let seconds = phases[phase.rawValue] {
                    json.member(phase.rawValue, (seconds * 1_000_000).rounded() / 1_000_000)
                }
            }
        }
    }

    private static func printText(_ summary: OptimizerSummary) {
        let run = summary.run
        var lines = [
            "Run \(run.id) \(run.state.rawValue): \(run.devices ?? 0) SIMs in \(summary.groups) groups, \(run.rejected ?? 0) rows rejected.",
            "  cost before \(run.costBefore?.shortText ?? "–"), now \(run.costNow?.shortText ?? "–"), "
                + "saving \(percent(run.savingsPercent, 2)); bound \(run.bound?.shortText ?? "–"), at most \(percent(run.gapPercent, 4)) left to win",
        ]
        for (reason, rows) in summary.rejectedByReason.sorted(by: { $0.key < $1.key }) {
            lines.append("  rejected \(reason): \(rows)")
        }
        if let problem = run.problem { lines.append("  \(problem.message) \(problem.hint)") }
        Output.print(lines.joined(separator: "\n"))
    }

    /// With so many digits behind the point.
    static func percent(_ value: Double?, _ digits: Int) -> String {
        guard let value else { return "–" }
        let unit = (0..<digits).reduce(1.0) { power, _ in power * 10 }
        return "\((value * unit).rounded() / unit) %"
    }

    static func table(_ rows: [OptimizerRow]) -> TextTable {
        TextTable(
            columns: ["", "run", "provider", "state", "phase", "groups", "SIMs", "before", "now", "saving", "gap", "started"],
            rows: rows.map { row in
                let run = row.run
                return [
                    row.severity.rawValue, "\(run.id)", run.provider, run.state.rawValue, run.phase.rawValue,
                    run.queuesTotal.map { "\(run.queuesDone ?? 0)/\($0)" } ?? "–", TextTable.number(run.devices),
                    run.costBefore?.shortText ?? "–", run.costNow?.shortText ?? "–", percent(run.savingsPercent, 2),
                    percent(run.gapPercent, 4), run.startedAt.map(ISO8601.text) ?? "–",
                ]
            })
    }

    /// One run with its groups and last steps.
    static func json(
        _ row: OptimizerRow, queues: [OptimizerQueue], events: [OptimizerEvent], phases: [String: Double],
        figures: [OptimizerFigure],
        deadline: OptimizerDeadline?
    ) -> String {
        let run = row.run
        return JSONText.object { json in
            row.write(to: &json)
            json.member("rejected", run.rejected)
            json.member("endedAt", run.endedAt)
            json.member("lastImprovementAt", run.lastImprovementAt)
            json.member("cycleEndsAt", run.cycleEndsAt)
            json.member("problem", run.problem?.message)
            json.key("warnings")
            json.array(run.warnings) { $0.string($1) }
            write(phases, to: &json)
            json.key("queues")
            json.array(queues) { json, queue in
                json.object { json in
                    json.member("group", queue.group)
                    json.member("state", queue.state)
                    json.member("devices", queue.devices)
                    json.member("costBefore", queue.baseline.units)
                    json.member("costNow", queue.total?.units)
                    json.member("bound", queue.bound?.units)
                    json.member("rounds", queue.rounds)
                    json.member("seconds", queue.seconds)
                }
            }
            json.key("figures")
            json.array(figures) { json, figure in json.object { figure.write(to: &$0) } }
            json.member("go", deadline.map { $0.isGo ? "go" : "no-go" })
            json.key("events")
            json.array(events) { json, event in json.object { event.write(to: &$0) } }
        }
    }

    static func table(_ figures: [OptimizerFigure]) -> TextTable {
        TextTable(
            columns: ["", "figure", "value", "target", "because"],
            rows: figures.map { figure in
                let value = figure.value.map { "\(($0 * 100).rounded() / 100) \(figure.unit)" } ?? "–"
                return [figure.verdict.rawValue, figure.name, value, figure.target, figure.evidence]
            })
    }

    static func line(of deadline: OptimizerDeadline) -> String {
        let hours = Int(abs(deadline.secondsLeft)) / 3600
        let minutes = Int(abs(deadline.secondsLeft)) / 60 % 60
        let side = deadline.secondsLeft < 0 ? "ended \(hours) h \(minutes) min ago" : "ends in \(hours) h \(minutes) min"
        return "The billing cycle \(side), \(ISO8601.text(deadline.endsAt)): \(deadline.isGo ? "go" : "no-go") for plan changes."
    }
}
