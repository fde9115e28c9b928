package import FoundationEssentials
import GRDB
package import Model

/// Escalations of one context in a SQLite file of their own. Every write has reached the disk when its method returns, a power cut included:
/// what is acknowledged to a queue, and what is sent, must not be forgotten.
package final class SQLiteEscalations: EscalationStore {
    package let path: String
    private let host: String
    /// Reading has a connection of its own: a long list must not hold up what is due.
    private let reader: DatabaseQueue
    private let writer: DatabaseQueue

    /// - Parameters:
    ///   - folder: Absolute path of the state folder.
    ///   - context: Each context has its own file, and so its own engine.
    ///   - host: This machine's name.
    /// - Throws: ``Problem``
    package init(folder: String, context: String, host: String) throws(Problem) {
        let file = DatabaseFile(
            folder: folder, name: Self.fileName(context: context), migrations: [M010Escalations.self], durability: .full)
        path = file.path
        self.host = host
        do throws(StoreError) {
            writer = try file.open()
            reader = try file.open()
        } catch {
            throw Problem(error)
        }
    }

    /// Closes both connections; afterwards nothing can be read or written.
    package func close() {
        try? reader.close()
        try? writer.close()
    }

    package static func fileName(context: String) -> String { "engine-\(safe(context)).sqlite" }

    /// A context's name as part of a file's name: what is not a letter, a digit, `-` or `_` is written as `=XX`.
    private static func safe(_ name: String) -> String {
        name.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                byte < 0x80
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_".unicodeScalars.contains(scalar))
            return isPlain ? String(scalar) : "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    // MARK: EscalationStore

    package var mark: StoreMark? { FileMark.read(path + "-wal") }

    package func apply(_ requests: [TakenRequest], at now: Date) async throws(Problem) -> [RequestEffect] {
        try await write("write requests to") { db in
            try requests.map { try RequestWriter(db: db, now: now.timeIntervalSince1970).apply($0) }
        }
    }

    package func advance(_ step: DeliveryStep) async throws(Problem) -> DeliveryTurn {
        try await write("write deliveries to") { db in try DeliveryWriter(db: db, step: step).turn() }
    }

    package func adopt(
        for engine: EngineID, knowing known: Set<ClaimID>?, at now: Date
    ) async throws(Problem) -> [ClaimedDelivery] {
        try await write("take over deliveries in") { db in
            guard try EngineLease.holder(db)?.beat.engine == engine else { return [] }
            try EngineRetention.prune(db, at: now.timeIntervalSince1970)
            return try DeliveryWriter.adopt(db, for: engine, knowing: known)
        }
    }

    package func beat(_ beat: EngineBeat) async throws(Problem) -> EngineDuty {
        let owner = OwnerProcess.current(host: host)
        return try await write("note who delivers in") { db in try EngineLease.beat(beat, by: owner, in: db) }
    }

    package func retire(_ engine: EngineID) async throws(Problem) {
        try await write("give back the lease in") { db in try EngineLease.retire(engine, in: db) }
    }

    package func engines() async throws(Problem) -> [EngineBeat] {
        let observer = OwnerProcess.current(host: host)
        return try await read { db in
            try EngineLease.holder(db).map { holder in holder.owner.life(seenFrom: observer) == .gone ? [] : [holder.beat] } ?? []
        }
    }

    package func list(includesEnded: Bool) async throws(Problem) -> [Escalation] {
        try await read { db in try EscalationReader.list(db, includesEnded: includesEnded) }
    }

    package func history(of id: ProcessID) async throws(Problem) -> EscalationHistory? {
        try await read { db in try EscalationReader.history(db, of: id) }
    }

    package func hasten(_ id: ProcessID, at now: Date) async throws(Problem) -> Bool {
        try await write("write to") { db in try OrderWriter(db: db, now: now.timeIntervalSince1970).hasten(id) }
    }

    package func snooze(_ id: ProcessID, until: Date, note: String, at now: Date) async throws(Problem) -> Bool {
        try await write("write to") { db in
            try OrderWriter(db: db, now: now.timeIntervalSince1970).snooze(id, until: until.timeIntervalSince1970, note: note)
        }
    }

    private func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(Problem) -> Value {
        do {
            return try readHere(body)
        } catch {
            throw Problem(StoreError(error, doing: "read escalations in", path: path))
        }
    }

    /// On the thread that asks: a reader waits for nobody, and to go to another thread and back costs more than to read.
    private func readHere<Value>(_ body: (Database) throws -> Value) throws -> Value { try reader.read(body) }

    private func write<Value: Sendable>(
        _ what: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Problem) -> Value {
        do {
            // In a task of its own, which nobody cancels: what was sent must be written down, also while quitting.
            return try await Task { [writer] in
                try await writer.writeWithoutTransaction { db in
                    try db.beginTransaction(.immediate)
                    do {
                        let value = try body(db)
                        try db.commit()
                        return value
                    } catch {
                        if db.isInsideTransaction { try? db.rollback() }
                        throw error
                    }
                }
            }.value
        } catch {
            throw Problem(StoreError(error, doing: what, path: path))
        }
    }
}

extension Problem {
    fileprivate init(_ error: StoreError) {
        let hint =
            switch error.code {
            case .diskFull: "Free some space: until then no request is taken off its queue and nothing is sent."
            case .corrupt, .newerSchema: error.hint
            case .busy, .readOnly, .tampered, .other:
                "Check the file and its folder: until then no request is taken off its queue and nothing is sent."
            }
        self.init(code: "Store.\(error.code.rawValue)", message: error.message, hint: hint)
    }
}
