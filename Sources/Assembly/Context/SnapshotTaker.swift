import Console
import Engines
package import FoundationEssentials
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
    ///   - patience: At the latest then what there is is returned; a source that has not answered stays `loading`.
    ///   - isFull: True reads the state of every function and lists local rules that do not fire.
    package func take(
        _ panes: Set<PaneKind> = [.lambda, .queues, .alarms], window: Duration? = nil, patience: Duration, isFull: Bool = false
    ) async throws -> Snapshot {
        let desk = try Desk(machine: machine, plan: plan, window: window) { _ in }
        defer { desk.shutdown() }
        let start = machine.clock.now
        let found = Mutex(
            Snapshot(place: desk.place, takenAt: start, window: Window(endingAt: start, length: window ?? plan.settings.window)))
        await withTaskGroup(of: Bool.self) { group in
            for pane in panes.union([.escalations]) {
                group.addTask {
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
                    default:
                        if case .success(let account) = await desk.identity.collect() {
                            found.withLock { $0.place.account = account }
                        }
                    }
                    return true
                }
            }
            group.addTask {
                try? await machine.clock.sleep(until: start.addingTimeInterval(patience / .seconds(1)))
                return false
            }
            var left = panes.count + 1
            while left > 0, await group.next() == true { left -= 1 }
            group.cancelAll()
        }
        // The local rules have seen functions and queues only after those had answered.
        let alarms = await desk.alarms.snapshot
        let end = machine.clock.now
        return found.withLock { snapshot in
            if snapshot.alarms.asOf != nil || snapshot.alarms.error != nil { snapshot.alarms = alarms }
            snapshot.api = desk.meter(at: end)
            return snapshot
        }
    }
}
