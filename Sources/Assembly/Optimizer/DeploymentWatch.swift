import AWS
import Engines
import FoundationEssentials
import Model

/// Looks at a running deployment through the AWS settings of the context's `optimizer` section. Changes nothing.
struct DeploymentWatch: Sendable {
    static let cadence: Duration = .seconds(60)

    /// What the deployment is asked with, or why it cannot be.
    private let source: Result<LiveOptimizer, Problem>
    private let canRedrive: Bool
    private let clock: any WallClock

    /// - Returns: nil for a context that has no section about a running deployment.
    init?(_ machine: Machine, _ plan: ContextPlan, _ access: AWSAccess, window: Duration, budget: Budget) {
        guard !plan.isDrill, let section = plan.settings.optimizer, section.source == .live else { return nil }
        clock = machine.clock
        canRedrive = section.aws == plan.settings.queuesAWS
        do {
            let client = try access.client(for: section.aws)
            var settings = LiveOptimizer.Settings()
            settings.window = window
            settings.thresholds = plan.settings.thresholds
            source = .success(
                LiveOptimizer(lambda: client, sqs: client, settings: settings, budget: budget, clock: machine.clock))
        } catch {
            source = .failure(Problem(failure: error))
        }
    }

    private static var absent: Problem {
        Problem(
            code: "NoDeployment", message: "None of the deployment's queues and functions is in this account and region.",
            hint: "Give the section its own aws: {profile, region}.")
    }

    /// Asks once. Where nothing at all is told, the rows from before stay, with the cause.
    func look(after last: PaneSnapshot<OptimizerRow>) async -> PaneSnapshot<OptimizerRow> {
        var snapshot = last
        snapshot.cadence = Self.cadence
        guard case .success(let live) = source else {
            if case .failure(let problem) = source { snapshot.error = problem }
            return snapshot
        }
        var sight = await live.collect()
        sight.canRedrive = canRedrive
        if sight.isSilent, let cause = sight.missing.first {
            snapshot.error = cause
            return snapshot
        }
        if sight.isAbsent { sight.missing = [Self.absent] }
        return PaneSnapshot(
            rows: [OptimizerRow(live: sight)], asOf: clock.now, missing: sight.missing, cadence: Self.cadence)
    }

    /// The figures with what stands behind them, and the steps of the run; the rest stands in the row.
    static func detail(of row: OptimizerRow?, _ request: DetailRequest, at now: Date) -> Detail {
        guard let live = row?.live else { return Detail(request: request, asOf: now) }
        let steps = live.progress.reached.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        var detail = Detail(
            request: request, asOf: live.asOf,
            transitions: steps.map { AlarmTransition(at: $0.value, type: "\($0.key.rawValue) %", summary: $0.key.words) },
            missing: live.missing)
        detail.optimizer = OptimizerDetail(figures: live.figures)
        return detail
    }
}
