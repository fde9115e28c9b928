package import FoundationEssentials

/// What a run is at, in the order in which it comes to it (optimizer.md, section 6). Sync and apply belong to the live deployment.
package enum OptimizerPhase: String, Sendable, Codable, CaseIterable {
    case sync, validate, group, baseline, optimise, repair, write, report, apply

    /// Those of the embedded engine.
    package static let embedded: [OptimizerPhase] = [.validate, .group, .baseline, .optimise, .repair, .write, .report]
}

/// One run of the optimizer: an instance, in the original's words.
package struct OptimizerRun: Sendable, Equatable, Codable, Identifiable {
    package enum State: String, Sendable, Codable, CaseIterable {
        case queued, running, cancelling, completed, completedWithErrors, cancelled, failed, stuck
        /// Of a running deployment: no run of it has been seen. Not known in JSON.
        case unseen

        /// Nothing more will happen to it.
        package var isFinished: Bool {
            switch self {
            case .completed, .completedWithErrors, .cancelled, .failed, .unseen: true
            case .queued, .running, .cancelling, .stuck: false
            }
        }
    }

    /// The run of a running deployment: which number its database gives it cannot be seen from outside. Ours begin at 1.
    package static let liveID = 0

    package var id: Int
    package var provider: String
    package var state: State
    package var phase: OptimizerPhase
    /// Groups of SIMs that are finished, and all of them; nil before they are known.
    package var queuesDone: Int?
    package var queuesTotal: Int?
    /// Accepted SIMs; nil before the file is read.
    package var devices: Int?
    package var rejected: Int?
    package var costBefore: Money?
    package var costNow: Money?
    /// No assignment costs less.
    package var bound: Money?
    package var createdAt: Date
    package var startedAt: Date?
    package var endedAt: Date?
    /// Of the work in the present phase, 0...1.
    package var share: Double?
    /// Seconds to the end of the run, from what is done so far and what the phases behind took before; nil before two samples.
    package var etaSeconds: Double?
    /// SIMs a second in the present phase.
    package var rate: Double?
    package var lastImprovementAt: Date?
    package var lastProgressAt: Date?
    /// End of the billing cycle, midnight UTC.
    package var cycleEndsAt: Date?
    /// Why it failed or is stuck, and what to do; nil while all is well.
    package var problem: Problem?
    package var warnings: [String]
    /// What the shares of the phases and the first estimate rest on.
    package var experience = OptimizerExperience.none

    package init(id: Int, provider: String, state: State, phase: OptimizerPhase, createdAt: Date) {
        self.id = id
        self.provider = provider
        self.state = state
        self.phase = phase
        self.createdAt = createdAt
        warnings = []
    }

    package var isLive: Bool { id == Self.liveID }

    /// Against the bill of the present plans; nil where there is nothing to save on.
    package var savingsPercent: Double? {
        guard let costBefore, let costNow, costBefore.ticks > 0 else { return nil }
        return 100 * Double(costBefore.ticks - costNow.ticks) / Double(costBefore.ticks)
    }

    /// How much there is still to win at most, of the present cost.
    package var gapPercent: Double? {
        guard let costNow, let bound else { return nil }
        guard costNow.ticks > 0 else { return 0 }
        return 100 * Double(max(0, costNow.ticks - bound.ticks)) / Double(costNow.ticks)
    }

    /// The estimate as a range, in seconds: no throughput keeps as it was; nil where there is none.
    package var etaRange: ClosedRange<Double>? { etaSeconds.map { max(0, $0 * 0.8)...max(0, $0 * 1.4) } }

    /// 0...100, counted as the original does to 50.
    package var percent: Double {
        if state == .completed || state == .completedWithErrors { return 100 }
        let range = experience.percents(of: phase)
        return range.lowerBound + (range.upperBound - range.lowerBound) * (share ?? 0)
    }

    package var severity: Severity {
        switch state {
        case .stuck, .failed: .critical
        case .completedWithErrors, .cancelled: .warning
        case .completed: (savingsPercent ?? 100) < 5 ? .warning : .ok
        case .queued, .running, .cancelling: .ok
        case .unseen: .unknown
        }
    }
}

extension OptimizerRun: DocumentRow {
    package func write(to json: inout JSONText) {
        writeFigures(to: &json)
        json.member("severity", severity.rawValue)
    }

    func writeFigures(to json: inout JSONText) {
        json.member("instanceId", isLive ? nil : id)
        json.member("provider", provider)
        json.member("state", state == .unseen ? nil : state.rawValue)
        json.member("phase", state == .unseen ? nil : phase.rawValue)
        json.member("queuesDone", queuesDone)
        json.member("queuesTotal", queuesTotal)
        json.member("devices", devices)
        json.member("costBefore", costBefore?.units)
        json.member("costNow", costNow?.units)
        json.member("bound", bound?.units)
        json.member("savingsPercent", savingsPercent)
        json.member("gapPercent", gapPercent)
        json.member("startedAt", startedAt)
        json.member("etaSeconds", etaSeconds)
    }
}
