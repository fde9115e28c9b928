package import FoundationEssentials

/// A run as it must be shown: with what is wrong with it at a moment.
package struct OptimizerRow: Sendable, Equatable, Identifiable {
    package var run: OptimizerRun
    package var severity: Severity
    /// 0...100, counted as the original does to 50.
    package var percent: Double
    /// The worst first; each with its next step.
    package var reasons: [String]
    /// What is seen of a running deployment; nil for a run of ours, and for one that was recorded.
    package var live: LiveSight?

    package var id: String { "\(run.id)" }

    package init(_ run: OptimizerRun, _ sight: OptimizerSight, at now: Date) {
        let troubles = OptimizerTrouble.all(of: run, sight, at: now)
        self.run = run
        if let stuck = troubles.first(where: \.isStuck) {
            self.run.state = .stuck
            self.run.problem = stuck.problem
        }
        percent = run.percent
        severity = max(self.run.severity, troubles.map(\.severity).max() ?? .ok)
        reasons = troubles.map { "\($0.message) \($0.hint)" }
    }

    package init(run: OptimizerRun, severity: Severity, percent: Double, reasons: [String]) {
        self.run = run
        self.percent = percent
        self.severity = severity
        self.reasons = reasons
    }
}

extension OptimizerRow: DocumentRow {
    package func write(to json: inout JSONText) {
        run.writeFigures(to: &json)
        json.member("severity", severity.rawValue)
        json.member("percent", run.state == .unseen ? nil : (percent * 10).rounded() / 10)
        json.key("reasons")
        json.array(reasons) { $0.string($1) }
        if let live {
            json.key("live")
            json.object { live.write(to: &$0) }
        }
    }
}

/// What the detail of a run shows beside its row.
package struct OptimizerDetail: Sendable, Equatable {
    package var queues: [OptimizerQueue]
    package var figures: [OptimizerFigure]
    /// Seconds by the phase's name.
    package var phaseSeconds: [String: Double]
    /// What the first estimate rests on, by the phase's name: seconds that it would take; empty where nothing is known.
    package var expectedSeconds: [String: Double]

    package init(
        queues: [OptimizerQueue] = [], figures: [OptimizerFigure] = [], phaseSeconds: [String: Double] = [:],
        expectedSeconds: [String: Double] = [:]
    ) {
        self.queues = queues
        self.figures = figures
        self.phaseSeconds = phaseSeconds
        self.expectedSeconds = expectedSeconds
    }
}
