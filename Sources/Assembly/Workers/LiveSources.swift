import AWS
import Engines
import FoundationEssentials
import Model
import Store
import Yams

/// What calls and checks work on, whichever make it is.
struct WorkerSources: Sendable {
    var calendar: any WorkerCalendar
    /// The mailbox itself, for what only a live deployment has; nil for an embedded calendar.
    var mailbox: GraphCalendar?
    var directory: any WorkerDirectory
    var mail: any AlertMail
    var ledger: any WorkerLedger
    var settings: WorkerSettings
    var secretExpiry: String?
    var hasNoMail = false
}

/// A running deployment: its parameters in SSM, its mailbox through Microsoft Graph. Read again now and then, since secrets are renewed.
actor LiveSources {
    private static let freshness: Duration = .seconds(600)
    /// Figures of CloudWatch cost a little, and change with each call.
    private static let figuresFreshness = 120.0
    private static let costsFreshness = 3600.0

    private let client: AWSClient
    private let access: AWSAccess
    private let transport: CurlTransport
    private let app: String
    private let environment: [String: String]
    private let clock: any WallClock
    private var figures: (result: Result<LiveFigures, Problem>, at: Date)?
    private var costs: (costs: WorkerCosts, at: Date)?
    private var known: (parameters: LiveParameters, graph: GraphClient, settings: WorkerSettings, at: Date)?

    init(machine: Machine, plan: ContextPlan, section: WorkersSection) throws {
        access = try AWSAccess(machine: machine, plan: plan)
        client = try access.client(for: section.aws)
        environment = machine.environment.variables
        transport = CurlTransport(CurlSettings(environment: environment))
        app = section.app
        clock = machine.clock
    }

    var secretExpiry: String? { known?.parameters.secretExpiry }

    /// - Throws: ``Problem``: of SSM, or `BadSettings` for parameters that cannot be used; then nobody is told of anything.
    func sources(store: SQLiteWorkers) async throws(Problem) -> WorkerSources {
        let now = clock.now
        if known.map({ now.timeIntervalSince($0.at) > Self.freshness / .seconds(1) }) ?? true { try await load(at: now) }
        guard let known else { throw .badSettings("nothing was read.") }
        let graph = GraphCalendar(client: known.graph, zones: MachineZones.rule)
        return WorkerSources(
            calendar: graph, mailbox: graph, directory: graph, mail: RecordedMail(mail: graph, store: store, clock: clock),
            ledger: PublishedLedger(store: store, client: client, app: app), settings: known.settings,
            secretExpiry: known.parameters.secretExpiry)
    }

    private func load(at now: Date) async throws(Problem) {
        let parameters = try await LiveParameters.read(app: app, by: client)
        let account = try GraphAccount(parameters: parameters.values, environment: environment)
        let settings = try Self.settings(parameters.values["config"])
        // The token is kept as long as the account is the same.
        let graph =
            known.flatMap { $0.parameters.values == parameters.values ? $0.graph : nil }
            ?? GraphClient(account: account, transport: transport, clock: clock)
        known = (parameters, graph, settings, now)
    }

    private static func settings(_ text: String?) throws(Problem) -> WorkerSettings {
        guard let text else { throw .badSettings("the parameter \"config\" is missing.") }
        guard let node = try? Yams.compose(yaml: text) else {
            throw .badSettings("the parameter \"config\" is not valid YAML.")
        }
        return try WorkerSettings(SettingsTree(node: node), isComplete: true)
    }

    /// Which of the parameters there are, for the doctor; no values.
    func parameterNames() async throws(Problem) -> [String] {
        try await LiveParameters.read(app: app, by: client).values.keys.sorted()
    }

    /// What CloudWatch has counted, at most two minutes old.
    func currentFigures() async -> Result<LiveFigures, Problem> {
        let now = clock.now
        if let figures, now.timeIntervalSince(figures.at) < Self.figuresFreshness { return figures.result }
        let result: Result<LiveFigures, Problem>
        do throws(Problem) {
            result = .success(try await LiveFigures.read(app: app, by: client, now: now))
        } catch {
            result = .failure(error)
        }
        figures = (result, now)
        return result
    }

    /// At most an hour old.
    func currentCosts() async -> WorkerCosts {
        let now = clock.now
        if let costs, now.timeIntervalSince(costs.at) < Self.costsFreshness { return costs.costs }
        let month = WorkerMonth(at: now)
        let found = WorkerCosts(
            provisionedUnits: await LiveFigures.provisionedUnits(by: client),
            calls: await LiveFigures.calls(app: app, by: client, since: month.start, now: now), daysOver: month.daysOver,
            daysOfMonth: month.days)
        costs = (found, now)
        return found
    }

    nonisolated func shutdown() {
        transport.shutdown()
        access.shutdown()
    }
}

/// The month of a moment, in UTC.
struct WorkerMonth {
    let start: Date
    let daysOver: Double
    let days: Int

    init(at now: Date) {
        let seconds = now.timeIntervalSince1970
        let today = CivilDay(number: Int((seconds / 86_400).rounded(.down)))
        let parts = today.parts
        let first = today.number - (parts.day - 1)
        start = Date(timeIntervalSince1970: Double(first) * 86_400)
        // In whole hours, so that it stands still.
        daysOver = ((seconds - Double(first) * 86_400) / 3600).rounded(.down) / 24
        days = CivilDay.length(ofMonth: parts.month, in: parts.year)
    }
}
