package import FoundationEssentials
import GRDB
package import Model

/// Writes down what the panes have shown, and shows it again: `recorder.sqlite`, bounded by age and size.
///
/// Several processes may record into one file; each writes segments of its own. What is shown and not recorded costs the
/// replay a moment and nothing else, so callers may pass errors on as a warning.
package actor Recorder {
    private struct TrackName: Hashable {
        var context: String
        var pane: PaneKind
    }

    private let file: RecorderFile
    private let limits: RecorderLimits
    private var tracks: [TrackName: AnyObject] = [:]
    private var keys: [TrackName: Int64] = [:]
    private var lastStep = Date.distantPast

    /// The oldest frames are looked for at most this often.
    static let stepInterval: TimeInterval = 60

    /// - Parameter folder: Absolute path of the state folder.
    /// - Throws: ``StoreError``; nothing is then recorded or replayed.
    package init(folder: String, limits: RecorderLimits = RecorderLimits()) throws(StoreError) {
        file = try RecorderFile(folder: folder)
        self.limits = limits
    }

    /// Records a pane as it is shown from `now` on. A pane that is off, or waits for its first answer, is nothing to record.
    /// - Parameters:
    ///   - place: Where the rows are from; its context names the recording.
    ///   - window: What the rows' figures are about.
    /// - Throws: ``StoreError``
    package func record<Row: RecordedRow>(
        _ snapshot: PaneSnapshot<Row>, place: Place, window: Duration, at now: Date
    ) throws(StoreError) {
        guard snapshot.isOn, snapshot.asOf != nil || snapshot.error != nil else { return }
        let name = TrackName(context: place.context, pane: Row.pane)
        let head = SegmentHead(place: place, window: window)
        do {
            if let track = tracks[name] as? PaneTrack<Row> {
                do {
                    return try write(snapshot, head, track, name, at: now)
                } catch is DatabaseError {
                    // Another process may have dropped what this frame is counted from: begin anew.
                    tracks[name] = nil
                }
            }
            try write(snapshot, head, PaneTrack<Row>(), name, at: now)
        } catch {
            tracks[name] = nil
            throw StoreError(error, doing: "record pane \(Row.pane.rawValue) in", path: file.path)
        }
    }

    private func write<Row: RecordedRow>(
        _ snapshot: PaneSnapshot<Row>, _ head: SegmentHead, _ track: PaneTrack<Row>, _ name: TrackName, at now: Date
    ) throws {
        try file.queue.write { db in try track.record(snapshot, head, at: now, in: db) }
        tracks[name] = track
        keys[name] = track.key
        try dropOldest(at: now)
    }

    private func dropOldest(at now: Date) throws {
        guard abs(now.timeIntervalSince(lastStep)) >= Self.stepInterval else { return }
        lastStep = now
        let cutoff = now.addingTimeInterval(-(limits.keep / .seconds(1))).milliseconds
        try file.queue.writeWithoutTransaction { db in
            try db.inTransaction {
                try Retention.step(db, limits: limits, cutoffMs: cutoff, sparing: Set(keys.values))
                return .commit
            }
            try Retention.giveBackPages(db)
        }
    }

    /// All panes as they were shown at a moment.
    /// - Returns: nil when nothing was recorded until then. Panes that were not shown are `.loading`; `takenAt` is `moment`, so ages are those of then.
    /// - Throws: ``StoreError``
    package func snapshot(context: String, at moment: Date) throws(StoreError) -> Snapshot? {
        try read { db in try RecorderReader(db: db, context: context).snapshot(at: moment) }
    }

    /// The next moment at which a pane changed.
    package func next(context: String, from moment: Date) throws(StoreError) -> Date? {
        try read { db in
            let streams = try db.recorderStreams(context: context).map(\.id)
            return try db.moment(streams: streams, after: moment.milliseconds).map(Date.init(milliseconds:))
        }
    }

    /// The moment before at which a pane changed.
    package func previous(context: String, from moment: Date) throws(StoreError) -> Date? {
        try read { db in
            let streams = try db.recorderStreams(context: context).map(\.id)
            return try db.moment(streams: streams, before: moment.milliseconds).map(Date.init(milliseconds:))
        }
    }

    /// A figure of every row over a stretch of time, so that sparklines are full after a restart.
    /// - Parameters:
    ///   - window: Ends on full steps.
    ///   - figure: Read from each row as it was at the end of each step; nil for unknown.
    /// - Returns: By row id; a step is nil where the row was not there or the pane was stale.
    package func series<Row: RecordedRow>(
        _ type: Row.Type, context: String, in window: Window, stepSeconds: Int, figure: @Sendable (Row) -> Double?
    ) throws(StoreError) -> [String: MetricSeries] {
        try read { db in
            try RecorderReader(db: db, context: context).series(type, in: window, stepSeconds: stepSeconds, figure: figure)
        }
    }

    /// Goes through everything that was shown in a stretch of time, oldest first.
    /// - Parameters:
    ///   - since: What was shown at this moment comes first, if there was something.
    ///   - visit: Gets all panes as they were after each change; `takenAt` is its moment.
    /// - Throws: ``StoreError``
    package func walk<Result: Sendable>(
        context: String, since: Date, until: Date, into result: Result,
        visit: @Sendable (inout Result, Snapshot) -> Void
    ) throws(StoreError) -> Result {
        try read { db in
            var result = result
            try RecorderReader(db: db, context: context).walk(since: since, until: until) { visit(&result, $0) }
            return result
        }
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do {
            return try file.queue.read(body)
        } catch {
            throw StoreError(error, doing: "read the recording in", path: file.path)
        }
    }

    package func close() { try? file.queue.close() }
}
