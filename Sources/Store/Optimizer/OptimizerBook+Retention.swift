package import FoundationEssentials
import GRDB

/// What a clean-up removes, or would remove.
package struct OptimizerCleanup: Sendable, Equatable {
    package var instances: Int
    /// Rows of the tables below the instances.
    package var rows: Int

    package init(instances: Int, rows: Int) {
        self.instances = instances
        self.rows = rows
    }
}

extension OptimizerBook {
    /// Removes finished runs that ended before `limit`, children first, in one transaction; what is open is never touched.
    /// - Parameter isDryRun: Only counts.
    package func removeRuns(endedBefore limit: Date, isDryRun: Bool = false) throws(StoreError) -> OptimizerCleanup {
        try write("remove old runs from") { db in
            let old = """
                IN (SELECT id FROM optimization_instance WHERE run_end_ms < \(Self.milliseconds(limit))
                    AND run_status IN ('completed', 'completedWithErrors', 'cancelled', 'failed'))
                """
            let instances = try Int.fetchOne(db, sql: "SELECT count(*) FROM optimization_instance WHERE id \(old)") ?? 0
            let rows = try Self.childCounts.reduce(0) { sum, query in try sum + (Int.fetchOne(db, sql: query + " \(old)") ?? 0) }
            guard !isDryRun, instances > 0 else { return OptimizerCleanup(instances: instances, rows: rows) }
            try Self.remove(old, db)
            return OptimizerCleanup(instances: instances, rows: rows)
        }
    }

    /// Removes what practice has left, but for the newest runs that were completed.
    /// - Parameter alsoOpen: Also what is or was left under way.
    package func removePractice(keeping kept: Int, alsoOpen: Bool) throws(StoreError) {
        try write("remove practice runs from") { db in
            let newest = """
                SELECT id FROM optimization_instance WHERE practice = 1 AND run_status = 'completed' ORDER BY id DESC LIMIT \(kept)
                """
            let isOver = alsoOpen ? "1" : "run_status NOT IN \(Self.open)"
            let ids = try Int.fetchAll(
                db,
                sql: "SELECT id FROM optimization_instance WHERE practice = 1 AND \(isOver) AND id NOT IN (\(newest))")
            guard !ids.isEmpty else { return }
            try Self.remove("IN (\(ids.map(String.init).joined(separator: ",")))", db)
        }
    }

    /// Children first.
    private static func remove(_ instances: String, _ db: Database) throws {
        try removeGroups(db, instances: instances)
        for table in ["optimization_progress", "optimization_reject", "optimization_reject_count"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE instance_id \(instances)")
        }
        try db.execute(sql: "DELETE FROM optimization_instance WHERE id \(instances)")
    }

    /// Something that came up after a run was written.
    package func add(warning: String, to id: Int) throws(StoreError) {
        try write("note a warning in") { db in
            let text = try String.fetchOne(db, sql: "SELECT warnings FROM optimization_instance WHERE id = ?", arguments: [id])
            let warnings = (Self.decode([String].self, text) ?? []) + [warning]
            try db.execute(
                sql: "UPDATE optimization_instance SET warnings = ? WHERE id = ?", arguments: [try Self.json(warnings), id])
        }
    }

    private static let childCounts = [
        "SELECT coalesce(sum(last_id - first_id + 1), 0) FROM optimization_result_span WHERE instance_id",
        "SELECT count(*) FROM optimization_queue WHERE instance_id",
        "SELECT count(*) FROM optimization_comm_group WHERE instance_id",
        "SELECT count(*) FROM optimization_progress WHERE instance_id",
        "SELECT count(*) FROM optimization_reject WHERE instance_id",
    ]
}
