import Engines
import FoundationEssentials
import Model
import Store

/// Watches the lone workers of one context, and runs the routine check where this program is told to.
actor WorkersPoller {
    typealias Receive = @Sendable (PaneSnapshot<WorkerRow>, WorkerOverview) async -> Void

    /// States change with the minute, and marks of other processes shall be seen soon.
    private static let embeddedCadence: Duration = .seconds(5)
    /// One look at a mailbox a minute.
    private static let liveCadence: Duration = .seconds(60)
    /// After a check that failed.
    private static let patience: Duration = .seconds(60)

    private let machine: Machine
    private let plan: ContextPlan
    private let receive: Receive
    private let nap: Nap
    private var desk: WorkerDesk?
    private(set) var snapshot: PaneSnapshot<WorkerRow>

    init(machine: Machine, plan: ContextPlan, receive: @escaping Receive) {
        self.machine = machine
        self.plan = plan
        self.receive = receive
        nap = Nap(clock: machine.clock)
        snapshot = plan.isDrill || plan.settings.workers != nil ? .loading : .off
    }

    func run() async {
        guard snapshot.isOn else { return }
        while !Task.isCancelled {
            await checkIfDue()
            let overview = await collect()
            await receive(snapshot, overview)
            await nap.sleep(until: machine.clock.now.addingTimeInterval(cadence / .seconds(1)))
        }
        desk?.close()
        desk = nil
    }

    private var cadence: Duration { desk?.isLive == true ? Self.liveCadence : Self.embeddedCadence }

    func refresh() async { await nap.knock() }

    /// Asks once.
    func collect() async -> WorkerOverview {
        guard snapshot.isOn else { return WorkerOverview() }
        do {
            let desk = try await opened()
            let overview = try await desk.overview()
            let now = machine.clock.now
            snapshot = PaneSnapshot(
                rows: try await desk.rowsWithPhones(), asOf: now, missing: overview.troubles(at: now), cadence: cadence)
            return overview
        } catch let problem as Problem {
            snapshot.error = problem
        } catch let failure as CommandFailure {
            snapshot.error = Problem(code: failure.code, message: failure.message, hint: failure.hint)
        } catch {
            snapshot.error = Problem(code: "InternalError", message: "\(error)")
        }
        return WorkerOverview()
    }

    func detail(of id: String, _ request: DetailRequest) async throws -> Detail {
        let desk = try await opened()
        guard let row = try await desk.row(id) else { throw Problem.unknownMeeting(id) }
        let history = try await desk.store.history(of: id)
        return Detail(
            request: request, asOf: machine.clock.now, facts: [Fact("description", row.meeting.description)],
            transitions: history.map { AlarmTransition(at: $0.at, type: "", summary: $0.text) })
    }

    private func opened() async throws -> WorkerDesk {
        if let desk { return desk }
        let desk = try await WorkerDesk(machine: machine, plan: plan)
        self.desk = desk
        return desk
    }

    /// Only where the section says so, and nobody has checked within the interval.
    private func checkIfDue() async {
        guard !plan.isReadOnly, let desk = try? await opened(), desk.section.runs,
            let overview = try? await desk.overview()
        else { return }
        let wait = overview.failure == nil ? desk.section.every : min(desk.section.every, Self.patience)
        if let last = overview.lastCheckAt, machine.clock.now.timeIntervalSince(last) < wait / .seconds(1) { return }
        // What fails is noted by the check itself, and shown with the next snapshot.
        _ = try? await desk.checkOnce(every: wait)
    }
}
