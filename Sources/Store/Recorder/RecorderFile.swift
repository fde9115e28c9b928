import FoundationEssentials
import GRDB
import Model

/// The recorder's tables in SQL. One method, one question or one invariant.
struct RecorderFile {
    static let fileName = "recorder.sqlite"

    let queue: DatabaseQueue
    let path: String

    init(folder: String) throws(StoreError) {
        let file = DatabaseFile(
            folder: folder, name: Self.fileName, migrations: [M003Recorder.self], patience: .milliseconds(500), shrinks: true)
        path = file.path
        queue = try file.open()
    }
}

/// Where a frame stands, and what is needed to read it.
struct FramePlace {
    var id: Int64
    var keyID: Int64
    var segmentID: Int64
    var atMs: Int64
}

/// What a segment's frames have in common.
struct SegmentHead {
    var place: Place
    var window: Duration
}

extension Database {
    func recorderStream(context: String, pane: PaneKind) throws -> Int64 {
        try execute(
            sql: "INSERT OR IGNORE INTO recorder_stream (context, pane) VALUES (?, ?)", arguments: [context, pane.rawValue])
        let id = try Int64.fetchOne(
            self, sql: "SELECT id FROM recorder_stream WHERE context = ? AND pane = ?", arguments: [context, pane.rawValue])
        guard let id else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return id
    }

    func recorderStreams(context: String) throws -> [(id: Int64, pane: PaneKind)] {
        let rows = try Row.fetchAll(self, sql: "SELECT id, pane FROM recorder_stream WHERE context = ?", arguments: [context])
        return rows.compactMap { row in PaneKind(rawValue: row["pane"]).map { (row["id"], $0) } }
    }

    func addSegment(_ head: SegmentHead) throws -> Int64 {
        let place = String(decoding: try JSONEncoder().encode(head.place), as: UTF8.self)
        try execute(
            sql: "INSERT INTO recorder_segment (version, place, window_seconds) VALUES (?, ?, ?)",
            arguments: [FrameCodec.version, place, head.window / .seconds(1)])
        return lastInsertedRowID
    }

    /// - Returns: nil for a segment of another version, whose frames cannot be read.
    func segment(_ id: Int64) throws -> SegmentHead? {
        let row = try Row.fetchOne(
            self, sql: "SELECT place, window_seconds FROM recorder_segment WHERE id = ? AND version = ?",
            arguments: [id, FrameCodec.version])
        guard let row, let place = try? JSONDecoder().decode(Place.self, from: Data((row["place"] as String).utf8)) else {
            return nil
        }
        return SegmentHead(place: place, window: .seconds(row["window_seconds"] as Double))
    }

    func addTexts(_ texts: [(number: Int, text: String)], segment: Int64) throws {
        guard !texts.isEmpty else { return }
        let insert = try cachedStatement(sql: "INSERT INTO recorder_text (segment_id, number, text) VALUES (?, ?, ?)")
        for (number, text) in texts { try insert.execute(arguments: [segment, number, text]) }
    }

    /// By number.
    func texts(segment: Int64) throws -> [String] {
        try String.fetchAll(
            self, sql: "SELECT text FROM recorder_text WHERE segment_id = ? ORDER BY number", arguments: [segment])
    }

    /// - Parameter key: The whole frame before; nil for a whole frame.
    /// - Returns: The frame's id.
    func addFrame(stream: Int64, segment: Int64, key: Int64?, atMs: Int64, body: [UInt8]) throws -> Int64 {
        let insert = try cachedStatement(
            sql: "INSERT INTO recorder_frame (stream_id, segment_id, key_id, at_ms, body) VALUES (?, ?, ?, ?, ?)")
        if let key {
            try insert.execute(arguments: [stream, segment, key, atMs, Data(body)])
            return lastInsertedRowID
        }
        // A row cannot name its own id before it has one; the reference is checked at the commit.
        try execute(sql: "PRAGMA defer_foreign_keys = ON")
        try insert.execute(arguments: [stream, segment, 0, atMs, Data(body)])
        let id = lastInsertedRowID
        try execute(sql: "UPDATE recorder_frame SET key_id = id WHERE id = ?", arguments: [id])
        return id
    }

    /// The newest frame that was there at a moment.
    func frame(stream: Int64, atMs: Int64) throws -> FramePlace? {
        try Row.fetchOne(
            self,
            sql: """
                SELECT id, key_id, segment_id, at_ms FROM recorder_frame WHERE stream_id = ? AND at_ms <= ?
                    ORDER BY at_ms DESC, id DESC LIMIT 1
                """, arguments: [stream, atMs]
        ).map(FramePlace.init)
    }

    /// All frames after one moment and up to another, in the order of time.
    func frames(stream: Int64, afterMs: Int64, toMs: Int64) throws -> [FramePlace] {
        try Row.fetchAll(
            self,
            sql: """
                SELECT id, key_id, segment_id, at_ms FROM recorder_frame WHERE stream_id = ? AND at_ms > ? AND at_ms <= ?
                    ORDER BY at_ms, id
                """, arguments: [stream, afterMs, toMs]
        ).map(FramePlace.init)
    }

    /// The bytes of a whole frame and of its changes up to `last`, in the order in which they were written.
    func bodies(key: Int64, after: Int64 = 0, last: Int64) throws -> RowCursor {
        try Row.fetchCursor(
            self, sql: "SELECT id, body FROM recorder_frame WHERE key_id = ? AND id > ? AND id <= ? ORDER BY id",
            arguments: [key, after, last])
    }

    /// The nearest moment after or before one, over several streams.
    func moment(streams: [Int64], after: Int64) throws -> Int64? {
        try streams.compactMap {
            try Int64.fetchOne(
                self, sql: "SELECT min(at_ms) FROM recorder_frame WHERE stream_id = ? AND at_ms > ?", arguments: [$0, after])
        }.min()
    }

    func moment(streams: [Int64], before: Int64) throws -> Int64? {
        try streams.compactMap {
            try Int64.fetchOne(
                self, sql: "SELECT max(at_ms) FROM recorder_frame WHERE stream_id = ? AND at_ms < ?", arguments: [$0, before])
        }.max()
    }
}

extension FramePlace {
    fileprivate init(_ row: Row) { self.init(id: row[0], keyID: row[1], segmentID: row[2], atMs: row[3]) }
}
