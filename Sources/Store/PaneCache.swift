package import FoundationEssentials
import GRDB
package import Model

/// The last snapshot of each pane of each context, so that the next start shows at once what the last one knew.
/// Figures and names only; no credentials ever come here.
package actor PaneCache {
    /// Rows of one chunk; the first holds the worst, which is what the first screen shows.
    package static let chunkSize = 250
    /// More rows than this are not kept.
    package static let rowLimit = 10_000
    /// Contexts whose panes are kept; the one saved longest ago goes first.
    package static let contextLimit = 16
    /// A pane is written at most this often while the program runs.
    package static let interval: Duration = .seconds(30)

    private let database: StateDatabase
    private var saved: [Key: (asOf: Date, at: Date)] = [:]

    private struct Key: Hashable {
        var context: String
        var pane: PaneKind
    }

    package init(database: StateDatabase) { self.database = database }

    /// Keeps a snapshot, unless it holds nothing new or the last one was kept less than ``interval`` ago.
    /// - Parameter final: True at quit: the interval is not waited for.
    /// - Throws: ``StoreError``; nothing is lost but the cache.
    package func save<Row: CachedRow>(
        _ snapshot: PaneSnapshot<Row>, context: String, at now: Date, final: Bool = false
    ) throws(StoreError) {
        guard snapshot.isOn, let asOf = snapshot.asOf, snapshot.total == snapshot.rows.count else { return }
        let key = Key(context: context, pane: Row.pane)
        if let last = saved[key] {
            let isDue = now.timeIntervalSince(last.at) >= Double(Self.interval.components.seconds)
            guard asOf > last.asOf, final || isDue else { return }
        }
        do {
            try database.queue.write { db in try Self.write(snapshot, asOf: asOf, key: key, at: now, db) }
        } catch {
            throw StoreError(error, doing: "save pane \(Row.pane.rawValue) in", path: database.path)
        }
        saved[key] = (asOf, now)
    }

    private static func write<Row: CachedRow>(
        _ snapshot: PaneSnapshot<Row>, asOf: Date, key: Key, at now: Date, _ db: Database
    ) throws {
        try db.execute(
            sql: "DELETE FROM pane_cache WHERE context = ? AND pane = ?", arguments: [key.context, key.pane.rawValue])
        try db.execute(
            sql: """
                INSERT INTO pane_cache (context, pane, as_of, cadence_seconds, total, saved_at) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                key.context, key.pane.rawValue, asOf.timeIntervalSince1970, Double(snapshot.cadence.components.seconds),
                snapshot.total, now.timeIntervalSince1970,
            ])
        let id = db.lastInsertedRowID
        let rows = snapshot.rows.prefix(rowLimit)
        for (chunk, start) in stride(from: 0, to: rows.count, by: chunkSize).enumerated() {
            let bytes = CachedRows.encode(rows[start..<min(start + chunkSize, rows.count)])
            try db.execute(
                sql: "INSERT INTO pane_cache_chunk (pane_cache_id, chunk, rows) VALUES (?, ?, ?)",
                arguments: [id, chunk, Data(bytes)])
        }
        try forgetOldContexts(db)
    }

    private static func forgetOldContexts(_ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM pane_cache WHERE context NOT IN
                    (SELECT context FROM pane_cache GROUP BY context ORDER BY max(saved_at) DESC LIMIT ?)
                """, arguments: [contextLimit])
    }
}

extension StateDatabase {
    /// The first chunk of the pane's last snapshot: the worst ``PaneCache/chunkSize`` rows; `total` says how many there are.
    /// Synchronous, because it is what the very first frame shows.
    /// - Returns: nil where nothing is kept, or what is kept is of another version or damaged.
    package func cachedPane<Row: CachedRow>(_: Row.Type = Row.self, context: String) -> PaneSnapshot<Row>? {
        cached(context: context, chunks: 1)
    }

    /// The pane's last snapshot with all kept rows.
    package func wholeCachedPane<Row: CachedRow>(_: Row.Type = Row.self, context: String) -> PaneSnapshot<Row>? {
        cached(context: context, chunks: PaneCache.rowLimit / PaneCache.chunkSize)
    }

    private func cached<Row: CachedRow>(context: String, chunks: Int) -> PaneSnapshot<Row>? {
        try? queue.read { db in
            guard
                let head = try GRDB.Row.fetchOne(
                    db, sql: "SELECT id, as_of, cadence_seconds, total FROM pane_cache WHERE context = ? AND pane = ?",
                    arguments: [context, Row.pane.rawValue])
            else { return nil }
            let id: Int64 = head["id"]
            let pieces = try Data.fetchAll(
                db, sql: "SELECT rows FROM pane_cache_chunk WHERE pane_cache_id = ? ORDER BY chunk LIMIT ?",
                arguments: [id, chunks])
            let rows: [Row] = try pieces.flatMap { try CachedRows.decode(Array($0)) }
            return PaneSnapshot(
                rows: rows, asOf: Date(timeIntervalSince1970: head["as_of"]),
                cadence: .seconds(head["cadence_seconds"] as Double),
                total: head["total"])
        }
    }
}
