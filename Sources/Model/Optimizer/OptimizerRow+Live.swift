import FoundationEssentials

extension OptimizerRow {
    /// A running deployment as one row: what is not told, or only its database knows, is nil.
    package init(live sight: LiveSight) {
        let progress = sight.progress
        var run = OptimizerRun(
            id: OptimizerRun.liveID, provider: "live deployment", state: sight.state, phase: sight.phase,
            createdAt: progress.startedAt ?? progress.endedAt ?? Date(timeIntervalSince1970: 0))
        run.startedAt = progress.startedAt
        run.endedAt = progress.isUnderWay ? nil : progress.endedAt
        let percent = run.state.isFinished && run.state != .unseen ? 100 : progress.percent ?? 0
        let told = sight.stuck.map { "\($0.text) \($0.nextStep)" }
        let silence = sight.severity == .unknown ? sight.missing.map { "\($0.message) \($0.hint)" } : []
        self.init(run: run, severity: sight.severity, percent: Double(percent), reasons: told + silence)
        live = sight
    }
}

extension LiveSight {
    /// In the words of the contract.
    var state: OptimizerRun.State {
        if progress.isUnderWay { return stuck.contains { $0.severity == .critical } ? .stuck : .running }
        guard progress.endedAt != nil else { return .unseen }
        return endedWithErrors ? .completedWithErrors : .completed
    }

    private var endedWithErrors: Bool {
        let logs = functions.compactMap(\.log)
        guard let bad = logs.compactMap({ $0.newest[.completedWithErrors] }).max() else { return false }
        return logs.compactMap { $0.newest[.completed] }.max().map { $0 < bad } ?? true
    }

    /// The work that is being done: what follows the step that was reached.
    var phase: OptimizerPhase {
        switch progress.step {
        case nil where progress.endedAt != nil, .ended: .report
        case nil, .begun, .syncQueued: .sync
        case .synced: .group
        case .grouped: .baseline
        case .queuesSent: .optimise
        }
    }

    /// Key figures of the deployment, in the document's order. Costs, SIMs, cache and carriers only its database and its caches know.
    package var figures: [OptimizerFigure] {
        [savings, success, time, accuracy, errors] + OptimizerFigure.unknown.dropFirst()
    }

    private var savings: OptimizerFigure { Self.untold("cost savings", "> 10 %") }
    private var accuracy: OptimizerFigure { Self.untold("device count accuracy", "> 95 %") }

    private static func untold(_ name: String, _ target: String) -> OptimizerFigure {
        OptimizerFigure(name: name, value: nil, unit: "%", target: target, verdict: .unknown, evidence: "no source configured")
    }

    private var success: OptimizerFigure {
        let logs = functions.compactMap(\.log)
        let (good, bad) = (count(.completed), count(.completedWithErrors))
        let rate = successRate.map { $0 * 100 }
        return OptimizerFigure(
            name: "optimization success rate", value: rate, unit: "%", target: "> 95 %",
            verdict: OptimizerFigure.judge(rate, good: { $0 > 95 }, bad: { $0 < 90 }),
            evidence: logs.isEmpty ? "no log could be read" : "\(good) of \(good + bad) runs that the logs say have ended")
    }

    private func count(_ pattern: LiveLogCounts.Pattern) -> Int { functions.reduce(0) { $0 + ($1.log?[pattern] ?? 0) } }

    private var time: OptimizerFigure {
        OptimizerFigure(
            name: "processing time", value: processingSeconds, unit: "s", target: "< 5 min",
            verdict: OptimizerFigure.judge(processingSeconds, good: { $0 < 300 }, bad: { $0 > 600 }),
            evidence: processingSeconds == nil
                ? "its begin was not seen" : progress.isUnderWay ? "still at it" : "from start to end")
    }

    private var errors: OptimizerFigure {
        let percent = errorRate.map { $0 * 100 }
        let rows = functions.compactMap { function in
            function.errors.flatMap { $0 > 0 ? "\(function.name): \(Int($0)) of \(Int(function.invocations ?? 0))" : nil }
        }
        return OptimizerFigure(
            name: "Lambda error rate", value: percent, unit: "%", target: "< 1 %",
            verdict: OptimizerFigure.judge(percent, good: { $0 < 1 }, bad: { $0 > 5 }),
            evidence: percent == nil ? "nothing ran, or was not told" : "of the \(functions.count) functions over the window",
            rows: rows)
    }
}

extension OptimizerFigure {
    package func write(to json: inout JSONText) {
        json.member("name", name)
        json.member("value", value)
        json.member("unit", unit)
        json.member("target", target)
        json.member("verdict", verdict.rawValue)
        json.member("evidence", evidence)
        json.key("rows")
        json.array(rows) { $0.string($1) }
    }
}
