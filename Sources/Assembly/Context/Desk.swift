package import AWS
package import Console
package import Drill
package import Engines
package import FoundationEssentials
package import Model

/// The sources of one context, wired to one receiver of events. A context is left by cancelling `run`.
package final class Desk: Sendable {
    package typealias Receive = @Sendable (Event) async -> Void

    package let plan: ContextPlan
    package let lambda: LambdaPoller
    package let queues: QueuesPoller
    package let alarms: AlarmsPoller
    package let identity: IdentityPoller
    let workers: WorkersPoller
    let optimizer: OptimizerPoller
    let logs: LogsDesk
    /// nil where the context has none, or they cannot be opened.
    package let escalations: EscalationsRoom?
    let escalationTrouble: Problem?
    /// Reads them for the pane; nil where there are none.
    let watch: EscalationsPoller?
    let news = StoreWatch()
    /// nil where the context has none, or they cannot be had.
    let notifications: NotificationsRoom?
    let notificationsWatch: NotificationsWatch?
    private let notificationsTrouble: Problem?
    /// Where functions are, which a section of the context may place elsewhere.
    package let lambdaClient: AWSClient
    package let lambdaRegion: String
    let access: AWSAccess
    let machine: Machine
    let receive: Receive
    private let firstPlace: Place

    /// - Parameters:
    ///   - window: Instead of the context's.
    ///   - last: What the cache kept, shown until the first answers.
    ///   - receive: Told whatever the sources find, one event after the other.
    /// - Throws: ``CommandFailure`` 78: no region, a profile that does not exist, a file that cannot be read.
    package init(
        machine: Machine, plan: ContextPlan, window: Duration? = nil, last: CachedPanes = CachedPanes(),
        receive: @escaping Receive
    ) throws {
        self.machine = machine
        self.plan = plan
        self.receive = receive
        access = try AWSAccess(machine: machine, plan: plan)
        let settings = plan.settings
        (escalations, escalationTrouble) = Self.openEscalations(machine, plan, access)
        watch = escalations?.poller { sight in
            await receive(.escalations(sight.pane))
            await receive(.engine(sight.engine))
        }
        (notifications, notificationsTrouble) = Self.openNotifications(machine, plan, access)
        notificationsWatch = notifications.map { NotificationsWatch(room: $0, receive: receive) }
        let window = window ?? settings.window
        let budget = Budget(dollarsPerHour: settings.budgetUSDPerHour)
        let clock = machine.clock
        firstPlace = try Desk.place(of: plan, region: access.region())
        let alarms = AlarmsPoller(
            client: try access.client(for: settings.alarmsAWS), settings: AlarmsSettings(prefix: settings.alarmPrefix),
            budget: budget, clock: clock, last: last.alarms
        ) { await receive(.alarms($0)) }
        lambdaClient = try access.client(for: settings.lambdaAWS)
        lambdaRegion = try access.region(for: settings.lambdaAWS)
        lambda = LambdaPoller(
            client: lambdaClient,
            settings: LambdaSettings(names: settings.lambda, thresholds: settings.thresholds, window: window), budget: budget,
            clock: clock, last: last.lambda
        ) { snapshot in
            await receive(.lambda(snapshot))
            await alarms.observe(snapshot)
        }
        queues = QueuesPoller(
            client: try access.client(for: settings.queuesAWS),
            settings: QueuesSettings(names: settings.queues, thresholds: settings.thresholds, window: window), budget: budget,
            clock: clock, last: last.queues
        ) { snapshot in
            await receive(.queues(snapshot))
            await alarms.observe(snapshot)
        }
        self.alarms = alarms
        workers = WorkersPoller(machine: machine, plan: plan, lambdaRegion: lambdaRegion, last: last.workers, receive: receive)
        optimizer = OptimizerPoller(
            machine: machine, plan: plan, deployment: DeploymentWatch(machine, plan, access, window: window, budget: budget),
            last: last.optimizer, receive: receive)
        logs = LogsDesk(client: try access.client(for: settings.lambdaAWS), clock: clock)
        identity = IdentityPoller(client: try access.client(), clock: clock) { [firstPlace] answer in
            await Desk.tell(answer, about: firstPlace, at: clock.now, to: receive)
        }
    }

    /// The story of the practice world; nil in a real one.
    package var story: StoryTeller? { access.story }

    /// The place as far as it is known without the network.
    package var place: Place { firstPlace }

    package func meter(at now: Date) -> APIMeter { access.meter.meter(at: now) }

    /// Asks all sources at their cadences until the task is cancelled.
    package func run() async {
        for note in machine.overruled(plan.settings.aws) {
            await receive(.message(FeedMessage(at: machine.clock.now, severity: .warning, text: note)))
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.alarms.run() }
            group.addTask { await self.queues.run() }
            group.addTask { await self.lambda.run() }
            group.addTask { await self.identity.run() }
            group.addTask { await self.workers.run() }
            group.addTask { await self.optimizer.run() }
            group.addTask { await self.runEscalations() }
            group.addTask { await self.runNotifications() }
        }
    }

    /// Asks these now, ahead of their cadence.
    package func refresh(_ panes: [PaneKind]) async {
        await identity.refresh()
        for pane in panes {
            switch pane {
            case .lambda: await lambda.refresh()
            case .queues: await queues.refresh()
            case .alarms: await alarms.refresh()
            case .workers: await workers.refresh()
            case .escalations: await watch?.refresh()
            case .optimizer: await optimizer.refresh()
            }
        }
    }

    /// These rows are on screen.
    package func attend(_ pane: PaneKind, _ ids: [String]) async {
        switch pane {
        case .lambda: await lambda.attend(ids)
        case .queues: await queues.attend(ids)
        case .alarms: await alarms.attend(ids)
        case .workers, .escalations, .optimizer: break
        }
    }

    /// Answers with `.detail` or `.detailFailed`.
    package func load(_ request: DetailRequest) async -> Event {
        do {
            switch request {
            case .function: return .detail(try await lambda.detail(request))
            case .queue: return .detail(try await queues.detail(request))
            case .alarm: return .detail(try await alarms.detail(request))
            case .meeting(let id): return .detail(try await workers.detail(of: id, request))
            case .escalation(let id): return .detail(try await escalationDetail(id, request))
            case .run(let id): return .detail(try await optimizer.detail(of: id, request))
            }
        } catch let problem as Problem {
            return .detailFailed(request, problem)
        } catch let error as AWSError {
            return .detailFailed(request, Problem(error))
        } catch let failure as CommandFailure {
            return .detailFailed(request, Problem(failure: failure))
        } catch {
            return .detailFailed(request, Problem(code: "InternalError", message: "The detail could not be made: \(error)."))
        }
    }

    /// Signs a person in for an AWS profile; the last step told is `.done` or `.failed`. Cancelling the task gives up.
    package func signIn(_ profile: String) async {
        await access.signIn(profile) { [receive] step in await receive(.signIn(profile: profile, step)) }
    }

    /// Asks for the MFA codes that the context needs, before a time limit runs; without a terminal, nothing. What fails is told again by
    /// whoever needs it.
    package func answerCodes() async {
        let settings = plan.settings
        for section in [AWSSettings(), settings.lambdaAWS, settings.queuesAWS, settings.alarmsAWS, deploymentAWS] {
            await access.answerCode(for: section)
        }
    }

    private var deploymentAWS: AWSSettings {
        plan.settings.optimizer.map { $0.source == .live ? $0.aws : AWSSettings() } ?? AWSSettings()
    }

    /// Ends every transfer; nothing is asked afterwards.
    package func shutdown() { access.shutdown() }

    /// Called each second, like ``checkEscalations()``: sees whether the lone workers' store was written. Never waits.
    func checkWorkers() -> Bool { isUnchanged(workers.news) { [workers] in await workers.refresh() } }

    /// The same of the runs of the optimizer.
    func checkOptimizer() -> Bool { isUnchanged(optimizer.news) { [optimizer] in await optimizer.refresh() } }

    private func isUnchanged(_ news: StoreNews, refresh: @escaping @Sendable () async -> Void) -> Bool {
        switch news.look() {
        case .unknown: return false
        case .unchanged: return true
        case .written:
            Task { await refresh() }
            return false
        }
    }

    package static func place(of plan: ContextPlan, region: String) -> Place {
        Place(
            context: plan.name, region: region, isProduction: plan.settings.isProduction, isReadOnly: plan.isReadOnly,
            isDrill: plan.isDrill)
    }

    /// A store that cannot be opened costs its own pane and nothing else.
    private static func openEscalations(
        _ machine: Machine, _ plan: ContextPlan, _ access: AWSAccess
    ) -> (EscalationsRoom?, Problem?) {
        guard let section = plan.settings.escalations else { return (nil, nil) }
        do {
            return (try EscalationsRoom(section, machine: machine, plan: plan, access: access, opensLater: true), nil)
        } catch let failure as CommandFailure {
            return (nil, Problem(failure: failure))
        } catch {
            return (nil, Problem(code: "InternalError", message: "Escalations could not be opened: \(error)."))
        }
    }

    /// What is wrong with them costs their own view and nothing else.
    private static func openNotifications(
        _ machine: Machine, _ plan: ContextPlan, _ access: AWSAccess
    ) -> (NotificationsRoom?, Problem?) {
        guard let section = NotificationsRoom.section(of: plan) else { return (nil, nil) }
        do {
            return (try NotificationsRoom(section, machine: machine, plan: plan, access: access), nil)
        } catch let failure as CommandFailure {
            return (nil, Problem(failure: failure))
        } catch {
            return (nil, Problem(code: "InternalError", message: "Notifications could not be opened: \(error)."))
        }
    }

    /// What is known of the notifications before anything is read; nil where the context has none.
    var firstNotifications: NotificationSight? {
        guard notifications != nil || notificationsTrouble != nil else { return nil }
        var sight = NotificationSight.loading
        sight.pane.error = notificationsTrouble
        return sight
    }

    /// Sends the notifications of our own store where this context is told to.
    private func runNotifications() async {
        guard let notifications else { return }
        let (clock, receive) = (machine.clock, receive)
        let rounds = NotificationRounds(notifications) { note in
            await receive(.message(FeedMessage(at: clock.now, severity: note.severity, text: note.text)))
        }
        guard let rounds, (try? await clock.sleep(until: clock.now.addingTimeInterval(0.5))) != nil else { return }
        await rounds.run()
    }

    private static func tell(_ answer: Result<String, Problem>, about place: Place, at now: Date, to receive: Receive) async {
        switch answer {
        case .success(let account):
            var place = place
            place.account = account
            await receive(.place(place))
        case .failure(let problem):
            let text = [problem.message, problem.hint].filter { !$0.isEmpty }.joined(separator: " ")
            await receive(.message(FeedMessage(at: now, severity: .warning, text: text)))
        }
    }
}

/// What was known when the program last ended.
package struct CachedPanes: Sendable {
    package var lambda: PaneSnapshot<LambdaFunction>?
    package var queues: PaneSnapshot<Queue>?
    package var alarms: PaneSnapshot<Alarm>?
    package var workers: PaneSnapshot<WorkerRow>?
    package var escalations: PaneSnapshot<Escalation>?
    package var optimizer: PaneSnapshot<OptimizerRow>?

    package init() {}
}
