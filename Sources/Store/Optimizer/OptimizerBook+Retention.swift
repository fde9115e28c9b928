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
            try Self.removeGroups(db, instances: old)
            for table in ["optimization_progress", "optimization_reject", "optimization_reject_count"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE instance_id \(old)")
            }
            try db.execute(sql: "DELETE FROM optimization_instance WHERE id \(old)")
            return OptimizerCleanup(instances: instances, rows: rows)
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
