import FoundationEssentials
import GRDB
import Model

/// Which engine works on a file: one at a time.
struct EngineLease {
    var beat: EngineBeat
    var owner: OwnerProcess

    static func holder(_ db: Database) throws -> EngineLease? {
        try Row.fetchOne(try db.cachedStatement(sql: "SELECT * FROM engine_lease")).map { row in
            let counts = try? JSONDecoder().decode(EngineCounts.self, from: Data((row["counts"] as String).utf8))
            return EngineLease(
                beat: EngineBeat(
                    engine: EngineID(row["engine"]), host: row["host"], pid: row["pid"],
                    at: Date(timeIntervalSince1970: row["at"]),
                    lease: .milliseconds(Int64((row["lease_seconds"] as Double) * 1000)),
                    counts: counts ?? EngineCounts()),
                owner: OwnerProcess(row: row))
        }
    }

    /// Free when nobody has it, when its holder's process on this machine is gone, or when nothing was heard of it for its time.
    static func beat(_ beat: EngineBeat, by owner: OwnerProcess, in db: Database) throws -> EngineDuty {
        if let holder = try holder(db), holder.beat.engine != beat.engine, holder.isHeld(at: beat.at, seenFrom: owner) {
            return .watches(holder.beat)
        }
        let counts = try JSONEncoder().encode(beat.counts)
        try db.cachedStatement(
            sql: """
                REPLACE INTO engine_lease (only, engine, host, pid, boot_id, process_started, at, lease_seconds, counts)
                VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                beat.engine.text, owner.host, owner.pid, owner.bootID, owner.startTicks, beat.at.timeIntervalSince1970,
                beat.lease / .seconds(1), String(decoding: counts, as: UTF8.self),
            ])
        return .works
    }

    static func retire(_ engine: EngineID, in db: Database) throws {
        try db.execute(sql: "DELETE FROM engine_lease WHERE engine = ?", arguments: [engine.text])
    }

    /// A clock that was put back must not keep a lease for ever, so a beat from the future counts as silence too.
    private func isHeld(at now: Date, seenFrom observer: OwnerProcess) -> Bool {
        owner.life(seenFrom: observer) != .gone && abs(now.timeIntervalSince(beat.at)) <= beat.lease / .seconds(1)
    }
}

/// What is not kept for ever.
enum EngineRetention {
    /// Longer than any queue keeps a message, which is 14 days.
    private static let messages: Duration = .seconds(15 * 86_400)
    private static let endedRuns: Duration = .seconds(90 * 86_400)

    static func prune(_ db: Database, at now: Double) throws {
        try db.execute(sql: "DELETE FROM escalation_message WHERE taken_at < ?", arguments: [now - messages / .seconds(1)])
        try db.execute(
            sql: "DELETE FROM escalation_process WHERE phase = 'ended' AND ended_at < ?",
            arguments: [now - endedRuns / .seconds(1)])
    }
}
