import Console
import Engines
import FoundationEssentials
import Model
import Store

/// Watches the runs of one context, removes old ones where it is told to, and in practice has one run under way.
actor OptimizerPoller {
    typealias Receive = @Sendable (Event) async -> Void

    /// Whoever draws the screen wakes this poller when the store was written; time alone makes a run late or stuck.
    private static let cadence: Duration = .seconds(30)
    /// The first frame comes before any file of ours is opened.
    private static let patience: TimeInterval = 1.6
    private static let cleanUpInterval: TimeInterval = 86_400

    private let machine: Machine
    private let plan: ContextPlan
    private let section: OptimizerSection?
    /// Of a running deployment; nil for runs of our own.
    private let deployment: DeploymentWatch?
    private let receive: Receive
    private let nap: Nap
    nonisolated let news = StoreNews()
    private var desk: OptimizerDesk?
    private var practice: OptimizerPractice?
    private var lastCleanUp: Date?
    private(set) var snapshot: PaneSnapshot<OptimizerRow>

    init(
        machine: Machine, plan: ContextPlan, deployment: DeploymentWatch? = nil, last: PaneSnapshot<OptimizerRow>? = nil,
        receive: @escaping Receive
    ) {
        self.deployment = deployment
        self.machine = machine
        self.plan = plan
        self.receive = receive
        section = plan.isDrill ? OptimizerSection() : plan.settings.optimizer
        nap = Nap(clock: machine.clock)
        snapshot = section == nil ? .off : last ?? .loading
    }

    func run() async {
        guard snapshot.isOn else { return }
        guard (try? await machine.clock.sleep(until: machine.clock.now.addingTimeInterval(Self.patience))) != nil else { return }
        while !Task.isCancelled {
            let before = snapshot
            await collect()
            await cleanUpIfDue()
            if deployment != nil || before.rows != snapshot.rows || before.error != snapshot.error || before.asOf == nil
                || news.look() != .unchanged
            {
                await receive(.optimizer(snapshot))
            }
            let pause = deployment == nil ? Self.cadence : DeploymentWatch.cadence
            await nap.sleep(until: machine.clock.now.addingTimeInterval(pause / .seconds(1)))
        }
        desk?.close()
        desk = nil
    }

    func refresh() async { await nap.knock() }

    /// Reads once. In practice a run is begun before, and its first groups are waited for.
    func collect() async {
        guard let section else { return }
        if let deployment {
            snapshot = await deployment.look(after: snapshot)
            return
        }
        guard section.source == .embedded else { return }
        do {
            let desk = try opened()
            if plan.isDrill, practice == nil {
                let practice = OptimizerPractice(machine: machine, book: desk.book)
                if await practice.begin() { self.practice = practice }
            }
            // Asked before the store is read: what is written meanwhile is news.
            news.note { [book = desk.book] in book.mark }
            let now = machine.clock.now
            snapshot = PaneSnapshot(rows: try desk.rows(at: now), asOf: now, cadence: Self.cadence)
        } catch {
            snapshot.error = Problem(failure: error)
        }
    }

    /// For whoever looks once: nothing stays behind that nobody works on.
    func leave() async {
        await practice?.leave()
        desk?.close()
        (desk, practice) = (nil, nil)
    }

    private func opened() throws -> OptimizerDesk {
        if let desk { return desk }
        let desk = try OptimizerDesk(machine: machine, plan: plan)
        self.desk = desk
        return desk
    }

    func detail(of id: Int, _ request: DetailRequest) throws -> Detail {
        guard deployment == nil else { return DeploymentWatch.detail(of: snapshot.rows.first, request, at: machine.clock.now) }
        return try opened().detail(of: id, request)
    }

    /// Once a day, and only by whoever is told to act by itself.
    private func cleanUpIfDue() async {
        let now = machine.clock.now
        guard let section, section.runs, section.source == .embedded, !plan.isReadOnly, let desk else { return }
        if let lastCleanUp, now.timeIntervalSince(lastCleanUp) < Self.cleanUpInterval { return }
        lastCleanUp = now
        guard let note = await OptimizerRounds.cleanUp(desk) else { return }
        await receive(.message(FeedMessage(at: now, severity: note.severity, text: note.text)))
    }
}

/// What the optimizer does by itself: finished runs older than 90 days go, once a day, through the audit.
enum OptimizerRounds {
    /// - Returns: nil where nothing was to be done.
    static func cleanUp(_ desk: OptimizerDesk) async -> EngineNote? {
        do {
            let wanted = try desk.cleanUp(isDryRun: true)
            guard wanted.instances > 0 else { return nil }
            try await desk.submitCleanUp(wanted) { _ in }
            return EngineNote(.ok, "Optimizer: \(wanted.instances) runs older than 90 days were removed")
        } catch {
            let problem = Problem(failure: error)
            return EngineNote(.warning, "Optimizer: old runs were not removed. \(problem.message) \(problem.hint)")
        }
    }
}

extension Problem {
    /// Of whatever a store or a command has thrown.
    init(failure error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let failure as CommandFailure: self.init(code: failure.code, message: failure.message, hint: failure.hint)
        case let failure as OptimizerFailure: self = failure.problem
        case let error as StoreError: self.init(code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
        default: self.init(code: "InternalError", message: "\(error)")
        }
    }
}
