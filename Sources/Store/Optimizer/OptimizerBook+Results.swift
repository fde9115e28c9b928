import GRDB
import GRDBSQLite
package import Model

/// A plan's pool in a group, before and now.
package struct OptimizerPlanFigures: Sendable, Equatable {
    package var group: String
    package var plan: String
    package var isPooled: Bool
    /// Currency units per MB, as in the certificate; nil before the group is searched.
    package var pricePerMB: String?
    package var simsBefore: Int
    package var simsNow: Int
    /// In 1/1,000 MB, of the SIMs now on the plan.
    package var used: Int64
    package var included: Int64
    package var overage: Money

    package init(
        group: String, plan: String, isPooled: Bool, pricePerMB: String?, simsBefore: Int, simsNow: Int, used: Int64,
        included: Int64,
        overage: Money
    ) {
        self.group = group
        self.plan = plan
        self.isPooled = isPooled
        self.pricePerMB = pricePerMB
        self.simsBefore = simsBefore
        self.simsNow = simsNow
        self.used = used
        self.included = included
        self.overage = overage
    }
}

extension OptimizerBook {
    /// A SIM's result, but for its ICCID.
    package struct ResultRow {
        package var queue: Int64
        package var usage: Int64
        package var currentPlan: String
        package var plan: String

        package init(queue: Int64, usage: Int64, currentPlan: String, plan: String) {
            self.queue = queue
            self.usage = usage
            self.currentPlan = currentPlan
            self.plan = plan
        }
    }

    /// Writes the results of a run in one transaction, instead of any it had: a million rows, so without a value object for each.
    /// - Parameter each: Hands the row with this number and its ICCID to its last argument.
    package func writeResults(
        instance: Int, count: Int, figures: [OptimizerPlanFigures],
        each: (Int, (ResultRow, UnsafeBufferPointer<UInt8>) throws -> Void) throws -> Void
    ) throws(StoreError) {
        try write("write the results into") { db in
            try db.execute(
                sql: """
                    DELETE FROM optimization_m2m_device_result WHERE id BETWEEN
                        (SELECT first_id FROM optimization_result_span WHERE instance_id = ?1)
                        AND (SELECT last_id FROM optimization_result_span WHERE instance_id = ?1)
                    """, arguments: [instance])
            let last =
                try Int64.fetchOne(
                    db,
                    sql: "SELECT max(coalesce((SELECT max(id) FROM optimization_m2m_device_result), 0), "
                        + "coalesce((SELECT max(last_id) FROM optimization_result_span), 0))") ?? 0
            let statement = try db.makeStatement(
                sql: "INSERT INTO optimization_m2m_device_result VALUES (?, ?, ?, ?, ?, ?)")
            for number in 0..<count {
                try each(number) { row, iccid in try Self.insert(statement, last + 1 + Int64(number), iccid, row) }
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO optimization_result_span VALUES (?, ?, ?)",
                arguments: [instance, last + 1, last + Int64(count)])
            try Self.write(figures, instance: instance, db)
        }
    }

