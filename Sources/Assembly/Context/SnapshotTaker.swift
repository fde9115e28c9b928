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

    /// - Parameters:
    ///   - panes: Which sources are asked; the others stay `loading`.
    ///   - window: Instead of the context's.
    ///   - patience: At the latest then what there is is returned; a source that has not answered stays `loading`.
    ///   - isFull: True reads the state of every function and lists local rules that do not fire.
    package func take(
        _ panes: Set<PaneKind> = [.lambda, .queues, .alarms], window: Duration? = nil, patience: Duration, isFull: Bool = false
    ) async throws -> Snapshot {
        let desk = try Desk(machine: machine, plan: plan, window: window) { _ in }
        defer { desk.shutdown() }
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
                try? await clock.sleep(until: deadline)
                return false
            }
            var open = panes.count + 1
            while open > 0, await group.next() == true { open -= 1 }
            group.cancelAll()
        }
        return await round.finish(at: machine.clock.now)
    }
}

/// One asking of all sources; each writes its part when it has answered.
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

    /// - Returns: True, so that whoever waits can tell it from the deadline.
    func ask(_ pane: PaneKind) async -> Bool {
        switch pane {
        case .lambda:
            let rows = await desk.lambda.collect(at: start, full: isFull)
            found.withLock { $0.lambda = rows }
            await desk.alarms.observe(rows)
        case .queues:
            let rows = await desk.queues.collect(at: start, full: isFull)
            found.withLock { $0.queues = rows }
            await desk.alarms.observe(rows)
        case .alarms:
            let rows = await desk.alarms.collect(at: start, full: isFull)
            found.withLock { $0.alarms = rows }
        case .escalations, .workers, .optimizer: break
        }
        return true
    }

    func askWho() async -> Bool {
        if case .success(let account) = await desk.identity.collect() { found.withLock { $0.place.account = account } }
        return true
    }

    /// The local rules have seen functions and queues only after those had answered: the alarms are read once more.
    func finish(at end: Date) async -> Snapshot {
        let alarms = await desk.alarms.snapshot
        return found.withLock { snapshot in
            if snapshot.alarms.asOf != nil || snapshot.alarms.error != nil { snapshot.alarms = alarms }
            snapshot.api = desk.meter(at: end)
            return snapshot
        }
    }
}
