package import FoundationEssentials
package import Model

/// Escalations in PostgreSQL, for any number of engines at once: each claims rows that nobody else holds (`SKIP LOCKED`), and takes over
/// what an engine has left that was not heard of for its lease.
///
/// Either in tables of our own, or on the original's `process` table, with what that cannot hold beside it (``LiveProcesses``).
package final class PostgresEscalations: EscalationStore {
    /// Whose clock says how long an engine has been silent.
    package enum LeaseClock: Sendable {
        /// The database's: machines need not agree on the time.
        case database
        /// The caller's, for tests that make their own time.
        case caller
    }

    let tables: EscalationTables
    /// nil for our own tables.
    let live: LiveProcesses?
    /// One for what engines do and one for screens, so that a long list holds up nothing that is due.
    private let writer: PostgresConnection
    private let reader: PostgresConnection
    private let leaseClock: LeaseClock
    private let maintainer: SchemaMaintainer

    /// Our own tables; they are made at the first use.
    package convenience init(_ settings: PostgresSettings, leaseClock: LeaseClock = .database) {
        self.init(settings, tables: .own, live: nil, leaseClock: leaseClock)
    }

    /// The original's tables, to work on them instead of the original; to watch them only, ``OriginalTables`` is enough.
    package convenience init(
        original settings: PostgresSettings, targetKeys: [String: String], leaseClock: LeaseClock = .database
    ) {
        self.init(settings, tables: .beside, live: LiveProcesses(targetKeys: targetKeys), leaseClock: leaseClock)
    }

    private init(_ settings: PostgresSettings, tables: EscalationTables, live: LiveProcesses?, leaseClock: LeaseClock) {
        self.tables = tables
        self.live = live
        self.leaseClock = leaseClock
        writer = PostgresConnection(settings)
        reader = PostgresConnection(settings)
        maintainer = SchemaMaintainer()
    }

    package func close() async {
        await writer.close()
        await reader.close()
    }

    // MARK: EscalationStore

    package func apply(_ requests: [TakenRequest], at now: Date) async throws(Problem) -> [RequestEffect] {
        try await write("write requests to") { [tables, live] transaction in
            let writer = PostgresRequests(tables: tables, live: live, now: now.timeIntervalSince1970)
            return try requests.map { try writer.apply($0, in: transaction) }
        }
    }

    package func advance(_ step: DeliveryStep) async throws(Problem) -> DeliveryTurn {
        try await write("write deliveries to") { [tables, live] transaction in
            try PostgresDeliveries(tables: tables, live: live, step: step).turn(transaction)
        }
    }

    package func adopt(
        for engine: EngineID, knowing known: Set<ClaimID>?, at now: Date
    ) async throws(Problem) -> [ClaimedDelivery] {
        let time = leaseTime(now)
        let isPruning = maintainer.isPruningDue(at: now.timeIntervalSince1970)
        return try await write("take over deliveries in") { [tables, live] transaction in
            let now = now.timeIntervalSince1970
            try live?.synchronize(tables, at: now, in: transaction)
            if isPruning { try PostgresEngines(tables: tables).prune(at: now, in: transaction) }
            return try PostgresEngines(tables: tables).adopt(for: engine, knowing: known, leaseTime: time, in: transaction)
        }
    }

    package func beat(_ beat: EngineBeat) async throws(Problem) -> EngineDuty {
        let time = leaseTime(beat.at)
        return try await write("note who delivers in") { [tables] transaction in
            try PostgresEngines(tables: tables).beat(beat, leaseTime: time, in: transaction)
            return .works
        }
    }

    package func retire(_ engine: EngineID) async throws(Problem) {
        try await write("give back the lease in") { [tables] transaction in
            _ = try transaction.run("DELETE FROM \(tables.engine) WHERE engine = $1", [engine.text])
        }
    }

    package func engines() async throws(Problem) -> [EngineBeat] {
        try await read { [tables] transaction in try PostgresEngines(tables: tables).all(in: transaction) }
    }

    package func list(includesEnded: Bool) async throws(Problem) -> [Escalation] {
        try await read { [tables, live] transaction in
            let rows = try PostgresReading(tables: tables).list(includesEnded: includesEnded, in: transaction)
            return try live?.overlay(rows, in: transaction) ?? rows
        }
    }

    package func history(of id: ProcessID) async throws(Problem) -> EscalationHistory? {
        try await read { [tables, live] transaction in
            let history = try PostgresReading(tables: tables).history(of: id, in: transaction)
            return try live?.overlay(history, of: id, in: transaction) ?? history
        }
    }

    package func hasten(_ id: ProcessID, at now: Date) async throws(Problem) -> Bool {
        try await write("write to") { [tables, live] transaction in
            try live?.synchronize(tables, at: now.timeIntervalSince1970, in: transaction)
            return try PostgresOrders(tables: tables, now: now.timeIntervalSince1970).hasten(id, in: transaction)
        }
    }

    package func snooze(_ id: ProcessID, until: Date, note: String, at now: Date) async throws(Problem) -> Bool {
        try await write("write to") { [tables, live] transaction in
            try live?.synchronize(tables, at: now.timeIntervalSince1970, in: transaction)
            return try PostgresOrders(tables: tables, now: now.timeIntervalSince1970).snooze(
                id, until: until.timeIntervalSince1970, note: note, in: transaction)
        }
    }

    // MARK: Transactions

    /// A number for SQL, or nil for the database's own time.
    private func leaseTime(_ now: Date) -> Double? { leaseClock == .caller ? now.timeIntervalSince1970 : nil }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (borrowing PostgresTransaction) throws -> Value
    ) async throws(Problem) -> Value {
        do {
            try await prepare()
            return try await reader.transaction { transaction in
                try transaction.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                return try body(transaction)
            }
        } catch {
            throw Problem(error, doing: "read escalations in")
        }
    }

    /// In a task of its own, which nobody cancels: what was sent must be written down, also while quitting.
    private func write<Value: Sendable>(
        _ what: String, _ body: @escaping @Sendable (borrowing PostgresTransaction) throws -> Value
    ) async throws(Problem) -> Value {
        do {
            return try await Task {
                try await prepare()
                return try await repeatedly(body)
            }.value
        } catch {
            throw Problem(error, doing: what)
        }
    }

    /// Two engines may get into each other's way, in which case one of them begins anew.
    private func repeatedly<Value: Sendable>(
        _ body: @escaping @Sendable (borrowing PostgresTransaction) throws -> Value
    ) async throws -> Value {
        for _ in 1..<Self.attempts {
            do { return try await writer.transaction(body) } catch let error as PostgresError where error.isContention {}
        }
        return try await writer.transaction(body)
    }

    private static let attempts = 5

    private func prepare() async throws {
        guard !maintainer.isDone else { return }
        try await writer.transaction { [tables, live] transaction in
            try live?.check(transaction)
            try tables.create(transaction)
        }
        maintainer.isDone = true
    }
}

extension Problem {
    init(_ error: any Error, doing what: String) {
        guard let error = error as? PostgresError else {
            self.init(code: "Postgres.cancelled", message: "Could not \(what) PostgreSQL: it was broken off.")
            return
        }
        let (name, hint) =
            switch error.code {
            case .notBuilt: ("notBuilt", "Until then use store: sqlite.")
            case .settings: ("settings", "Check DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD.")
            case .refused(let state) where state.hasPrefix("28") || state.hasPrefix("42501"):
                ("denied", "Give \(Product.name)'s user the rights that docs/escalations.md lists.")
            case .refused where !error.isOutage: ("refused", "Check the database's tables and its log.")
            case .invalid: ("invalid", "")
            case .cancelled: ("cancelled", "")
            case .unavailable, .interrupted, .timedOut, .refused:
                ("unavailable", "Check the database: until then no request is taken off its queue and nothing is sent.")
            }
        self.init(code: "Postgres.\(name)", message: "Could not \(what) PostgreSQL. \(error.message)", hint: hint)
    }
}