    /// Straight through SQLite: bound values are used before the call returns, so that nothing is copied.
    private static func insert(_ statement: Statement, _ id: Int64, _ iccid: UnsafeBufferPointer<UInt8>, _ row: ResultRow) throws
    {
        let sqlite = statement.sqliteStatement
        sqlite3_bind_int64(sqlite, 1, id)
        sqlite3_bind_int64(sqlite, 2, row.queue)
        sqlite3_bind_int64(sqlite, 4, row.usage)
        let code = iccid.withMemoryRebound(to: CChar.self) { text in
            sqlite3_bind_text(sqlite, 3, text.baseAddress, Int32(text.count), nil)
            var (current, plan) = (row.currentPlan, row.plan)
            return current.withUTF8 { current in
                plan.withUTF8 { plan in
                    current.withMemoryRebound(to: CChar.self) {
                        _ = sqlite3_bind_text(sqlite, 5, $0.baseAddress, Int32($0.count), nil)
                    }
                    plan.withMemoryRebound(to: CChar.self) {
                        _ = sqlite3_bind_text(sqlite, 6, $0.baseAddress, Int32($0.count), nil)
                    }
                    let code = sqlite3_step(sqlite)
                    sqlite3_reset(sqlite)
                    return code
                }
            }
        }
        guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    private static func write(_ figures: [OptimizerPlanFigures], instance: Int, _ db: Database) throws {
        for figure in figures {
            try db.execute(
                sql: """
                    INSERT INTO optimization_comm_group_rate_plan
                    SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM optimization_comm_group WHERE instance_id = ? AND name = ?
                    ON CONFLICT DO UPDATE SET price_per_mb = excluded.price_per_mb, sims_before = excluded.sims_before,
                        sims_now = excluded.sims_now, used = excluded.used, included = excluded.included,
                        overage_ticks = excluded.overage_ticks
                    """,
                arguments: [
                    figure.plan, figure.isPooled, figure.pricePerMB, figure.simsBefore, figure.simsNow, figure.used,
                    figure.included,
                    figure.overage.ticks, instance, figure.group,
                ])
        }
    }

    package func figures(of instance: Int) throws(StoreError) -> [OptimizerPlanFigures] {
        try read("read the results of") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT grp.name, plan.* FROM optimization_comm_group_rate_plan AS plan
                    JOIN optimization_comm_group AS grp ON grp.id = plan.comm_group_id
                    WHERE grp.instance_id = ? AND plan.sims_now IS NOT NULL ORDER BY grp.number, plan.rate_plan_code
                    """, arguments: [instance]
            ).map { row in
                OptimizerPlanFigures(
                    group: row["name"], plan: row["rate_plan_code"], isPooled: row["pooled"], pricePerMB: row["price_per_mb"],
                    simsBefore: row["sims_before"], simsNow: row["sims_now"], used: row["used"], included: row["included"],
                    overage: Money(ticks: row["overage_ticks"]))
            }
        }
    }

    /// SIMs whose plan changes: how many, and each of them.
    package func changes(of instance: Int, _ each: (_ iccid: String, _ from: String, _ to: String) -> Void) throws(StoreError) {
        try read("read the results of") { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT result.iccid, result.current_rate_plan_code, result.rate_plan_code " + Self.changed,
                arguments: [instance])
            while let row = try rows.next() { each(row[0], row[1], row[2]) }
        }
    }

    package func changeCount(of instance: Int) throws(StoreError) -> Int {
        try read("read the results of") { db in
            try Int.fetchOne(db, sql: "SELECT count(*) " + Self.changed, arguments: [instance]) ?? 0
        }
    }

    private static let changed = """
        FROM optimization_result_span AS span
        JOIN optimization_m2m_device_result AS result ON result.id BETWEEN span.first_id AND span.last_id
        WHERE span.instance_id = ? AND result.current_rate_plan_code <> result.rate_plan_code
        """

    /// Rows left out at most that are kept one by one; all are counted, and all stand in the rejects' file.
    package static let rejectLimit = 10_000

    package func writeRejects(
        instance: Int, rows: [(line: Int, iccid: String, reason: String)], counts: [String: Int]
    ) throws(StoreError) {
        try write("write the rejects into") { db in
            try db.execute(sql: "DELETE FROM optimization_reject WHERE instance_id = ?", arguments: [instance])
            try db.execute(sql: "DELETE FROM optimization_reject_count WHERE instance_id = ?", arguments: [instance])
            let insert = try db.makeStatement(sql: "INSERT INTO optimization_reject VALUES (?, ?, ?, ?)")
            for row in rows.prefix(Self.rejectLimit) {
                try insert.execute(arguments: [instance, row.line, row.iccid, row.reason])
            }
            for (reason, count) in counts.sorted(by: { $0.key < $1.key }) {
                try db.execute(
                    sql: "INSERT INTO optimization_reject_count VALUES (?, ?, ?)", arguments: [instance, reason, count])
            }
        }
    }

    package func rejectCounts(of instance: Int) throws(StoreError) -> [(reason: String, rows: Int)] {
        try read("read the rejects of") { db in
            try Row.fetchAll(
                db, sql: "SELECT reason, rows FROM optimization_reject_count WHERE instance_id = ? ORDER BY rows DESC, reason",
                arguments: [instance]
            ).map { ($0[0], $0[1]) }
        }
    }
}
