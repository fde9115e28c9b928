import Model

/// What a person orders of one process, within one transaction.
struct PostgresOrders {
    let tables: EscalationTables
    /// Seconds since 1970.
    let now: Double

    func hasten(_ id: ProcessID, in transaction: borrowing PostgresTransaction) throws(PostgresError) -> Bool {
        guard let newest = try PostgresRun.newest(of: id, tables, transaction), newest.phase == .active || newest.phase == .dead
        else {
            return false
        }
        // What waits comes first; then what a person was asked about, then what was given up.
        let hastened = try transaction.run(
            """
            UPDATE \(tables.notification) n SET due_at = least(coalesce(n.due_at, $2::float8), $2::float8),
                state = CASE WHEN n.state IN ('scheduled', 'retrying') THEN n.state ELSE 'retrying' END,
                counted = CASE WHEN n.state IN ('scheduled', 'retrying') THEN n.counted ELSE 0 END
            WHERE n.id = (
                SELECT id FROM \(tables.notification) WHERE run = $1::bigint AND (due_at IS NOT NULL OR state IN ('unknown', 'deadLetter'))
                ORDER BY due_at IS NULL, due_at, state = 'deadLetter', number LIMIT 1)
            """, [String(newest.run), SQLText.number(now)]
        ).affected
        guard hastened > 0 else { return false }
        try transaction.run(
            "UPDATE \(tables.process) SET phase = 'active', ended_at = NULL WHERE run = $1::bigint", [String(newest.run)])
        try PostgresRun.settle([newest.run], at: now, tables, transaction)
        return true
    }

    func snooze(
        _ id: ProcessID, until: Double, note: String, in transaction: borrowing PostgresTransaction
    ) throws(PostgresError) -> Bool {
        guard let newest = try PostgresRun.newest(of: id, tables, transaction), newest.phase == .active else { return false }
        let run = String(newest.run)
        let snoozed = try transaction.run(
            """
            UPDATE \(tables.notification) SET due_at = greatest(due_at, $2::float8) WHERE run = $1::bigint AND due_at IS NOT NULL
            """, [run, SQLText.number(until)]
        ).affected
        guard snoozed > 0 else { return false }
        try transaction.run(
            "UPDATE \(tables.process) SET snoozed_until = $2::float8, snooze_note = $3 WHERE run = $1::bigint",
            [run, SQLText.number(until), note.replacing("\0", with: "\u{FFFD}")])
        try PostgresRun.settle([newest.run], at: now, tables, transaction)
        return true
    }
}
