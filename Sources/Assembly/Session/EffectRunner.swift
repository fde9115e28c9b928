import Console
import FoundationEssentials
import Model
import Synchronization

/// Carries out what the console asks of the sources, in the order in which it was asked, and never lets the screen wait.
final class EffectRunner: Sendable {
    private enum Order: Sendable {
        case refresh([PaneKind])
        case attend(PaneKind, [String])
    }

    /// The one sign-in under way.
    private let signingIn = Mutex<Task<Void, Never>?>(nil)

    private let desk: Desk
    private let receive: Desk.Receive
    private let orders: AsyncStream<Order>.Continuation
    private let worker: Task<Void, Never>
    /// The one health check under way.
    private let checking = Mutex<Task<Void, Never>?>(nil)
    let logs: LogsRunner
    let changes: ChangeRunner

    /// Starts the desk's sources.
    init(desk: Desk, changes: ChangeRunner, receive: @escaping Desk.Receive) {
        self.desk = desk
        self.changes = changes
        self.receive = receive
        logs = LogsRunner(desk: desk.logs, receive: receive)
        let (stream, orders) = AsyncStream.makeStream(of: Order.self)
        self.orders = orders
        worker = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await desk.run() }
                group.addTask {
                    for await order in stream {
                        switch order {
                        case .refresh(let panes): await desk.refresh(panes)
                        case .attend(let pane, let ids): await desk.attend(pane, ids)
                        }
                    }
                }
            }
        }
    }

    func meter(at now: Date) -> APIMeter { desk.meter(at: now) }

    /// - Returns: True where the escalations are as they were.
    func checkEscalations() -> Bool { desk.checkEscalations() }

    /// A check of lone workers is under way.
    var isChecking: Bool { desk.workers.news.isChecking }

    /// - Returns: True where the lone workers are as they were.
    func checkWorkers() -> Bool { desk.checkWorkers() }

    /// - Returns: True where the runs of the optimizer are as they were.
    func checkOptimizer() -> Bool {
        changes.collectRuns()
        return desk.checkOptimizer()
    }

    func refresh(_ panes: [PaneKind]) { orders.yield(.refresh(panes)) }

    func attend(_ pane: PaneKind, _ ids: [String]) { orders.yield(.attend(pane, ids)) }

    /// The answer comes back as an event; several may be under way.
    func load(_ request: DetailRequest) {
        Task { [desk, receive] in await receive(await desk.load(request)) }
    }

    func watchNotifications(_ isWatched: Bool) { Task { [desk] in await desk.notificationsWatch?.watch(isWatched) } }

    func refreshNotifications() { Task { [desk] in await desk.notificationsWatch?.refresh() } }

    func loadNotification(_ id: String) { Task { [desk] in await desk.notificationsWatch?.load(id) } }

    /// Its results come back as events, one by one.
    func checkHealth(_ set: String, _ number: Int) {
        let task = Task { [desk] in await desk.checkHealth(set, number) }
        checking.withLock { running in
            running?.cancel()
            running = task
        }
    }

    /// Its steps come back as events.
    func signIn(_ profile: String) {
        let task = Task { [desk] in await desk.signIn(profile) }
        signingIn.withLock { running in
            running?.cancel()
            running = task
        }
    }

    func cancelSignIn() { signingIn.withLock { $0?.cancel() } }

    /// Returns when the sources have stopped and the engine has finished what it was sending: within ten seconds of ``stop()``.
    func finished() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.worker.value }
            group.addTask { try? await Task.sleep(for: Self.farewell) }
            await group.next()
            group.cancelAll()
        }
    }

    private static let farewell: Duration = .seconds(10)

    /// Stops the sources and ends every transfer; what a person has ordered ends first.
    /// - Returns: What is still to be said before the program may end; nil for nothing.
    @discardableResult
    func stop() -> Farewell? {
        cancelSignIn()
        watchNotifications(false)
        checking.withLock { $0?.cancel() }
        orders.finish()
        worker.cancel()
        let farewell = logs.hasQuery ? Farewell() : nil
        if farewell == nil { logs.close() }
        let sends = desk.escalations?.section.runs == true || desk.notifications?.section.runs == true
        guard farewell != nil || changes.isBusy || sends || desk.workers.news.isChecking else {
            desk.shutdown()
            return nil
        }
        Task { [desk, logs, changes, worker] in
            if let farewell {
                await logs.finish()
                farewell.say()
            }
            // The engine finishes what it is sending.
            await worker.value
            await changes.finish()
            desk.shutdown()
        }
        return farewell
    }
}
