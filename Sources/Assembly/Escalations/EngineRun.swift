import CTerminal
package import Engines
import FoundationEssentials
import Glibc
import Model

/// The engine without a screen: `nightdesk engine run`. It runs whatever of the context is to be run.
package struct EngineRun: Sendable {
    private let room: EscalationsRoom?
    private let engine: EscalationEngine?
    private let workers: WorkerRounds?
    private let notifications: NotificationsRoom?
    private let sending: NotificationRounds?
    /// nil where old runs of the optimizer are not to be removed here.
    private let optimizer: OptimizerDesk?
    private let note: @Sendable (EngineNote) async -> Void

    /// - Parameter note: Told what the engine does.
    /// - Throws: ``CommandFailure``: 4 read-only, 78 when nothing is to be run, 69 for a store that cannot be opened.
    package init(
        machine: Machine, interval: Duration, note: @escaping @Sendable (EngineNote) async -> Void
    ) async throws {
        let plan = try Self.plan(machine)
        room = try Self.escalations(machine, plan)
        workers = try await WorkerRounds(machine: machine, plan: plan, note: note)
        notifications = plan.settings.notifications?.runs == true ? try NotificationsRoom.open(machine: machine, plan: plan) : nil
        sending = NotificationRounds(notifications, note: note)
        let section = plan.settings.optimizer
        optimizer = section?.runs == true && section?.source == .embedded ? try OptimizerDesk(machine: machine, plan: plan) : nil
        self.note = note
        guard room != nil || workers != nil || sending != nil || optimizer != nil else { throw Self.nothingToRun(plan) }
        engine = try room?.engine(interval: interval, note: note)
    }

    /// The escalations that are to be run here.
    static func room(_ machine: Machine) throws -> EscalationsRoom {
        let plan = try plan(machine)
        guard let room = try escalations(machine, plan) else { throw nothingToRun(plan) }
        return room
    }

    private static func plan(_ machine: Machine) throws -> ContextPlan {
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        guard !plan.isReadOnly || machine.options.isDryRun else {
            throw CommandFailure(
                .refused, code: "ReadOnly", message: "Not started: context \(plan.name) is read-only here.",
                hint: "Start without --read-only, or take read_only: true out of the context.")
        }
        return plan
    }

    private static func escalations(_ machine: Machine, _ plan: ContextPlan) throws -> EscalationsRoom? {
        // What is not to be run is not opened either.
        guard plan.settings.escalations?.runs == true else { return nil }
        return try EscalationsRoom.open(machine: machine, plan: plan)
    }

    private static func nothingToRun(_ plan: ContextPlan) -> CommandFailure {
        CommandFailure(
            .badConfiguration, code: "NothingToRun", message: "Context \"\(plan.name)\" has nothing that an engine runs.",
            hint: "Give it a section with run: true (embedded sections have it), or choose another with --context.")
    }

    /// What an engine would begin with, in words; nothing is changed.
    /// - Throws: ``CommandFailure`` 69.
    package func preview() async throws -> [String] {
        let checks =
            (sending.map { _ in ["Send the notifications of our own store that are due"] } ?? [])
            + (workers.map { ["Check lone workers every \($0.every)"] } ?? [])
            + (optimizer == nil ? [] : ["Remove the optimizer's runs older than 90 days, once a day"])
        guard let room else { return checks }
        let requests = room.requestQueue.map { "Take requests off \($0)" } ?? "Take no requests: no queue is configured"
        do throws(Problem) {
            let now = room.clock.now
            let due = try await room.store.list(includesEnded: false).filter { $0.overdueSeconds(at: now) != nil }
            return [requests] + due.map { "Deliver what is due of \(HarmlessText.line($0.processID.text))" } + checks
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Takes all requests, delivers what is due, checks lone workers, and ends; a signal ends it earlier, as it ends ``untilSignal()``.
    /// - Returns: False where another engine works on the store.
    /// - Throws: ``CommandFailure`` 69.
    package func once() async throws -> Bool {
        defer { shutdown() }
        let work = Task { () -> Result<Bool, Problem> in
            // One that fails keeps the other from nothing.
            let delivered = await attempt { () async throws(Problem) in try await engine?.runOnce() }
            let checked = await attempt { () async throws(Problem) in try await workers?.once() }
            let sent = await attempt { () async throws(Problem) in try await sending?.once() }
            await cleanUp()
            do throws(Problem) {
                let (isDelivered, isChecked) = (try delivered.get() ?? true, try checked.get() ?? true)
                return .success((try sent.get() ?? true) && isDelivered && isChecked)
            } catch {
                return .failure(error)
            }
        }
        Task {
            await EndSignal.wait()
            work.cancel()
        }
        switch await work.value {
        case .success(let worked): return worked
        case .failure(let problem): throw CommandFailure(worker: problem)
        }
    }

    private func attempt(_ body: () async throws(Problem) -> Bool?) async -> Result<Bool?, Problem> {
        do throws(Problem) { return .success(try await body()) } catch { return .failure(error) }
    }

    /// Works until SIGTERM, SIGINT or SIGHUP comes; then ends within ten seconds.
    package func untilSignal() async {
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                if let engine { group.addTask { await engine.run() } }
                if let workers { group.addTask { await workers.run() } }
                if let sending { group.addTask { await sending.run() } }
                if optimizer != nil { group.addTask { await self.cleanUpDaily() } }
            }
        }
        await EndSignal.wait()
        work.cancel()
        await work.value
        shutdown()
    }

    private func cleanUp() async {
        guard let optimizer, let done = await OptimizerRounds.cleanUp(optimizer) else { return }
        await note(done)
    }

    private func cleanUpDaily() async {
        guard let optimizer else { return }
        while !Task.isCancelled {
            await cleanUp()
            let clock = optimizer.machine.clock
            guard (try? await clock.sleep(until: clock.now.addingTimeInterval(86_400))) != nil else { return }
        }
    }

    private func shutdown() {
        room?.shutdown()
        optimizer?.close()
        workers?.close()
        notifications?.shutdown()
    }
}

/// The signals that ask a process to end.
enum EndSignal {
    /// Returns when one has come. Its thread waits for nothing else, and ends with the process.
    static func wait() async {
        let signals = ct_signals_open()
        guard signals >= 0 else { return }
        await withCheckedContinuation { continuation in
            let box = Unmanaged.passRetained(Waiter(signals: signals, continuation: continuation))
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { context in
                    // pthread_create hands over what it was given: the retained waiter.
                    if let context { Unmanaged<Waiter>.fromOpaque(context).takeRetainedValue().run() }
                    return nil
                }, box.toOpaque())
            if code == 0 {
                pthread_detach(thread)
            } else {
                box.takeRetainedValue().continuation.resume()
            }
        }
    }

    private final class Waiter: Sendable {
        let signals: Int32
        let continuation: CheckedContinuation<Void, Never>

        init(signals: Int32, continuation: CheckedContinuation<Void, Never>) {
            self.signals = signals
            self.continuation = continuation
        }

        func run() {
            while true {
                var one = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
                _ = poll(&one, 1, -1)
                var byte: UInt8 = 0
                guard read(signals, &byte, 1) == 1 else { continue }
                if [SIGTERM, SIGINT, SIGQUIT, SIGHUP].contains(Int32(byte)) { return continuation.resume() }
            }
        }
    }
}
