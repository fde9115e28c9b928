import Model

/// The original's `process` table, worked on by engines of ours.
///
/// What that table has no room for (attempts, retries, who sends what) stands in tables beside it. Both are brought together within each
/// transaction: a row that appears there begins a run here, one that disappears stops it, and a notification leaves its row when it is
/// delivered or given up. A row is locked while something of it is claimed, and nothing is claimed of a row that somebody has changed
/// since. The original itself knows no locks: it must not run on the same table as an engine of ours.
struct LiveProcesses: Sendable {
    let targetKeys: [String: String]

    /// Lets only what still stands in the original's table be claimed, and locks its row.
    let join = "JOIN process o ON o.id::text = convert_from(p.process_id, 'UTF8') AND o.notifications::text = p.original"

    func check(_ transaction: borrowing PostgresTransaction) throws(PostgresError) {
        let found = try transaction.run("SELECT to_regclass('process') IS NOT NULL").rows.first?.first
        guard found == "t" else { throw PostgresError(.invalid, "The database has no table process: it is not the original's.") }
    }

    // MARK: The original's rows

    /// - Returns: False where it is there already.
    func insert(_ id: ProcessID, _ process: OriginalProcess, _ transaction: borrowing PostgresTransaction) throws(PostgresError)
        -> Bool
    {
        try transaction.run(
            "INSERT INTO process (id, at, notifications) VALUES ($1, $2::bigint, $3) ON CONFLICT (id) DO NOTHING",
            [id.text, process.at.map(String.init), process.text]
        ).affected > 0
    }

    func delete(_ id: ProcessID, _ transaction: borrowing PostgresTransaction) throws(PostgresError) -> Bool {
        // An id with a zero character or over the column's length is in no row; the former cannot even be asked for.
        guard !id.text.utf8.contains(0) else { return false }
        return try transaction.run("DELETE FROM process WHERE id = $1", [id.text]).affected > 0
    }

    // MARK: Bringing both together

    /// Takes over what has changed in the original's table.
    /// - Parameter id: Only this process, and certainly; nil for all, unless another engine is at it.
    func synchronize(
        _ tables: EscalationTables, at now: Double, only id: ProcessID? = nil, in transaction: borrowing PostgresTransaction
    ) throws(PostgresError) {
        let lock = id == nil ? "pg_try_advisory_xact_lock" : "pg_advisory_xact_lock"
        let answer = try transaction.run("SELECT \(lock)(hashtext($1))", [tables.process + "synchronize"]).rows.first?.first
        if id == nil, answer != "t" { return }
        let changes = try transaction.run(
            """
            SELECT o.id, o.notifications, p.run, convert_from(p.process_id, 'UTF8') AS ours
            FROM (SELECT * FROM process WHERE $1::bytea IS NULL OR convert_to(id, 'UTF8') = $1::bytea) o FULL JOIN
                (SELECT * FROM \(tables.process) WHERE is_newest AND phase = 'active' AND ($1::bytea IS NULL OR process_id = $1::bytea)) p
                ON o.id::text = convert_from(p.process_id, 'UTF8')
            WHERE p.run IS NULL OR o.id IS NULL OR o.notifications IS DISTINCT FROM p.original
            """, [id.map { SQLText.bytes($0.text) }])
        for change in changes.named { try take(change, tables, now, transaction) }
    }

    private func take(
        _ change: PostgresRow, _ tables: EscalationTables, _ now: Double, _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) {
        let run = change.text("run").flatMap(Int64.init)
        // What cannot be read is shown (``overlay(_:in:)``), and nothing of it is sent.
        let process = try? OriginalProcess(text: change.text("notifications"), targetKeys: targetKeys)
        if let run {
            // Somebody may have it locked, and has then seen the change too.
            try transaction.run("SELECT FROM \(tables.process) WHERE run = $1::bigint FOR UPDATE", [String(run)])
            guard let process, change.text("id") != nil else {
                _ = try PostgresRun.stop(run, at: now, tables, transaction)
                return
            }
            try merge(process, into: run, change.text("notifications"), tables, now, transaction)
        } else if let process, let id = change.text("id") {
            try transaction.run(
                "UPDATE \(tables.process) SET is_newest = false WHERE process_id = $1::bytea AND is_newest", [SQLText.bytes(id)])
            try PostgresRequests(tables: tables, live: self, now: now).insert(
                ProcessID(id), process.elements.map { ($0.notification, $0.value.edn) }, original: change.text("notifications"),
                transaction)
        }
    }

