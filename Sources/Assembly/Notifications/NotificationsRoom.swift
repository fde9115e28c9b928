import AWS
import Drill
package import Engines
import FoundationEssentials
package import Model
import Services
import Store
import Synchronization

/// The notifications of one context: where they are, who reads them, and who sends what is our own.
package final class NotificationsRoom: Sendable {
    package let section: NotificationsSection
    package let place: Place
    private let machine: Machine
    private let plan: ContextPlan
    private let access: AWSAccess
    private let logsClient: AWSClient?
    /// Opened when it is first asked: the first frame comes before any file of ours.
    private let opened = Mutex<(any NotificationSource)?>(nil)
    private let client: AWSClient?

    /// - Throws: ``CommandFailure`` 78: no region, or a section that cannot be used.
    init(_ section: NotificationsSection, machine: Machine, plan: ContextPlan, access: AWSAccess) throws {
        if let problem = section.problem {
            throw CommandFailure(.badConfiguration, code: problem.code, message: problem.message, hint: problem.hint)
        }
        self.section = section
        self.machine = machine
        self.plan = plan
        self.access = access
        let isLive = section.source == .live
        client = isLive ? try access.client(for: section.aws) : nil
        logsClient = isLive ? try access.client(for: plan.settings.lambdaAWS) : nil
        let region = isLive ? try access.region(for: section.aws) : (try? access.region(for: section.aws)) ?? "–"
        place = Desk.place(of: plan, region: region)
    }

    /// - Returns: nil where the context has no notifications.
    package static func open(machine: Machine, plan: ContextPlan) throws -> NotificationsRoom? {
        try section(of: plan).map {
            try NotificationsRoom($0, machine: machine, plan: plan, access: try AWSAccess(machine: machine, plan: plan))
        }
    }

    static func section(of plan: ContextPlan) -> NotificationsSection? {
        plan.isDrill ? .practice(table: PracticeTable.name) : plan.settings.notifications
    }

    package var isEmbedded: Bool { section.source == .embedded }
    package var clock: any WallClock { machine.clock }

    /// - Throws: ``Problem`` for a store that cannot be opened.
    package func source() throws(Problem) -> any NotificationSource {
        if let client { return DynamoNotifications(settings: section.settings, client: client, clock: machine.clock) }
        return try store()
    }

    /// Our own store.
    /// - Throws: ``Problem`` also where the notifications are a running deployment's.
    func store() throws(Problem) -> SQLiteNotifications {
        guard isEmbedded else {
            throw Problem(
                code: "NotEmbedded",
                message: "The notifications of context \(plan.name) are a running deployment's: its generator adds them.",
                hint: "Choose a context whose notifications section has source: embedded.")
        }
        if let store = opened.withLock({ $0 }) as? SQLiteNotifications { return store }
        let store = try SQLiteNotifications(
            folder: machine.locations.state, context: plan.name, settings: section.settings, clock: machine.clock)
        return opened.withLock { opened in
            // Somebody else was quicker: two connections to one file are one too many.
            if let other = opened as? SQLiteNotifications {
                store.close()
                return other
            }
            opened = store
            return store
        }
    }

    // MARK: Reading

    package func poller(_ emit: @escaping NotificationsPoller.Emit) throws(Problem) -> NotificationsPoller {
        NotificationsPoller(source: try source(), isEmbedded: isEmbedded, clock: machine.clock, emit: emit)
    }

    /// The runbook "Notification Not Sent", filled in.
    package func detail(of id: String) async throws(Problem) -> NotificationDetail {
        let source = try source()
        let id = source.settings.key.bareID(id)
        let record = try await source.record(id)
        var book = NotificationRunbook(id: id, record: record)
        book.isEmbedded = isEmbedded
        book.sender = section.settings.sender
        do throws(Problem) {
            book.attempts = try await source.attempts(of: id)
        } catch {
            book.missing.append(error)
        }
        if let sender = section.settings.sender, let logsClient {
            do throws(Problem) {
                book.lines = try await SenderLog(client: logsClient, clock: machine.clock).lines(
                    of: id, named: source.settings.key.fullID(id), sender: sender, since: record?.createdAt)
            } catch {
                book.missing.append(error)
            }
        }
        return book.detail(at: machine.clock.now)
    }

    // MARK: Retrying

    package func desk(_ changes: ChangeDesk) throws(Problem) -> NotificationDesk {
        NotificationDesk(source: try source(), desk: changes, clock: machine.clock)
    }

    package func order(_ targets: [NotificationOrder.Target]) -> NotificationOrder {
        let settings = section.settings
        let statuses = isEmbedded ? NotificationStatuses() : settings.statuses
        return NotificationOrder(
            targets, table: isEmbedded ? "" : settings.table, statuses: statuses, key: settings.key,
            attribute: settings.attributes.status, retriesPerSecond: settings.retriesPerSecond, place: place)
    }

    // MARK: Sending

    /// The channels that our own notifications may name.
    package var channels: [String] { plan.settings.escalations?.channels ?? EscalationsSection().channels }

    /// What sends our own notifications: the notifiers of the escalations.
    func sender(notice: @escaping @Sendable (String) async -> Bool = { _ in false }) throws(Problem) -> NotificationSender {
        let escalations = plan.settings.escalations ?? EscalationsSection()
        let registry = CallerIDRegistry(escalations.callerIDs)
        let farEnds = FarEnds(
            environment: machine.environment.variables, transport: access.transport, clock: machine.clock,
            webhook: escalations.webhookURL.map { WebhookSettings(url: $0, secretVariable: escalations.webhookSecretVariable) },
            callerIDs: { registry }, console: { await notice("Notification \($0.processID)") })
        let notifiers = Channel.all.filter { escalations.channels.contains($0.name) }.map { $0.make(farEnds) }
        return NotificationSender(outbox: try store(), notifiers: notifiers, clock: machine.clock)
    }

    package func shutdown() {
        (opened.withLock { $0 } as? SQLiteNotifications)?.close()
        access.shutdown()
    }

    /// For a room that shares its access with others.
    func close() { (opened.withLock { $0 } as? SQLiteNotifications)?.close() }
}
