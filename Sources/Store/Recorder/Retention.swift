import GRDB

/// Drops the oldest whole frames with their changes, a few at a time, so that no recording waits for a great clean-up.
enum Retention {
    /// At most this many whole frames go at once: a few megabytes.
    static let stepLimit = 8
    /// Pages given back to the disk at once.
    private static let vacuumPages = 256

    /// - Parameters:
    ///   - cutoffMs: What ends before it goes.
    ///   - sparing: Whole frames that are still being added to.
    static func step(_ db: Database, limits: RecorderLimits, cutoffMs: Int64, sparing: Set<Int64>) throws {
        var dropped = 0
        for key in try oldest(db) where !sparing.contains(key.id) && dropped < stepLimit {
            guard try key.lastMs < cutoffMs || usedBytes(db) > limits.bytes else { continue }
            try db.execute(sql: "DELETE FROM recorder_frame WHERE id = ?", arguments: [key.id])
            dropped += 1
        }
        guard dropped > 0 else { return }
        try db.execute(
            sql: """
                DELETE FROM recorder_segment WHERE NOT EXISTS
                    (SELECT 1 FROM recorder_frame WHERE segment_id = recorder_segment.id)
                """)
    }

    /// Outside of a transaction.
    static func giveBackPages(_ db: Database) throws {
        guard let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count"), free > 4 * vacuumPages else { return }
        try db.execute(sql: "PRAGMA incremental_vacuum(\(vacuumPages))")
    }

    /// The whole frames that began first, with the moment of their last change.
    private static func oldest(_ db: Database) throws -> [(id: Int64, lastMs: Int64)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, (SELECT max(at_ms) FROM recorder_frame AS change WHERE change.key_id = whole.id) AS last_ms
                    FROM recorder_frame AS whole WHERE id = key_id ORDER BY at_ms LIMIT ?
                """, arguments: [stepLimit * 2]
        ).map { ($0[0], $0[1]) }
    }

    private static func usedBytes(_ db: Database) throws -> Int {
        let values = try ["page_count", "freelist_count", "page_size"].map { name in
            try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0
        }
        return (values[0] - values[1]) * values[2]
    }
}
