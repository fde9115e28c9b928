import AWS
import Console
import Drill
import Engines
import FoundationEssentials
import Model
import Synchronization

/// Carries out what was confirmed on the screen, through the one desk of this process, and tells what comes of it.
final class ChangeRunner: Sendable {
    private struct Work {
        /// One dialog asks at a time.
        var check: (id: Proposal.ID, task: Task<InvokeCheck, Never>)?
        var running: [Proposal.ID: Task<Void, Never>] = [:]
    }

    private let client: AWSClient
    private let region: String
    private let invoke: TestInvoke
    private let locations: FileLocations
    private let workers: WorkerOrders
    private let optimizer: OptimizerOrders
    private let escalations: EscalationDesk?
    private let notifications: NotificationOrders
    private let resources: ResourceRunner
    private let desk: Desk
    private let tell: @Sendable (ChangeEvent) async -> Void
    private let work = Mutex(Work())

    /// - Parameter tell: Also called after the context was left: what was sent there ends all the same.
    init(desk: Desk, changes: ChangeDesk, machine: Machine, tell: @escaping @Sendable (ChangeEvent) async -> Void) {
        client = desk.lambdaClient
        region = desk.lambdaRegion
        invoke = TestInvoke(client: desk.lambdaClient, desk: changes, clock: machine.clock)
        workers = WorkerOrders(machine: machine, plan: desk.plan, changes: changes, knock: { await desk.workers.refresh() })
        optimizer = OptimizerOrders(
            machine: machine, plan: desk.plan, changes: changes,
            processes: OptimizerProcesses(machine: machine, context: desk.plan.name),
            knock: { await desk.optimizer.refresh() })
        locations = machine.locations
        self.desk = desk
        resources = ResourceRunner(desk: desk, changes: changes, machine: machine)
        escalations = try? desk.escalations?.desk(changes)
        notifications = NotificationOrders(
            room: desk.notifications, changes: changes, receive: desk.receive,
            show: { await desk.notificationsWatch?.show($0) }, refresh: { await desk.notificationsWatch?.refresh() })
        self.tell = tell
    }

    /// Tells what a test-invoke can be chosen from: the files at once, what Lambda knows when it has answered.
    func prepareInvoke(_ functionName: String) {
        Task { [self] in
            let library = PayloadFiles.library(locations)
            await tell(.material(InvokeMaterial(functionName: functionName, library: library, region: region)))
            await tell(.options(functionName: functionName, await client.invokeOptions(for: functionName)))
        }
    }

    /// The dry run, while the question stands.
    func check(_ proposal: Proposal) {
        if let order = proposal.rehearsal {
            Task { [tell, workers] in await tell(.rehearsed(proposal.id, await workers.rehearse(order))) }
        }
        guard case .invoke(let plan) = proposal.call else { return }
        let task = Task { [invoke] in await invoke.check(plan) }
        work.withLock { $0.check = (proposal.id, task) }
        Task { [tell] in await tell(.checked(proposal.id, await task.value)) }
    }

    func submit(_ proposal: Proposal) {
        let check = work.withLock { work in
            defer { work.check = nil }
            return work.check?.id == proposal.id ? work.check?.task : nil
        }
        work.withLock { work in
            work.running[proposal.id] = Task { [self] in
                await carryOut(proposal, check: check)
                self.work.withLock { $0.running[proposal.id] = nil }
            }
        }
    }

    private func carryOut(_ proposal: Proposal, check: Task<InvokeCheck, Never>?) async {
        switch proposal.call {
        case .invoke(let plan):
            // Shown as soon as it is there, before its end is written down.
            let (answers, answered) = AsyncStream.makeStream(of: InvokeAnswer.self)
            let running = Task { [invoke] in
                defer { answered.finish() }
                return await invoke.run(plan, check: await check?.value) { answered.yield($0) }
            }
            for await answer in answers {
                await tell(.answered(proposal.id, answer.outcome, answer.result.map { InvokeReport($0) }))
            }
            await tell(.ended(proposal.id, await running.value.outcome))
        case .worker(let order): await tell(.ended(proposal.id, await workers.carryOut(order, proposal)))
        case .optimizer(let order): await tell(.ended(proposal.id, await optimizer.carryOut(order, proposal)))
        case .notification(let order):
            let outcome = await notifications.carryOut(order)
            await tell(.answered(proposal.id, outcome, nil))
            await tell(.ended(proposal.id, outcome))
        case .command: await tell(.ended(proposal.id, Outcome(.failed(.onlyByCommand))))
        case .escalations(let orders):
            await end(proposal.id, await carryOut(orders, of: proposal.id) { await self.carryOut($0) })
        case .resources(let orders):
            await end(proposal.id, await carryOut(orders, of: proposal.id) { await self.resources.submit($0) })
        }
    }

