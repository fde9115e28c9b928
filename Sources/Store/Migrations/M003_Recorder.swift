import GRDB

/// The recorder's own file, `recorder.sqlite`. A segment is what one process recorded of one pane in one go, with its own
/// texts; `version` is that of the row bytes (``FrameCodec``). `key_id` names the whole frame that a frame's changes are counted from; a whole
/// frame names itself. Times are milliseconds since 1970.
enum M003Recorder: StateMigration {
    static let identifier = "M003_Recorder"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE recorder_stream (
                    id INTEGER PRIMARY KEY,
                    context TEXT NOT NULL,
                    pane TEXT NOT NULL,
                    UNIQUE (context, pane)
                );
                CREATE TABLE recorder_segment (
                    id INTEGER PRIMARY KEY,
                    version INTEGER NOT NULL,
                    place TEXT NOT NULL,
                    window_seconds REAL NOT NULL
                );
                CREATE TABLE recorder_text (
                    segment_id INTEGER NOT NULL REFERENCES recorder_segment (id) ON DELETE CASCADE,
                    number INTEGER NOT NULL,
                    text TEXT NOT NULL,
                    PRIMARY KEY (segment_id, number)
                ) WITHOUT ROWID;
                CREATE TABLE recorder_frame (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    stream_id INTEGER NOT NULL REFERENCES recorder_stream (id) ON DELETE CASCADE,
                    segment_id INTEGER NOT NULL REFERENCES recorder_segment (id) ON DELETE CASCADE,
                    key_id INTEGER NOT NULL REFERENCES recorder_frame (id) ON DELETE CASCADE,
                    at_ms INTEGER NOT NULL,
                    body BLOB NOT NULL
                );
                CREATE INDEX recorder_frame_moment ON recorder_frame (stream_id, at_ms);
                CREATE INDEX recorder_frame_segment ON recorder_frame (segment_id);
                CREATE INDEX recorder_frame_key ON recorder_frame (key_id);
                CREATE INDEX recorder_whole_frame ON recorder_frame (at_ms) WHERE id = key_id;
                """)
    }
}
