package import FoundationEssentials

/// A key figure of the optimizer with its target and verdict (systems.md, 1). What nothing tells is unknown, never guessed.
package struct OptimizerFigure: Sendable, Equatable {
    package var name: String
    /// nil where no source tells it.
    package var value: Double?
    package var unit: String
    package var target: String
    package var verdict: Severity
    /// What the verdict rests on.
    package var evidence: String
    /// The rows behind it, the most telling first.
    package var rows: [String] = []

    /// All figures of a run, in the document's order.
    /// - Parameter earlier: Runs of the provider, of which the success rate is told.
    /// - Parameter detail: Groups, rejected rows and seconds of phases, which stand behind the figures.
    package static func all(
        of run: OptimizerRun, among earlier: [OptimizerRun], behind detail: Rows = Rows(), at now: Date
    ) -> [OptimizerFigure] {
        var figures = [savings(run), success(earlier), time(run, now), accuracy(run)]
        figures[0].rows = detail.savings
        figures[1].rows = earlier.filter { $0.state.isFinished && $0.state != .completed && $0.state != .cancelled }.prefix(
            mostRows
        )
        .map { "run \($0.id) \($0.state.rawValue): \($0.problem?.message ?? "no reason is known")" }
        figures[2].rows = detail.phases
        figures[3].rows = detail.rejected
        return figures + unknown
    }

    private static let mostRows = 3

    /// What stands behind the figures of one run.
    package struct Rows: Sendable, Equatable {
        var savings: [String] = []
        var phases: [String] = []
        var rejected: [String] = []

        package init() {}

        package init(queues: [OptimizerQueue], rejected: [(reason: String, rows: Int)], phaseSeconds: [String: Double]) {
            let best = queues.filter { $0.saving != nil }.sorted { ($0.saving?.ticks ?? 0) > ($1.saving?.ticks ?? 0) }
            savings = best.prefix(mostRows).map { queue in
                "group \(queue.group): \(queue.saving?.shortText ?? "–") of \(queue.baseline.shortText)"
            }
            phases = OptimizerPhase.embedded.compactMap { phase in
                phaseSeconds[phase.rawValue].map { (phase.rawValue, $0) }
            }.sorted { $0.1 > $1.1 }.prefix(mostRows).map { "\($0.0): \(($0.1 * 1000).rounded() / 1000) s" }
            self.rejected = rejected.sorted { $0.rows > $1.rows }.prefix(mostRows).map { "\($0.reason): \($0.rows) rows" }
        }
    }

    private static func savings(_ run: OptimizerRun) -> OptimizerFigure {
        OptimizerFigure(
            name: "cost savings", value: run.savingsPercent, unit: "%", target: "> 10 %",
            verdict: judge(run.savingsPercent, good: { $0 > 10 }, bad: { $0 < 5 }),
            evidence: run.costBefore.map { "present plans \($0.shortText), now \(run.costNow?.shortText ?? "–")" }
                ?? "no cost yet")
    }

    private static func success(_ runs: [OptimizerRun]) -> OptimizerFigure {
        let finished = runs.filter { $0.state.isFinished && $0.state != .cancelled }
        let good = finished.count { $0.state == .completed }
        let rate = finished.isEmpty ? nil : 100 * Double(good) / Double(finished.count)
        return OptimizerFigure(
            name: "optimization success rate", value: rate, unit: "%", target: "> 95 %",
            verdict: judge(rate, good: { $0 > 95 }, bad: { $0 < 90 }), evidence: "\(good) of \(finished.count) finished runs")
    }

    private static func time(_ run: OptimizerRun, _ now: Date) -> OptimizerFigure {
        let seconds = run.startedAt.map { (run.endedAt ?? now).timeIntervalSince($0) }
        return OptimizerFigure(
            name: "processing time", value: seconds, unit: "s", target: "< 5 min",
            verdict: judge(seconds, good: { $0 < 300 }, bad: { $0 > 600 }),
            evidence: run.endedAt == nil ? "still at it" : "from start to end")
    }

    private static func accuracy(_ run: OptimizerRun) -> OptimizerFigure {
        let rows = run.devices.flatMap { devices in run.rejected.map { devices + $0 } }
        let share = rows.flatMap { rows in rows == 0 ? nil : 100 * Double(run.devices ?? 0) / Double(rows) }
        return OptimizerFigure(
            name: "device count accuracy", value: share, unit: "%", target: "> 95 %",
            verdict: judge(share, good: { $0 > 95 }, bad: { $0 < 90 }),
            evidence: rows.map { "\(run.devices ?? 0) of \($0) rows accepted" } ?? "the file is not read yet")
    }

    static let unknown = [
        ("Lambda error rate", "%", "< 1 %"), ("database connection success", "%", "> 99 %"), ("API response time", "s", "< 2 s"),
        ("cache hit rate", "%", "> 80 %"),
    ].map { name, unit, target in
        OptimizerFigure(name: name, value: nil, unit: unit, target: target, verdict: .unknown, evidence: "no source configured")
    }

    static func judge(_ value: Double?, good: (Double) -> Bool, bad: (Double) -> Bool) -> Severity {
        guard let value else { return .unknown }
        return bad(value) ? .critical : good(value) ? .ok : .warning
    }
}

/// Whether plan changes can still be made in this billing cycle: ten minutes have to be left (optimizer.md, 3).
package struct OptimizerDeadline: Sendable, Equatable {
    package static let reserve: Duration = .seconds(600)

    package var endsAt: Date
    package var secondsLeft: Double
    package var isGo: Bool

    /// - Returns: nil where the end of the cycle is not known.
    package init?(of run: OptimizerRun, at now: Date) {
        guard let end = run.cycleEndsAt else { return nil }
        endsAt = end
        secondsLeft = end.timeIntervalSince(now)
        isGo = secondsLeft - (run.etaSeconds ?? 0) >= Self.reserve / .seconds(1)
    }
}