    private func end(_ id: Proposal.ID, _ outcome: Outcome) async {
        await tell(.answered(id, outcome, nil))
        await tell(.ended(id, outcome))
    }

    /// How many orders wait for their effect at once: that of a running deployment may take a minute.
    private static let width = 8

    /// All of them, each recorded by itself.
    private func carryOut<Order: Sendable>(
        _ orders: [Order], of id: Proposal.ID, _ carryOut: @escaping @Sendable (Order) async -> Outcome
    ) async -> Outcome {
        await withTaskGroup(of: (Int, Outcome).self) { group in
            var outcomes: [Outcome] = []
            for (part, order) in orders.enumerated() {
                if part >= Self.width, let (ended, outcome) = await group.next() {
                    outcomes.append(outcome)
                    await tell(.partEnded(id, part: ended, outcome))
                }
                group.addTask { (part, await carryOut(order)) }
            }
            for await (ended, outcome) in group {
                outcomes.append(outcome)
                await tell(.partEnded(id, part: ended, outcome))
            }
            return Outcome(together: outcomes)
        }
    }

    private func carryOut(_ order: EscalationOrder) async -> Outcome {
        let outcome = await escalations?.submit(order) ?? Outcome(.failed(.noEscalations))
        if outcome.kind == .confirmed {
            desk.story?.take(.actionDone(name: order.change.action, target: order.processID.text))
        }
        await desk.noteEscalations()
        return outcome
    }

    /// Reads what is asked about, and tells the orders, or why there are none.
    func prepare(_ wish: EscalationWish) {
        Task { [desk, tell] in
            do throws(Problem) {
                guard let room = desk.escalations else { throw .noEscalations }
                await tell(.orders(wish.number, try await room.orders(for: wish)))
            } catch {
                await tell(.noOrders(wish.number, error))
            }
        }
    }

    /// Looks at what there is of functions and queues, and tells the order, or why there is none.
    func prepare(_ wish: ResourceWish) {
        Task { [resources, tell] in await tell(await resources.order(wish)) }
    }

    func backUp() { resources.backUp() }

    /// Reads the small files of a new run; answered under the number.
    func prepareRun(_ number: Int, folder: String) {
        Task { [optimizer, tell] in
            switch optimizer.files(in: folder) {
            case .success(let files): await tell(.run(number, files))
            case .failure(let problem): await tell(.noRun(number, problem))
            }
        }
    }

    /// Collects the processes of runs that have ended. Never waits.
    func collectRuns() { optimizer.collect() }

    var isBusy: Bool { work.withLock { !$0.running.isEmpty } }

    /// Returns when nothing that was submitted is under way.
    func finish() async {
        for task in work.withLock({ Array($0.running.values) }) { await task.value }
    }
}

extension Problem {
    fileprivate static var onlyByCommand: Problem {
        Problem(code: "NotOffered", message: "Not sent: only the command line can do this. Nothing has changed.")
    }

    fileprivate static var noEscalations: Problem {
        Problem(code: "NoEscalations", message: "Not sent: this context has no escalations. Nothing has changed.")
    }
}

extension Outcome {
    /// Of several orders: unknown and refused weigh more than failed, and anything more than done.
    fileprivate init(together all: [Outcome]) {
        guard all.count > 1 else {
            self = all.first ?? Outcome(.confirmed)
            return
        }
        let done = all.filter { $0.kind == .confirmed }.count
        let rank: [Outcome.Kind] = [.confirmed, .failed, .refused, .unknown]
        let worst = all.max { (rank.firstIndex(of: $0.kind) ?? 0) < (rank.firstIndex(of: $1.kind) ?? 0) }
        self.init(.confirmed, note: "\(done) of \(all.count) done.", notRecorded: all.lazy.compactMap(\.notRecorded).first)
        guard let problem = worst?.problem, let kind = worst?.kind else { return }
        var text = problem
        text.message = "\(done) of \(all.count) done. \(problem.message)"
        switch kind {
        case .confirmed: break
        case .failed: result = .failed(text)
        case .refused: result = .refused(text)
        case .unknown: result = .unknown(text)
        }
    }
}
