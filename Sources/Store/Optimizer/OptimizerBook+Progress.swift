package import FoundationEssentials
import GRDB
package import Model

/// What is entered of a group before its search.
package struct OptimizerGroup: Sendable, Equatable {
    package var name: String
    package var devices: Int
    package var baselineTicks: Int64
    package var communicationPlans: [String]
    package var ratePlans: [(code: String, isPooled: Bool)]

    package init(
        name: String, devices: Int, baselineTicks: Int64, communicationPlans: [String],
        ratePlans: [(code: String, isPooled: Bool)]
    ) {
        self.name = name
        self.devices = devices
        self.baselineTicks = baselineTicks
        self.communicationPlans = communicationPlans
        self.ratePlans = ratePlans
    }

    package static func == (one: OptimizerGroup, other: OptimizerGroup) -> Bool {
        one.name == other.name && one.devices == other.devices && one.baselineTicks == other.baselineTicks
            && one.communicationPlans == other.communicationPlans && one.ratePlans.elementsEqual(other.ratePlans, by: ==)
    }
}

extension OptimizerBook {
    /// Writes a step and what it changes of the run.
    package func record(_ event: OptimizerEvent, run: OptimizerRun, phaseSeconds: [String: Double]) throws(StoreError) {
        try write("record a step in") { db in
            try db.execute(
                sql: "INSERT INTO optimization_progress (instance_id, at_ms, body) VALUES (?, ?, ?)",
                arguments: [event.instance, Self.milliseconds(event.at), try Self.json(event)])
            try db.execute(
                sql: """
                    UPDATE optimization_instance SET phase = ?, devices = ?, rejected = ?, queues_total = ?, queues_done = ?,
                        baseline_ticks = ?, total_ticks = ?, bound_ticks = ?, share = ?, rate = ?, eta_seconds = ?, improved_ms = ?,
                        progress_ms = ?, period_end_ms = ?, warnings = ?, phase_seconds = ?, experience = ?
                    WHERE id = ?
                    """,
                arguments: [
                    run.phase.rawValue, run.devices, run.rejected, run.queuesTotal, run.queuesDone, run.costBefore?.ticks,
                    run.costNow?.ticks, run.bound?.ticks, run.share, run.rate, run.etaSeconds,
                    run.lastImprovementAt.map(Self.milliseconds), Self.milliseconds(event.at),
                    run.cycleEndsAt.map(Self.milliseconds),
                    try Self.json(run.warnings), try Self.json(phaseSeconds),
                    run.experience.isEmpty ? nil : try Self.json(run.experience), run.id,
                ])
        }
    }

    /// The run's end: state, time, and why where it did not end well.
    package func finish(_ id: Int, _ state: OptimizerRun.State, problem: Problem?, at now: Date) throws(StoreError) {
        try write("end a run in") { db in
            try db.execute(
                sql:
                    "UPDATE optimization_instance SET run_status = ?, problem = ?, run_end_ms = ?, eta_seconds = NULL WHERE id = ?",
                arguments: [state.rawValue, try problem.map { try Self.json($0) }, Self.milliseconds(now), id])
        }
    }

    /// Enters the groups, one queue for each; those of an interrupted run with the same name keep their prices.
    /// - Returns: The queues' ids in the order of the groups, and the prices to go on from, by rate plan.
    package func enter(_ groups: [OptimizerGroup], instance: Int) throws(StoreError) -> (
        ids: [Int64], warm: [Int: [String: Int64]]
    ) {
        try write("enter groups in") { db in
            var warm: [Int: [String: Int64]] = [:]
            for (number, group) in groups.enumerated() {
                let text = try String.fetchOne(
                    db,
                    sql: """
                        SELECT queue.prices FROM optimization_queue AS queue JOIN optimization_comm_group AS grp ON grp.id = queue.comm_group_id
                        WHERE grp.instance_id = ? AND grp.name = ? AND queue.prices IS NOT NULL
                        """, arguments: [instance, group.name])
                if let prices = Self.decode([String: Int64].self, text) { warm[number] = prices }
            }
            try Self.removeGroups(db, instances: "= \(instance)")
            return (try groups.enumerated().map { try Self.enter($1, number: $0, instance: instance, db) }, warm)
        }
    }

