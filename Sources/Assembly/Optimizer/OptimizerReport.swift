package import Model
import Optimization
package import Store

/// A finished run as a note for people, and as a table of the SIMs that change.
package struct OptimizerReport: Sendable {
    private let run: OptimizerRun
    private let queues: [OptimizerQueue]
    private let figures: [OptimizerPlanFigures]
    private let rejects: [(reason: String, rows: Int)]
    private let phases: [String: Double]
    private let changes: Int

    package init(of id: Int, from book: OptimizerBook, run: OptimizerRun) throws(StoreError) {
        self.run = run
        queues = try book.queues(of: id)
        figures = try book.figures(of: id)
        rejects = try book.rejectCounts(of: id)
        phases = try book.phaseSeconds(of: id)
        changes = try book.changeCount(of: id)
    }

    package var markdown: String {
        ([heading] + [summary, groupTable, planTable, rejectTable, certificate].filter { !$0.isEmpty }).joined(separator: "\n\n")
            + "\n"
    }

    private var heading: String { "# Rate plans: run \(run.id), \(run.provider)" }

    private var summary: String {
        func percent(_ value: Double?, _ digits: Double) -> String {
            value.map { "\(($0 * digits).rounded() / digits) %" } ?? "–"
        }
        var lines = [
            "- State: \(run.state.rawValue)\(run.problem.map { " (\($0.message))" } ?? "")",
            "- SIMs: \(run.devices.map(String.init) ?? "–") accepted, \(run.rejected.map(String.init) ?? "–") rejected, \(changes) change their plan",
            "- Cost on the present plans: \(run.costBefore?.text ?? "–")",
            "- Cost on the new plans: \(run.costNow?.text ?? "–"), saving \(percent(run.savingsPercent, 100))",
            "- No assignment costs less than \(run.bound?.text ?? "–"): at most \(percent(run.gapPercent, 10_000)) is left to win",
        ]
        let times = OptimizerPhase.allCases.compactMap { phase in
            phases[phase.rawValue].map { "\(phase.rawValue) \(($0 * 1000).rounded() / 1000) s" }
        }
        if !times.isEmpty { lines.append("- Time: \(times.joined(separator: ", "))") }
        lines += run.warnings.map { "- Warning: \($0)" }
        return lines.joined(separator: "\n")
    }

    private var groupTable: String {
        guard !queues.isEmpty else { return "" }
        let rows = queues.map { queue in
            let saving = queue.total.map { Money(ticks: queue.baseline.ticks - $0.ticks).text } ?? "–"
            return
                "| \(Self.cell(queue.group)) | \(queue.devices) | \(queue.baseline.text) | \(queue.total?.text ?? "–") | \(saving) | \(queue.bound?.text ?? "–") |"
        }
        return (["## Groups", "", "| group | SIMs | before | now | saving | bound |", "|---|---:|---:|---:|---:|---:|"] + rows)
            .joined(separator: "\n")
    }

    private var planTable: String {
        guard !figures.isEmpty else { return "" }
        let rows = figures.map { row in
            let (used, included) = (PracticeFleet.decimal(row.used, 3), PracticeFleet.decimal(row.included, 3))
            return
                "| \(Self.cell(row.group)) | \(Self.cell(row.plan)) | \(row.isPooled ? "pool" : "–") | \(row.simsBefore) | \(row.simsNow) "
                + "| \(used) | \(included) | \(row.overage.text) |"
        }
        return
            ([
                "## Plans and pools", "", "| group | plan | kind | SIMs before | SIMs now | used MB | included MB | overage |",
                "|---|---|---|---:|---:|---:|---:|---:|",
            ] + rows).joined(separator: "\n")
    }

    private var rejectTable: String {
        guard !rejects.isEmpty else { return "" }
        return (["## Rejected rows", "", "| reason | rows |", "|---|---:|"] + rejects.map { "| \($0.reason) | \($0.rows) |" })
            .joined(separator: "\n")
    }

    private var certificate: String {
        let rows = figures.filter(\.isPooled).compactMap { row in
            row.pricePerMB.map { "| \(Self.cell(row.group)) | \(Self.cell(row.plan)) | \($0) |" }
        }
        guard !rows.isEmpty else { return "" }
        return
            ([
                "## Certificate", "",
                "With these prices for a pooled megabyte the sum over all SIMs of the cheapest (cost + price × (usage − allowance)) is the bound; "
                    + "no assignment costs less.",
                "", "| group | plan | price per MB |", "|---|---|---:|",
            ] + rows).joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        text.map { $0 == "|" ? "\\|" : ($0.isNewline ? " " : String($0)) }.joined()
    }
}
