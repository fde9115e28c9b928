package import FoundationEssentials
import GRDB
package import Model

extension OptimizerBook {
    /// Every run with what is wrong with it now, the newest first.
    package func rows(limit: Int = 200, at now: Date) throws(StoreError) -> [OptimizerRow] {
        try read("read the runs of") { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM optimization_instance ORDER BY id DESC LIMIT ?", arguments: [limit])
            let runs = try rows.map { (run: Self.run($0, observer: owner), sight: try sight($0, db)) }
            let stuck = runs.filter { entry in
                entry.run.state != .queued && OptimizerTrouble.all(of: entry.run, entry.sight, at: now).contains(where: \.isStuck)
            }.map(\.run.id).min()
            return runs.map { entry in
                var sight = entry.sight
                if entry.run.state == .queued { sight.waitsForStuck = stuck.flatMap { $0 == entry.run.id ? nil : $0 } }
                return OptimizerRow(entry.run, sight, at: now)
            }
        }
    }

    package func row(_ id: Int, at now: Date) throws(StoreError) -> OptimizerRow? {
        try rows(limit: .max, at: now).first { $0.run.id == id }
    }

    private func sight(_ row: Row, _ db: Database) throws -> OptimizerSight {
        let id: Int = row["id"]
        let isOpen = Self.openStates.contains(row["run_status"] as String)
        var sight = OptimizerSight(process: isOpen ? process(row) : .working)
        sight.attempts = row["attempts"]
        sight.refusedStarts = row["refused_starts"]
        sight.lastRefusalAt = Self.date(row["refused_ms"])
        sight.cancelRequestedAt = Self.date(row["cancel_ms"])
        if isOpen {
            sight.groupSeconds = try Double.fetchAll(
                db,
                sql:
                    "SELECT (run_end_ms - run_start_ms) / 1000.0 FROM optimization_queue WHERE instance_id = ? AND run_end_ms IS NOT NULL",
                arguments: [id])
        } else {
            sight.groupsCutShort =
                try Int.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM optimization_queue WHERE instance_id = ? AND run_status <> 'CompleteWithSuccess'",
                    arguments: [id]) ?? 0
        }
        return sight
    }

    private static let openStates: Set<String> = ["queued", "running", "cancelling"]

    private func process(_ row: Row) -> OptimizerSight.Process {
        let process = OwnerProcess(row: row)
        switch process.life(seenFrom: owner) {
        case .running: return OwnerProcess.isStopped(process.pid) ? .stopped(pid: Int(process.pid)) : .working
        case .gone: return .gone
        case .unknown: return .elsewhere(host: process.host)
        }
    }

    /// What the last runs of a provider took.
    package func experience(of provider: String, but id: Int) throws(StoreError) -> OptimizerExperience {
        try read("read the runs of") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT devices, phase_seconds FROM optimization_instance
                    WHERE service_provider = ? AND id <> ? AND run_status = 'completed' AND devices > 0 ORDER BY id DESC LIMIT 5
                    """, arguments: [provider, id])
            return OptimizerExperience(
                of: rows.map { ($0["devices"], Self.decode([String: Double].self, $0["phase_seconds"]) ?? [:]) })
        }
    }

    /// Takes a queued run over to this process, which another one of this machine has entered for it.
    /// - Returns: False when it is not queued any more.
    package func adopt(_ id: Int) throws(StoreError) -> Bool {
        try write("take a run of") { db in
            try db.execute(
                sql: """
                    UPDATE optimization_instance SET host = ?, pid = ?, boot_id = ?, process_started = ?
                    WHERE id = ? AND run_status = 'queued'
                    """,
                arguments: [owner.host, owner.pid, owner.bootID, owner.startTicks, id])
            return db.changesCount > 0
        }
    }

    /// Fails a run that this process has entered for another one, which never took it.
    package func giveUp(_ id: Int, problem: Problem, at now: Date) throws(StoreError) {
        try write("end a run in") { db in
            try db.execute(
                sql: """
                    UPDATE optimization_instance SET run_status = 'failed', run_end_ms = ?, problem = ?
                    WHERE id = ? AND run_status = 'queued' AND pid = ? AND process_started = ?
                    """,
                arguments: [
                    Self.milliseconds(now), try Self.json(problem), id, owner.pid, owner.startTicks,
                ])
        }
    }
}
