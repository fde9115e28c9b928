import Model

/// Puts requests into force, within one transaction.
struct PostgresRequests {
    let tables: EscalationTables
    let live: LiveProcesses?
    /// Seconds since 1970.
    let now: Double

    func apply(_ taken: TakenRequest, in transaction: borrowing PostgresTransaction) throws(PostgresError) -> RequestEffect {
        if let message = taken.messageID {
            let isNew = try transaction.run(
                "INSERT INTO \(tables.message) (id, taken_at) VALUES ($1, $2::float8) ON CONFLICT DO NOTHING",
                [message, SQLText.number(now)]
            ).affected
            guard isNew > 0 else { return .repeated }
        }
        let id = taken.request.processID
        // The original itself, or somebody with its tables at hand, may have changed this process.
        try live?.synchronize(tables, at: now, only: id, in: transaction)
        switch taken.request.action {
        case .start(let entries): return try start(id, entries, transaction)
        case .stop: return try stop(id, transaction)
        }
    }

    private func start(
        _ id: ProcessID, _ entries: [EscalationRequest.Entry], _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) -> RequestEffect {
        // Whoever else starts the same process waits here, also while it has no row yet.
        try transaction.run("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [tables.process + SQLText.hex(id.text)])
        if let newest = try PostgresRun.newest(of: id, tables, transaction) {
            if newest.phase == .active { return .exists }
            try transaction.run("UPDATE \(tables.process) SET is_newest = false WHERE run = $1::bigint", [String(newest.run)])
        }
        if let live {
            let original = OriginalProcess(entries.map(\.notification), targetKeys: live.targetKeys)
            if let refusal = original.refusal(id: id.text) { return .refused(reason: "Not started: \(refusal).") }
            guard try live.insert(id, original, transaction) else { return .exists }
            try insert(id, original.elements.map { ($0.notification, $0.value.edn) }, original: original.text, transaction)
        } else {
            try insert(id, entries.map { ($0.notification, $0.source) }, original: nil, transaction)
        }
        return .started
    }

    /// - Parameters:
    ///   - notifications: Each with its source.
    ///   - original: The text in the original's table.
    func insert(
        _ id: ProcessID, _ notifications: [(EscalationNotification, String)], original: String?,
        _ transaction: borrowing PostgresTransaction
    ) throws(PostgresError) {
        let next = notifications.map(\.0).min { $0.dueAt < $1.dueAt }
        let inserted = try transaction.run(
            """
            INSERT INTO \(tables.process) (process_id, key, phase, is_newest, started_at, next_at, next_channel, remaining, original)
            VALUES ($1::bytea, md5(random()::text || clock_timestamp()::text), 'active', true, $2::float8, $3::float8, $4, $5::int, $6)
            RETURNING run
            """,
            [
                SQLText.bytes(id.text), SQLText.number(now), SQLText.number(next?.at), next?.channel, String(notifications.count),
                original,
            ])
        guard let run = inserted.rows.first?.first ?? nil else {
            throw PostgresError(.invalid, "PostgreSQL named no new process.")
        }
        let items = Self.json(notifications)
        try transaction.run(
            """
            INSERT INTO \(tables.notification) (run, number, channel, at, target, source, state, due_at)
            SELECT $1::bigint, i.number, i.channel, i.at, decode(i.target, 'hex'), decode(i.source, 'hex'), 'scheduled', i.due
            FROM json_to_recordset($2::json) AS i (number int, channel text, at float8, target text, source text, due float8)
            """, [run, items])
    }

    private static func json(_ notifications: [(EscalationNotification, String)]) -> String {
        var json = JSONText()
        json.array(notifications.enumerated()) { json, item in
            json.object { json in
                let (notification, source) = item.element
                json.member("number", item.offset)
                json.member("channel", notification.channel.replacing("\0", with: "\u{FFFD}"))
                json.member("at", notification.at)
                json.member("target", notification.target.map(SQLText.hex))
                json.member("source", SQLText.hex(source))
                json.member("due", notification.dueAt)
            }
        }
        return json.text
    }

    private func stop(_ id: ProcessID, _ transaction: borrowing PostgresTransaction) throws(PostgresError) -> RequestEffect {
        let newest = try PostgresRun.newest(of: id, tables, transaction)
        // Also one that nobody here has read, or can.
        let isGone = try live?.delete(id, transaction) ?? false
        guard let newest, newest.phase == .active || newest.phase == .dead else {
            return isGone ? .stopped(unsent: 0, inFlight: 0) : .noSuchProcess
        }
        return try PostgresRun.stop(newest.run, at: now, tables, transaction)
    }
}
