import Engines
import FoundationEssentials
package import Model
import Synchronization

/// Asks every source once, for the commands that print and end.
package struct SnapshotTaker: Sendable {
    package let machine: Machine
    package let plan: ContextPlan

    package init(machine: Machine, plan: ContextPlan) {
        self.machine = machine
        self.plan = plan
    }

    /// How long states of functions are waited for once every pane has its figures: there may be hundreds, at ten a second.
    private static let grace: Duration = .seconds(2)

    /// - Parameters:
    ///   - panes: Which sources are asked; the others stay `loading`.
    ///   - window: Instead of the context's.
    ///   - patience: At the latest then what there is is returned; a source that has not answered stays `loading`.
    ///   - isFull: True reads the state of every function and lists local rules that do not fire.
    package func take(
        _ panes: Set<PaneKind> = Set(PaneKind.allCases), window: Duration? = nil, patience: Duration,
        isFull: Bool = false
    ) async throws -> Snapshot {
        let desk = try Desk(machine: await machine.locatingRegion(for: plan), plan: plan, window: window) { _ in }
        defer { desk.shutdown() }
        await desk.answerCodes()
        let start = machine.clock.now
        let round = Round(
            desk: desk, start: start, isFull: isFull,
            snapshot: Snapshot(
                place: desk.place, takenAt: start, window: Window(endingAt: start, length: window ?? plan.settings.window)))
        let deadline = start.addingTimeInterval(patience / .seconds(1))
        await withTaskGroup(of: Bool.self) { group in
            for pane in panes { group.addTask { await round.ask(pane) } }
            group.addTask { await round.askWho() }
            group.addTask { [clock = machine.clock] in
                await round.expire(at: deadline, panes: panes, grace: isFull ? nil : Self.grace, clock: clock)
                return false
            }
            var open = panes.count + 1
            while open > 0, await group.next() == true { open -= 1 }
            group.cancelAll()
        }
        let snapshot = await round.finish(panes, at: machine.clock.now)
        if plan.isDrill { await desk.optimizer.leave() }
        return snapshot
    }
}

/// One asking of all sources.
private final class Round: Sendable {
    private let desk: Desk
    private let start: Date
    private let isFull: Bool
    private let found: Mutex<Snapshot>

    init(desk: Desk, start: Date, isFull: Bool, snapshot: Snapshot) {
        self.desk = desk
        self.start = start
        self.isFull = isFull
        found = Mutex(snapshot)
    }

    private func askForEscalations() async {
        let sight = await desk.escalationSight()
        found.withLock { snapshot in
            snapshot.escalations = sight.pane
            snapshot.engine = desk.escalations == nil ? nil : sight.engine
        }
    }

    /// - Returns: True, so that whoever waits can tell it from the deadline.
    func ask(_ pane: PaneKind) async -> Bool {
        switch pane {
        case .lambda: _ = await desk.lambda.collect(at: start, full: isFull)
        case .queues: _ = await desk.queues.collect(at: start, full: isFull)
        case .alarms: _ = await desk.alarms.collect(at: start, full: isFull)
        case .workers: _ = await desk.workers.collect()
        case .escalations: await askForEscalations()
        case .optimizer: await desk.optimizer.collect()
        }
        return true
    }

    func askWho() async -> Bool {
        if case .success(let account) = await desk.identity.collect() { found.withLock { $0.place.account = account } }
        return true
    }

    /// Returns at the deadline, or, with a grace, so long after the last pane has ceased to be `loading`.
    func expire(at deadline: Date, panes: Set<PaneKind>, grace: Duration?, clock: any WallClock) async {
        while clock.now < deadline {
            if let grace, await !isLoading(panes) {
                try? await clock.sleep(until: min(deadline, clock.now.addingTimeInterval(grace / .seconds(1))))
                return
            }
            guard (try? await clock.sleep(until: min(deadline, clock.now.addingTimeInterval(0.1)))) != nil else { return }
        }
    }

    private func isLoading(_ panes: Set<PaneKind>) async -> Bool {
        let now = start
        if panes.contains(.lambda), await desk.lambda.snapshot.status(at: now) == .loading { return true }
        if panes.contains(.queues), await desk.queues.snapshot.status(at: now) == .loading { return true }
        if panes.contains(.alarms), await desk.alarms.snapshot.status(at: now) == .loading { return true }
        if panes.contains(.workers), await desk.workers.snapshot.status(at: now) == .loading { return true }
        if panes.contains(.optimizer), await desk.optimizer.snapshot.status(at: now) == .loading { return true }
        return false
    }

    /// What every source knows now, also one that is still reading what is not essential.
    func finish(_ panes: Set<PaneKind>, at end: Date) async -> Snapshot {
        let (lambda, queues) = (await desk.lambda.snapshot, await desk.queues.snapshot)
        await desk.alarms.observe(lambda)
        await desk.alarms.observe(queues)
        let alarms = await desk.alarms.snapshot
        let (workers, optimizer) = (await desk.workers.snapshot, await desk.optimizer.snapshot)
        return found.withLock { snapshot in
            if panes.contains(.lambda) { snapshot.lambda = lambda }
            if panes.contains(.queues) { snapshot.queues = queues }
            if panes.contains(.alarms) { snapshot.alarms = alarms }
            if panes.contains(.workers) { snapshot.workers = workers }
            if panes.contains(.optimizer) { snapshot.optimizer = optimizer }
            snapshot.api = desk.meter(at: end)
            return snapshot
        }
    }
}
