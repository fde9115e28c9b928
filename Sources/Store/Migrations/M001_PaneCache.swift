import GRDB

/// The last snapshot of each pane of each context, its rows worst first in chunks.
enum M001PaneCache: StateMigration {
    static let identifier = "M001_PaneCache"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE pane_cache (
                    id INTEGER PRIMARY KEY,
                    context TEXT NOT NULL,
                    pane TEXT NOT NULL,
                    as_of REAL NOT NULL,
                    cadence_seconds REAL NOT NULL,
                    total INTEGER NOT NULL,
                    saved_at REAL NOT NULL,
                    UNIQUE (context, pane)
                );
                CREATE TABLE pane_cache_chunk (
                    pane_cache_id INTEGER NOT NULL REFERENCES pane_cache (id) ON DELETE CASCADE,
                    chunk INTEGER NOT NULL,
                    rows BLOB NOT NULL,
                    PRIMARY KEY (pane_cache_id, chunk)
                ) WITHOUT ROWID;
                """)
    }
}