    private static func enter(_ group: OptimizerGroup, number: Int, instance: Int, _ db: Database) throws -> Int64 {
        try db.execute(
            sql:
                "INSERT INTO optimization_comm_group (instance_id, number, name, devices, baseline_ticks) VALUES (?, ?, ?, ?, ?)",
            arguments: [instance, number, group.name, group.devices, group.baselineTicks])
        let id = db.lastInsertedRowID
        for plan in group.communicationPlans {
            try db.execute(sql: "INSERT OR IGNORE INTO optimization_comm_group_comm_plan VALUES (?, ?)", arguments: [id, plan])
        }
        for plan in group.ratePlans {
            try db.execute(
                sql: "INSERT INTO optimization_comm_group_rate_plan (comm_group_id, rate_plan_code, pooled) VALUES (?, ?, ?)",
                arguments: [id, plan.code, plan.isPooled])
        }
        try db.execute(
            sql: "INSERT INTO optimization_queue (instance_id, comm_group_id, run_status) VALUES (?, ?, 'NotStarted')",
            arguments: [instance, id])
        return db.lastInsertedRowID
    }

    /// How far the search of a group is.
    package enum GroupStage: Sendable {
        case searching, done, cutShort

        var status: String {
            switch self {
            case .searching: "RunningPermutations"
            case .done: "CompleteWithSuccess"
            case .cutShort: "CompleteWithErrors"
            }
        }
    }

    package func update(
        queue id: Int64, ticks: Int64, bound: Int64, rounds: Int, prices: [String: Int64], _ stage: GroupStage, at now: Date
    ) throws(StoreError) {
        try write("record a round in") { db in
            try db.execute(
                sql: """
                    UPDATE optimization_queue SET total_ticks = ?, bound_ticks = ?, rounds = ?, prices = ?, run_status = ?,
                        run_start_ms = coalesce(run_start_ms, ?), run_end_ms = ? WHERE id = ?
                    """,
                arguments: [
                    ticks, bound, rounds, try Self.json(prices), stage.status, Self.milliseconds(now),
                    stage == .searching ? nil : Self.milliseconds(now), id,
                ])
        }
    }

    package func queues(of instance: Int) throws(StoreError) -> [OptimizerQueue] {
        try read("read the groups of") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT grp.name, grp.devices, grp.baseline_ticks, queue.* FROM optimization_queue AS queue
                    JOIN optimization_comm_group AS grp ON grp.id = queue.comm_group_id
                    WHERE queue.instance_id = ? ORDER BY grp.number
                    """, arguments: [instance]
            ).map { row in
                let start = row["run_start_ms"] as Int64?
                let end = row["run_end_ms"] as Int64?
                return OptimizerQueue(
                    group: row["name"], state: row["run_status"], devices: row["devices"],
                    baseline: Money(ticks: row["baseline_ticks"]),
                    total: (row["total_ticks"] as Int64?).map { Money(ticks: $0) },
                    bound: (row["bound_ticks"] as Int64?).map { Money(ticks: $0) }, rounds: row["rounds"],
                    seconds: start.flatMap { start in end.map { Double($0 - start) / 1000 } },
                    prices: Self.decode([String: Int64].self, row["prices"]) ?? [:])
            }
        }
    }

    /// The newest steps, oldest of them first.
    package func events(of instance: Int, limit: Int = 100) throws(StoreError) -> [OptimizerEvent] {
        try read("read the steps of") { db in
            try String.fetchAll(
                db, sql: "SELECT body FROM optimization_progress WHERE instance_id = ? ORDER BY id DESC LIMIT ?",
                arguments: [instance, limit]
            ).reversed().compactMap { Self.decode(OptimizerEvent.self, $0) }
        }
    }

    package func phaseSeconds(of instance: Int) throws(StoreError) -> [String: Double] {
        try read("read a run of") { db in
            let text = try String.fetchOne(
                db, sql: "SELECT phase_seconds FROM optimization_instance WHERE id = ?", arguments: [instance])
            return Self.decode([String: Double].self, text) ?? [:]
        }
    }

    static func removeGroups(_ db: Database, instances: String) throws {
        let spans = try Row.fetchAll(
            db, sql: "SELECT first_id, last_id FROM optimization_result_span WHERE instance_id \(instances)")
        for span in spans {
            try db.execute(
                sql: "DELETE FROM optimization_m2m_device_result WHERE id BETWEEN ? AND ?",
                arguments: [span["first_id"] as Int64, span["last_id"] as Int64])
        }
        let groups = "(SELECT id FROM optimization_comm_group WHERE instance_id \(instances))"
        try db.execute(
            sql: """
                DELETE FROM optimization_mobility_device_result
                    WHERE queue_id IN (SELECT id FROM optimization_queue WHERE instance_id \(instances));
                DELETE FROM optimization_result_span WHERE instance_id \(instances);
                DELETE FROM optimization_queue WHERE instance_id \(instances);
                DELETE FROM optimization_comm_group_comm_plan WHERE comm_group_id IN \(groups);
                DELETE FROM optimization_comm_group_rate_plan WHERE comm_group_id IN \(groups);
                DELETE FROM optimization_comm_group WHERE instance_id \(instances);
                """)
    }
}
