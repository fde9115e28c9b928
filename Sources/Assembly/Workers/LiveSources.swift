import AWS
import Engines
import FoundationEssentials
import Model
import Store
import Yams

/// What calls and checks work on, whichever make it is.
struct WorkerSources: Sendable {
    var calendar: any WorkerCalendar
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

    private let client: AWSClient
    private let access: AWSAccess
    private let transport: CurlTransport
    private let app: String
    private let environment: [String: String]
    private let clock: any WallClock
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
        let graph = GraphCalendar(client: known.graph)
        return WorkerSources(
            calendar: graph, directory: graph, mail: RecordedMail(mail: graph, store: store, clock: clock),
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

    nonisolated func shutdown() {
        transport.shutdown()
        access.shutdown()
    }
}

/// Keeps a record of every mail that was taken.
struct RecordedMail: AlertMail {
    let mail: any AlertMail
    let store: SQLiteWorkers
    let clock: any WallClock

    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) {
        try await mail.send(alert, to: recipients)
        try await store.keepSent(alert, way: "mail", at: clock.now)
    }
}
