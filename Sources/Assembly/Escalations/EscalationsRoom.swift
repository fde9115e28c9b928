import AWS
import Drill
package import Engines
import FoundationEssentials
import Glibc
package import Model
import Services
import Store
import Synchronization

/// Escalations of one context: their store, what may deliver them, and the desk that changes them.
package final class EscalationsRoom: Sendable {
    package let section: EscalationsSection
    package let settings: EngineSettings
    package let store: any EscalationStore
    package let place: Place
    /// How orders of a person reach a process.
    package let way: EscalationOrder.Way
    /// Of this process.
    package let engineID = EngineID(UUID().uuidString)
    private let machine: Machine
    private let access: AWSAccess
    private let queueURL: String?
    let isDrill: Bool
    /// The one that this process runs all the time; nil where none does.
    private let running = Mutex<EscalationEngine?>(nil)

    /// - Returns: nil where the context has no escalations.
    /// - Throws: ``CommandFailure``: 78 for settings, 69 for a store that cannot be opened.
    package static func open(machine: Machine, plan: ContextPlan) throws -> EscalationsRoom? {
        try plan.settings.escalations.map { section in
            try EscalationsRoom(section, machine: machine, plan: plan, access: try AWSAccess(machine: machine, plan: plan))
        }
    }

    /// - Parameter opensLater: The store's file is opened when it is first asked, and what is wrong with it is an error of that.
    init(
        _ section: EscalationsSection, machine: Machine, plan: ContextPlan, access: AWSAccess, opensLater: Bool = false
    ) throws {
        self.section = section
        self.machine = machine
        self.access = access
        isDrill = plan.isDrill
        let environment = EscalationEnvironment(variables: machine.environment.variables)
        settings = try environment.settings(for: section)
        queueURL = plan.isDrill ? nil : environment.queue ?? section.queue
        // Without a queue no region is needed: an engine may run on a machine that knows nothing of AWS.
        let region = (try? access.region(for: section.aws)) ?? "–"
        place = Desk.place(of: plan, region: region)
        way = section.source == .live ? .queue(url: queueURL ?? "") : .store
        store = try Self.openStore(section, machine: machine, plan: plan, opensLater: opensLater)
    }

    private static func openStore(
        _ section: EscalationsSection, machine: Machine, plan: ContextPlan, opensLater: Bool
    ) throws -> any EscalationStore {
        // PostgreSQL is reached when it is first asked anyway.
        if section.source == .live || section.store == .postgres { return try openPostgres(section, machine) }
        let (folder, name) = (machine.locations.state, plan.name)
        let open: @Sendable () throws(Problem) -> any EscalationStore = { () throws(Problem) in
            try SQLiteEscalations(folder: folder, context: name, host: Author.current.host)
        }
        guard !opensLater else { return OpeningStore(open) }
        do throws(Problem) {
            return try open()
        } catch {
            throw CommandFailure(error)
        }
    }

    /// A running deployment's tables are only watched unless this program is told to work on them.
    private static func openPostgres(_ section: EscalationsSection, _ machine: Machine) throws -> any EscalationStore {
        guard PostgresConnection.isBuiltIn else {
            throw CommandFailure(
                .badConfiguration, code: "Postgres.notBuilt", message: "\(PostgresError.notBuilt)",
                hint: "Nothing was opened. Take such a build, or a context whose escalations are embedded with store: sqlite.")
        }
        let database: PostgresSettings
        do throws(PostgresError) {
            database = try PostgresSettings(environment: machine.environment.variables)
        } catch {
            throw CommandFailure(
                .badConfiguration, code: "BadEnvironment", message: "\(error)",
                hint: "Correct the variables DB_HOST to DB_PASSWORD.")
        }
        guard section.source == .live else { return PostgresEscalations(database) }
        guard section.runs else { return OriginalTables(database, targetKeys: Self.targetKeys) }
        return PostgresEscalations(original: database, targetKeys: Self.targetKeys)
    }

    private static var targetKeys: [String: String] { Channel.targetKeys }

    // MARK: Delivering

    /// An engine of this process.
    /// - Parameters:
    ///   - interval: Longest time between two looks at the store.
    ///   - news: The watch of whoever calls ``EscalationEngine/knock()`` when the store was written.
    ///   - notice: Shows a notice on the console that runs here; false where there is none.
    ///   - note: Told what the engine does.
    ///   - adjust: Changes the context's settings for this engine.
    /// - Throws: ``CommandFailure`` 78 for a queue without a region or credentials' settings.
    package func engine(
        interval: Duration? = nil, news: StoreWatch? = nil, notice: @escaping @Sendable (String) async -> Bool = { _ in false },
        note: @escaping @Sendable (EngineNote) async -> Void = { _ in }, adjust: (inout EngineSettings) -> Void = { _ in }
    ) throws -> EscalationEngine {
        var settings = settings
        settings.interval = interval ?? settings.interval
        adjust(&settings)
        let queue = try queueURL.map { SQSRequestQueue(client: try access.client(for: section.aws), url: $0) }
        return EscalationEngine(
            store: store, notifiers: notifiers(notice), queue: queue, settings: settings,
            identity: EscalationEngine.Identity(engine: engineID, host: Author.current.host, pid: getpid()), clock: machine.clock,
            news: news, note: note)
    }

    /// Works with this engine until the task is cancelled; orders to deliver are its own meanwhile.
    func run(_ engine: EscalationEngine) async {
        running.withLock { $0 = engine }
        await engine.run()
        running.withLock { $0 = nil }
    }

    /// The store was written: the engine that runs here looks again.
    func knock() async { await running.withLock { $0 }?.knock() }

    private func notifiers(_ notice: @escaping @Sendable (String) async -> Bool) -> [any Notifier] {
        if isDrill {
            return Channel.all.map { PracticeNotifier(channel: $0.name, targetKey: $0.targetKey, clock: machine.clock) }
        }
        let callerIDs = callerIDs
        var farEnds = FarEnds(
            environment: machine.environment.variables, transport: access.transport, clock: machine.clock,
            webhook: section.webhookURL.map { WebhookSettings(url: $0, secretVariable: section.webhookSecretVariable) },
            callerIDs: callerIDs,
            console: { await notice("Escalation \($0.processID)\($0.message.map { ": \($0)" } ?? "")") })
        farEnds.followsCalls = section.followsCalls
        return Channel.all.filter { section.channels.contains($0.name) }.map { $0.make(farEnds) }
    }

    /// The key of an embedded context; of the original's table its `property` row, which may change at any time.
    private var callerIDs: @Sendable () async throws -> CallerIDRegistry {
        guard section.source == .live, let database = try? PostgresSettings(environment: machine.environment.variables) else {
            let registry = CallerIDRegistry(section.callerIDs)
            return { registry }
        }
        let original = OriginalTables(database)
        return { try await original.callerIDs() }
    }

    // MARK: Orders

    /// What a person orders is done through here, and recorded.
    package func desk(_ changes: ChangeDesk) throws -> EscalationDesk {
        let sender = try queueURL.map { SQSRequestSender(client: try access.client(for: section.aws), url: $0) }
        return EscalationDesk(store: store, desk: changes, sender: sender, clock: machine.clock) {
            [self] id async throws(Problem) in
            // Of two engines in one process the second would give back the lease of the first.
            if let running = running.withLock({ $0 }) {
                await running.knock()
                return true
            }
            let engine: EscalationEngine
            do {
                engine = try self.engine()
            } catch {
                throw Problem(code: "NoEngine", message: "Nothing can be delivered from here: \(error).")
            }
            return try await engine.deliver(id)
        }
    }

    package func order(_ act: EscalationOrder.Act, _ id: ProcessID, _ history: EscalationHistory?) -> EscalationOrder {
        EscalationOrder(act, id, way: way, place: place, history: history)
    }

    var clock: any WallClock { machine.clock }
    /// The name of the queue that an engine takes requests off; nil where it takes none.
    var requestQueue: String? { queueURL?.split(separator: "/").last.map(String.init) }

    package func shutdown() { access.shutdown() }
}
