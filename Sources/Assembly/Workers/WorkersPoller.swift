import Console
import Engines
import FoundationEssentials
import Model
import Store

/// Watches the lone workers of one context, and runs the routine check where this program is told to.
actor WorkersPoller {
    typealias Receive = @Sendable (Event) async -> Void

    /// Whoever draws the screen wakes this poller when the store was written, and time is reckoned with: this is for what was overlooked.
    private static let embeddedCadence: Duration = .seconds(60)
    /// One look at a mailbox a minute.
    private static let liveCadence: Duration = .seconds(60)
    /// After a check that failed.
    private static let retry: Duration = .seconds(60)
    /// The first frame comes before any file of ours is opened.
    private static let patience: TimeInterval = 0.4

    private let machine: Machine
    private let plan: ContextPlan
    private let lambdaRegion: String
    private let receive: Receive
    private let nap: Nap
    nonisolated let news = StoreNews()
    private var desk: WorkerDesk?
    /// The newest alert of the outbox that was told in the feed.
    private var lastOutboxAt: Date
    private var last: (snapshot: PaneSnapshot<WorkerRow>, overview: WorkerOverview, at: Date)?
    private(set) var snapshot: PaneSnapshot<WorkerRow>

    init(
        machine: Machine, plan: ContextPlan, lambdaRegion: String, last: PaneSnapshot<WorkerRow>? = nil,
        receive: @escaping Receive
    ) {
        self.machine = machine
        self.lambdaRegion = lambdaRegion
        self.plan = plan
        self.receive = receive
        nap = Nap(clock: machine.clock)
        lastOutboxAt = machine.clock.now
        let isOn = plan.isDrill || plan.settings.workers != nil
        snapshot = isOn ? last ?? .loading : .off
    }

    func run() async {
        guard snapshot.isOn else { return }
        guard (try? await machine.clock.sleep(until: machine.clock.now.addingTimeInterval(Self.patience))) != nil else { return }
        while !Task.isCancelled {
            await checkIfDue()
            // Asked before the store is read: what is written meanwhile is news.
            noteStore()
            var overview = await collect()
            overview.costs = await desk?.costs()
            await tellOutbox(overview.outbox)
            await tell(overview)
            await nap.sleep(until: nextLook(overview))
        }
        desk?.close()
        desk = nil
    }

    private func noteStore() {
        guard let desk, !desk.isLive else { return news.note(nil) }
        let store = desk.store
        news.note { store.mark }
    }

    /// Nothing that says what was said a short while ago, which would only be drawn and recorded again.
    private func tell(_ overview: WorkerOverview) async {
        let now = machine.clock.now
        if let last, last.overview == overview, last.snapshot.rows == snapshot.rows, last.snapshot.missing == snapshot.missing,
            last.snapshot.error == snapshot.error, now.timeIntervalSince(last.at) < cadence / .seconds(1),
            news.look() == .unchanged
        {
            return
        }
        last = (snapshot, overview, now)
        await receive(.workers(snapshot, overview))
    }

    /// When time alone changes a state or a severity, or a check is due; at the latest after the cadence.
    private func nextLook(_ overview: WorkerOverview) -> Date {
        let now = machine.clock.now
        let warning = MeetingStanding.warningSeconds
        var moments = snapshot.rows.flatMap { row in
            [row.deadline, row.deadline?.addingTimeInterval(-warning), row.acknowledgedUntil].compactMap(\.self)
        }
        if let desk, desk.section.runs, !plan.isReadOnly, let last = overview.lastCheckAt {
            moments.append(last.addingTimeInterval(wait(after: overview.failure) / .seconds(1)))
        }
        let latest = now.addingTimeInterval(cadence / .seconds(1))
        // A little later than the moment itself, which belongs to what comes then.
        let next = moments.filter { $0 > now }.min().map { $0.addingTimeInterval(0.05) } ?? latest
        return min(next, latest)
    }

    private func wait(after failure: Problem?) -> Duration {
        guard let every = desk?.section.every else { return Self.retry }
        return failure == nil ? every : min(every, Self.retry)
    }

    private var cadence: Duration { desk?.isLive == true ? Self.liveCadence : Self.embeddedCadence }

    func refresh() async { await nap.knock() }

    /// Asks once.
    func collect() async -> WorkerOverview {
        guard snapshot.isOn else { return WorkerOverview() }
        var overview = last?.overview ?? WorkerOverview()
        do {
            let desk = try await opened()
            overview = try await desk.overview()
            overview.lambdaRegion = lambdaRegion
            let rows = try await desk.rowsWithPhones()
            snapshot = PaneSnapshot(rows: rows, asOf: machine.clock.now, cadence: cadence)
        } catch let problem as Problem {
            snapshot.error = problem
        } catch let failure as CommandFailure {
            snapshot.error = Problem(failure: failure)
        } catch {
            snapshot.error = Problem(code: "InternalError", message: "\(error)")
        }
        snapshot.missing = overview.troubles(at: machine.clock.now)
        return overview
    }

    func detail(of id: String, _ request: DetailRequest) async throws -> Detail {
        let desk = try await opened()
        guard let row = try await desk.row(id) else { throw Problem.unknownMeeting(id) }
        let history = try await desk.store.history(of: id)
        var detail = Detail(
            request: request, asOf: machine.clock.now,
            transitions: history.map { AlarmTransition(at: $0.at, type: "", summary: $0.text) })
        if row.caller == nil { detail.personal.append(Fact("description", row.meeting.description)) }
        do throws(Problem) {
            let phones = try await desk.rowWithPhones(id)?.phones ?? []
            if !phones.isEmpty { detail.personal.append(Fact("phones", phones.joined(separator: ", "))) }
        } catch {
            detail.missing.append(error)
        }
        return detail
    }

    private func opened() async throws -> WorkerDesk {
        if let desk { return desk }
        let desk = try await WorkerDesk(machine: machine, plan: plan)
        self.desk = desk
        return desk
    }

    /// Alerts that nobody is mailed about are told here.
    private func tellOutbox(_ alerts: [OutboxAlert]) async {
        for alert in alerts.reversed() where alert.at > lastOutboxAt {
            lastOutboxAt = alert.at
            await receive(.message(FeedMessage(at: alert.at, severity: .critical, text: alert.summary)))
        }
    }

    /// Only where the section says so, and nobody has checked within the interval.
    private func checkIfDue() async {
        guard !plan.isReadOnly, let desk = try? await opened(), desk.section.runs,
            let overview = try? await desk.store.overview(since: machine.clock.now, at: machine.clock.now)
        else { return }
        let wait = wait(after: overview.failure)
        if let last = overview.lastCheckAt, machine.clock.now.timeIntervalSince(last) < wait / .seconds(1) { return }
        // What fails is noted by the check itself, and shown with the next snapshot.
        news.isChecking = true
        _ = try? await desk.checkToTheEnd(every: wait)
        news.isChecking = false
    }
}
