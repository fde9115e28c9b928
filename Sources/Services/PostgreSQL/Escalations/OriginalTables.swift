package import FoundationEssentials
package import Model

/// The original's tables, watched only: nothing is written, not even a table of ours made.
package final class OriginalTables: EscalationStore {
    private let connection: PostgresConnection
    private let targetKeys: [String: String]

    package init(_ settings: PostgresSettings, targetKeys: [String: String] = EscalationChannels.originalTargetKeys) {
        connection = PostgresConnection(settings)
        self.targetKeys = targetKeys
    }

    package func close() async { await connection.close() }

    /// The caller ids under `caller-id-registry` of table `property`; an empty registry where there are none.
    /// - Throws: ``PostgresError``, `.invalid` where the property is no JSON object of strings.
    package func callerIDs() async throws -> CallerIDRegistry {
        let rows = try await connection.read(
            "SELECT property_value FROM property WHERE property_key = $1", ["caller-id-registry"])
        guard let text = rows.rows.first?.first ?? nil else { return CallerIDRegistry([:]) }
        guard let registry = try? CallerIDRegistry(json: Data(text.utf8)) else {
            throw PostgresError(.invalid, "Property caller-id-registry is no JSON object of strings.")
        }
        return registry
    }

    // MARK: EscalationStore

    package func list(includesEnded: Bool) async throws(Problem) -> [Escalation] {
        try await read { [targetKeys] transaction in try OriginalRows(targetKeys: targetKeys).all(in: transaction).map(\.row) }
    }

    package func history(of id: ProcessID) async throws(Problem) -> EscalationHistory? {
        try await read { [targetKeys] transaction in try OriginalRows(targetKeys: targetKeys).one(id, in: transaction) }
    }

    /// Who delivers is not written there.
    package func engines() async throws(Problem) -> [EngineBeat] { [] }

    package func apply(_ requests: [TakenRequest], at now: Date) async throws(Problem) -> [RequestEffect] { throw Self.watching }
    package func advance(_ step: DeliveryStep) async throws(Problem) -> DeliveryTurn { throw Self.watching }
    package func adopt(
        for engine: EngineID, knowing known: Set<ClaimID>?, at now: Date
    ) async throws(Problem) -> [ClaimedDelivery] { throw Self.watching }
    package func beat(_ beat: EngineBeat) async throws(Problem) -> EngineDuty { throw Self.watching }
    package func retire(_ engine: EngineID) async throws(Problem) {}
    package func hasten(_ id: ProcessID, at now: Date) async throws(Problem) -> Bool { throw Self.watching }

    package func snooze(_ id: ProcessID, until: Date, note: String, at now: Date) async throws(Problem) -> Bool {
        throw Self.watching
    }

    private static let watching = Problem(
        code: "Store.watching", message: "The live escalations are watched only: nothing was changed in their tables.",
        hint: "Set run: true under escalations where this program is to work instead of the original.")

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (borrowing PostgresTransaction) throws -> Value
    ) async throws(Problem) -> Value {
        do {
            return try await connection.transaction { transaction in
                try transaction.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                return try body(transaction)
            }
        } catch {
            throw Problem(error, doing: "read escalations in")
        }
    }
}
