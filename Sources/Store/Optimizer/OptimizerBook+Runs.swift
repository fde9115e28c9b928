package import FoundationEssentials
import GRDB
package import Model

/// What a run is asked for: absolute paths.
package struct OptimizerInput: Sendable, Equatable, Codable {
    package var devices: String
    package var plans: String
    package var groups: String?
    package var period: String?
    package var output: String
    package var prices: String?
    package var rejects: String?
    package var timeLimitSeconds: Double?
    /// To be looked at, and not to be waited for: it rests between groups, blocks nobody, and waits for nobody.
    package var isPractice = false

    package init(devices: String, plans: String, output: String) {
        self.devices = devices
        self.plans = plans
        self.output = output
    }
}

/// How a new run stands beside those that are there.
package enum OptimizerAdmission: Sendable, Equatable {
    case admitted(id: Int)
    /// The same input was left unfinished by a process that is gone: it goes on.
    case resumed(id: Int)
    /// The provider has an open run, whose process lives.
    case refused(by: OptimizerRun)
}

extension OptimizerBook {
    /// Enters a run. One that was left open by a process that is gone never blocks: it goes on with the same input, or counts as failed.
    /// - Parameter mark: Tells inputs apart: paths, sizes and times of the files.
    package func admit(
        _ input: OptimizerInput, mark: String, provider: String, at now: Date
    ) throws(StoreError) -> OptimizerAdmission {
        try write("enter a run in") { db in
            try settleOrphans(db, exceptMark: mark, at: now)
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM optimization_instance
                    WHERE service_provider = ? AND practice = ? AND run_status IN \(Self.open) ORDER BY id
                    """,
                arguments: [provider, input.isPractice])
            for row in rows {
                if OwnerProcess(row: row).life(seenFrom: owner) == .gone, row["input_mark"] == mark {
                    try take(row["id"], db)
                    return .resumed(id: row["id"])
                }
                try db.execute(
                    sql:
                        "UPDATE optimization_instance SET refused_starts = refused_starts + 1, refused_ms = ? WHERE id = ?",
                    arguments: [Self.milliseconds(now), row["id"] as Int])
                return .refused(by: Self.run(row, observer: owner))
            }
            try db.execute(
                sql: """
                    INSERT INTO optimization_instance
                        (service_provider, run_status, phase, created_ms, input, input_mark, practice, host, pid, boot_id,
                        process_started)
                    VALUES (?, 'queued', 'validate', ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    provider, Self.milliseconds(now), try Self.json(input), mark, input.isPractice, owner.host, owner.pid,
                    owner.bootID,
                    owner.startTicks,
                ])
            return .admitted(id: Int(db.lastInsertedRowID))
        }
    }

    static let open = "('queued', 'running', 'cancelling')"

    /// What was left open by processes that are gone has failed, but for the input that is about to go on.
    private func settleOrphans(_ db: Database, exceptMark mark: String?, at now: Date) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM optimization_instance WHERE practice = 0 AND run_status IN \(Self.open)")
        for row in rows where OwnerProcess(row: row).life(seenFrom: owner) == .gone && row["input_mark"] as String != mark {
            let problem = Problem(
                code: "ProcessGone", message: "Run \(row["id"] as Int) was left open by a process that is gone.",
                hint: "nightdesk optimizer requeue \(row["id"] as Int) runs it again.")
            try db.execute(
                sql: "UPDATE optimization_instance SET run_status = 'failed', run_end_ms = ?, problem = ? WHERE id = ?",
                arguments: [Self.milliseconds(now), try Self.json(problem), row["id"] as Int])
        }
    }

    private func take(_ id: Int, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE optimization_instance SET host = ?, pid = ?, boot_id = ?, process_started = ?, run_status = 'queued', problem = NULL,
                    run_end_ms = NULL, cancel_requested = 0, cancel_ms = NULL, attempts = attempts + 1 WHERE id = ?
                """,
            arguments: [owner.host, owner.pid, owner.bootID, owner.startTicks, id])
    }

    /// Starts an admitted run when no other runs; the oldest waits least.
    /// - Returns: The run that has to end first; nil when this one runs now.
    package func start(_ id: Int, at now: Date) throws(StoreError) -> Int? {
        try write("start a run in") { db in
            try settleOrphans(db, exceptMark: nil, at: now)
            let blocking = try Int.fetchOne(
                db,
                sql: """
                    SELECT id FROM optimization_instance
                    WHERE id <> ? AND practice = 0 AND (SELECT practice = 0 FROM optimization_instance WHERE id = ?)
                        AND (run_status IN ('running', 'cancelling') OR (run_status = 'queued' AND id < ?)) ORDER BY id LIMIT 1
                    """, arguments: [id, id, id])
            guard blocking == nil else { return blocking }
            try db.execute(
                sql: """
                    UPDATE optimization_instance SET run_status = 'running', run_start_ms = coalesce(run_start_ms, ?), progress_ms = ?
                    WHERE id = ? AND run_status = 'queued'
                    """, arguments: [Self.milliseconds(now), Self.milliseconds(now), id])
            return nil
        }
    }

    /// Every run, the newest first.
    package func runs(limit: Int = 200) throws(StoreError) -> [OptimizerRun] {
        try read("read the runs of") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM optimization_instance ORDER BY id DESC LIMIT ?", arguments: [limit])
                .map { Self.run($0, observer: owner) }
        }
    }

    package func run(_ id: Int) throws(StoreError) -> OptimizerRun? {
        try read("read a run of") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM optimization_instance WHERE id = ?", arguments: [id])
                .map { Self.run($0, observer: owner) }
        }
    }

    package func input(_ id: Int) throws(StoreError) -> OptimizerInput? {
        try read("read a run of") { db in
            Self.decode(
                OptimizerInput.self,
                try String.fetchOne(db, sql: "SELECT input FROM optimization_instance WHERE id = ?", arguments: [id]))
        }
    }

    /// Asks the process that runs it to stop; what waits or was left behind ends at once.
    /// - Returns: False when it has already ended, or there is none.
    package func cancel(_ id: Int, at now: Date) throws(StoreError) -> Bool {
        try write("cancel a run in") { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM optimization_instance WHERE id = ?", arguments: [id]),
                ["queued", "running", "cancelling"].contains(row["run_status"] as String)
            else { return false }
            let works = OwnerProcess(row: row).life(seenFrom: owner) != .gone
            try db.execute(
                sql: """
                    UPDATE optimization_instance SET cancel_requested = 1, run_status = ?, run_end_ms = ?,
                        cancel_ms = coalesce(cancel_ms, ?) WHERE id = ?
                    """,
                arguments: [
                    works ? "cancelling" : "cancelled", works ? nil : Self.milliseconds(now), Self.milliseconds(now), id,
                ])
            return true
        }
    }

    package func isCancelRequested(_ id: Int) throws(StoreError) -> Bool {
        try read("read a run of") { db in
            try Bool.fetchOne(db, sql: "SELECT cancel_requested FROM optimization_instance WHERE id = ?", arguments: [id]) ?? true
        }
    }

    /// Ends a run that was left open, or brings a finished one back to be run again.
    /// - Returns: False when a living process has it, or it is not in that state.
    package func end(_ id: Int, at now: Date) throws(StoreError) -> Bool {
        try write("end a run in") { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM optimization_instance WHERE id = ?", arguments: [id]),
                ["queued", "running", "cancelling"].contains(row["run_status"] as String),
                OwnerProcess(row: row).life(seenFrom: owner) != .running
            else { return false }
            try db.execute(
                sql: "UPDATE optimization_instance SET run_status = 'cancelled', run_end_ms = ? WHERE id = ?",
                arguments: [Self.milliseconds(now), id])
            return true
        }
    }

    /// Takes a run that failed, was cancelled or was left open over to this process, so that it runs again under its number.
    package func requeue(_ id: Int) throws(StoreError) -> Bool {
        try write("queue a run in") { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM optimization_instance WHERE id = ?", arguments: [id]),
                ["failed", "cancelled"].contains(row["run_status"] as String)
                    || OwnerProcess(row: row).life(seenFrom: owner) == .gone
                        && ["queued", "running", "cancelling"].contains(row["run_status"] as String)
            else { return false }
            let open = try Int.fetchOne(
                db,
                sql: """
                    SELECT id FROM optimization_instance
                    WHERE service_provider = ? AND practice = ? AND id <> ? AND run_status IN \(Self.open)
                    """,
                arguments: [row["service_provider"] as String, row["practice"] as Bool, id])
            guard open == nil else { return false }
            try take(id, db)
            return true
        }
    }

    static func run(_ row: Row, observer: OwnerProcess) -> OptimizerRun {
        var run = OptimizerRun(
            id: row["id"], provider: row["service_provider"], state: OptimizerRun.State(rawValue: row["run_status"]) ?? .failed,
            phase: OptimizerPhase(rawValue: row["phase"]) ?? .validate, createdAt: date(row["created_ms"]) ?? .distantPast)
        run.queuesDone = row["queues_done"]
        run.queuesTotal = row["queues_total"]
        run.devices = row["devices"]
        run.rejected = row["rejected"]
        run.costBefore = (row["baseline_ticks"] as Int64?).map { Money(ticks: $0) }
        run.costNow = (row["total_ticks"] as Int64?).map { Money(ticks: $0) }
        run.bound = (row["bound_ticks"] as Int64?).map { Money(ticks: $0) }
        run.startedAt = date(row["run_start_ms"])
        run.endedAt = date(row["run_end_ms"])
        run.share = row["share"]
        run.rate = row["rate"]
        run.etaSeconds = row["eta_seconds"]
        run.lastImprovementAt = date(row["improved_ms"])
        run.lastProgressAt = date(row["progress_ms"])
        run.cycleEndsAt = date(row["period_end_ms"])
        run.problem = decode(Problem.self, row["problem"])
        run.warnings = decode([String].self, row["warnings"]) ?? []
        run.experience = decode(OptimizerExperience.self, row["experience"]) ?? .none
        if !run.state.isFinished, OwnerProcess(row: row).life(seenFrom: observer) == .gone {
            run.state = .stuck
            run.problem = Problem(
                code: "ProcessGone", message: "The process that ran it is gone; its best so far is kept.",
                hint: "Run it again: nightdesk optimizer requeue \(run.id). Or end it: nightdesk optimizer end \(run.id).")
        }
        return run
    }
}