    /// Somebody else has written the row: what he took out is no longer ours to send, what he added is.
    private func merge(
        _ process: OriginalProcess, into run: Int64, _ text: String?, _ tables: EscalationTables, _ now: Double,
        _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) {
        let ours = try transaction.run(
            "SELECT id, number, state, attempts, source FROM \(tables.notification) WHERE run = $1::bigint ORDER BY number",
            [String(run)]
        ).named
        var added = process.elements.map { ($0.notification, $0.value.edn) }
        for row in ours {
            if let place = added.firstIndex(where: { $0.1 == row.bytes("source") }) {
                added.remove(at: place)
            } else if ["scheduled", "retrying"].contains(row.text("state")) {
                // The original takes out what it has sent.
                try transaction.run(
                    "UPDATE \(tables.notification) SET state = 'delivered', due_at = NULL WHERE id = $1::bigint", [row.text("id")]
                )
            }
        }
        var number = (ours.map { $0.integer("number") }.max() ?? -1) + 1
        for (notification, source) in added {
            try transaction.run(
                """
                INSERT INTO \(tables.notification) (run, number, channel, at, target, source, state, due_at)
                VALUES ($1::bigint, $2::int, $3, $4::float8, $5::bytea, $6::bytea, 'scheduled', $7::float8)
                """,
                [
                    String(run), String(number), notification.channel.replacing("\0", with: "\u{FFFD}"),
                    SQLText.number(notification.at),
                    notification.target.map(SQLText.bytes), SQLText.bytes(source), SQLText.number(notification.dueAt),
                ])
            number += 1
        }
        try transaction.run("UPDATE \(tables.process) SET original = $2 WHERE run = $1::bigint", [String(run), text])
        try PostgresRun.settle([run], at: now, tables, transaction)
        try writeBack([run], tables, transaction)
    }

    /// Takes what is delivered or given up out of the original's rows, and deletes rows of which nothing is left.
    func writeBack(
        _ runs: some Collection<Int64>, _ tables: EscalationTables, _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) {
        for run in runs.sorted() {
            let found = try transaction.run(
                """
                SELECT convert_from(process_id, 'UTF8') AS id, original FROM \(tables.process)
                WHERE run = $1::bigint AND original IS NOT NULL AND phase <> 'stopping'
                """, [String(run)]
            ).named.first
            guard let row = found, let id = row.text("id"), let before = row.text("original") else { continue }
            let left = try transaction.run(
                """
                SELECT source FROM \(tables.notification) WHERE run = $1::bigint AND state NOT IN ('delivered', 'deadLetter') ORDER BY number
                """, [String(run)]
            ).named.compactMap { $0.bytes("source") }
            // A row that somebody has changed meanwhile is left to the next synchronization.
            guard !left.isEmpty else {
                try transaction.run("DELETE FROM process WHERE id = $1 AND notifications::text = $2", [id, before])
                continue
            }
            guard let process = try? OriginalProcess(text: "(" + left.joined(separator: " ") + ")", targetKeys: targetKeys),
                let spelled = try? OriginalProcess(text: before, targetKeys: targetKeys), process != spelled
            else { continue }
            let written = try transaction.run(
                "UPDATE process SET at = $3::bigint, notifications = $4 WHERE id = $1 AND notifications::text = $2",
                [id, before, process.at.map(String.init), process.text]
            ).affected
            guard written > 0 else { continue }
            try transaction.run(
                "UPDATE \(tables.process) SET original = $2 WHERE run = $1::bigint", [String(run), process.text])
        }
    }

    // MARK: Reading

    /// Adds what stands in the original's table alone, and leaves out what does not stand there any more.
    func overlay(_ rows: [Escalation], in transaction: borrowing PostgresTransaction) throws(PostgresError) -> [Escalation] {
        let originals = try OriginalRows(targetKeys: targetKeys).all(in: transaction)
        let there = Set(originals.map(\.row.processID))
        let unreadable = originals.map(\.row).filter { $0.state == .unreadable }
        let hidden = Set(unreadable.map(\.processID))
        let known = rows.filter { row in
            guard !hidden.contains(row.processID) else { return false }
            return there.contains(row.processID) || row.endedAt != nil
                || [.deadLetter, .delivering, .stopping].contains(row.state)
        }
        let active = Set(known.filter { $0.endedAt == nil }.map(\.processID)).union(hidden)
        return known + unreadable + originals.map(\.row).filter { !active.contains($0.processID) }
    }

    func overlay(
        _ history: EscalationHistory?, of id: ProcessID, in transaction: borrowing PostgresTransaction
    ) throws(PostgresError) -> EscalationHistory? {
        let original = try OriginalRows(targetKeys: targetKeys).one(id, in: transaction)
        if let original, original.row.state == .unreadable { return original }
        return history ?? original
    }
}
