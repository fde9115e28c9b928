import FoundationEssentials
import GRDB
import Model

/// Puts recorded moments together again.
struct RecorderReader {
    let db: Database
    let context: String

    func snapshot(at moment: Date) throws -> Snapshot? {
        let streams = try db.recorderStreams(context: context)
        var newest: (atMs: Int64, head: SegmentHead)?
        func pane<Row: RecordedRow>(_: Row.Type) throws -> PaneSnapshot<Row> {
            guard let stream = streams.first(where: { $0.pane == Row.pane }),
                let frame = try db.frame(stream: stream.id, atMs: moment.milliseconds),
                let head = try db.segment(frame.segmentID), let pane: PaneSnapshot<Row> = try self.pane(at: frame)
            else { return .loading }
            if frame.atMs >= newest?.atMs ?? .min { newest = (frame.atMs, head) }
            return pane
        }
        let (lambda, queues, alarms) = (try pane(LambdaFunction.self), try pane(Queue.self), try pane(Alarm.self))
        // What was never recorded was off, or older than this pane.
        let escalations = streams.contains { $0.pane == .escalations } ? try pane(Escalation.self) : .off
        let workers = streams.contains { $0.pane == .workers } ? try pane(WorkerRow.self) : .off
        let optimizer = streams.contains { $0.pane == .optimizer } ? try pane(OptimizerRow.self) : .off
        return newest.map { newest in
            Snapshot(
                place: newest.head.place, takenAt: moment, window: Window(endingAt: moment, length: newest.head.window),
                lambda: lambda, queues: queues, alarms: alarms, escalations: escalations, workers: workers, optimizer: optimizer)
        }
    }

    /// - Returns: nil for damaged bytes, which cost this moment and no other.
    private func pane<Row: RecordedRow>(at frame: FramePlace) throws -> PaneSnapshot<Row>? {
        var decoder = FrameDecoder<Row>(texts: try db.texts(segment: frame.segmentID))
        return try decoder.apply(db, frame, after: 0) ? decoder.snapshot : nil
    }

    func series<Row: RecordedRow>(
        _: Row.Type, in window: Window, stepSeconds: Int, figure: (Row) -> Double?
    ) throws -> [String: MetricSeries] {
        guard stepSeconds > 0, let stream = try db.recorderStreams(context: context).first(where: { $0.pane == Row.pane }) else {
            return [:]
        }
        var sampler = SeriesSampler<Row>(window: window, stepSeconds: stepSeconds)
        var walk = FrameWalk<Row>(db: db)
        let startMs = window.start.milliseconds
        let first = try db.frame(stream: stream.id, atMs: startMs).map { [$0] } ?? []
        for frame in first + (try db.frames(stream: stream.id, afterMs: startMs, toMs: window.end.milliseconds)) {
            sampler.take(until: frame.atMs, walk.snapshot, figure)
            try walk.go(to: frame)
        }
        sampler.take(until: .max, walk.snapshot, figure)
        return sampler.series
    }
}

extension RecorderReader {
    /// One frame of any pane.
    private struct Step {
        var pane: PaneKind
        var frame: FramePlace
    }

    func walk(since: Date, until: Date, visit: (Snapshot) -> Void) throws {
        let (sinceMs, untilMs) = (since.milliseconds, until.milliseconds)
        let steps = try db.recorderStreams(context: context).flatMap { stream in
            let first = try db.frame(stream: stream.id, atMs: sinceMs).map { [$0] } ?? []
            return (first + (try db.frames(stream: stream.id, afterMs: sinceMs, toMs: untilMs))).map {
                Step(pane: stream.pane, frame: $0)
            }
        }.sorted { ($0.frame.atMs, $0.frame.id) < ($1.frame.atMs, $1.frame.id) }
        var (lambda, queues, alarms) = (
            FrameWalk<LambdaFunction>(db: db), FrameWalk<Queue>(db: db), FrameWalk<Alarm>(db: db)
        )
        var workers = FrameWalk<WorkerRow>(db: db)
        var escalations = FrameWalk<Escalation>(db: db)
        var optimizer = FrameWalk<OptimizerRow>(db: db)
        for (index, step) in steps.enumerated() {
            switch step.pane {
            case .lambda: try lambda.go(to: step.frame)
            case .queues: try queues.go(to: step.frame)
            case .alarms: try alarms.go(to: step.frame)
            case .escalations: try escalations.go(to: step.frame)
            case .workers: try workers.go(to: step.frame)
            case .optimizer: try optimizer.go(to: step.frame)
            }
            // What was shown before the beginning is put together first.
            let isLast = index + 1 == steps.count
            guard isLast || steps[index + 1].frame.atMs > sinceMs, let head = try db.segment(step.frame.segmentID) else {
                continue
            }
            let moment = max(since, Date(milliseconds: step.frame.atMs))
            visit(
                Snapshot(
                    place: head.place, takenAt: moment, window: Window(endingAt: moment, length: head.window),
                    lambda: lambda.snapshot ?? .loading, queues: queues.snapshot ?? .loading, alarms: alarms.snapshot ?? .loading,
                    escalations: escalations.snapshot ?? .off, workers: workers.snapshot ?? .off,
                    optimizer: optimizer.snapshot ?? .off))
        }
    }
}

extension FrameDecoder {
    /// Applies the frames of `frame`'s whole frame after `after` and up to `frame` itself.
    /// - Returns: False for damaged bytes.
    fileprivate mutating func apply(_ db: Database, _ frame: FramePlace, after: Int64) throws -> Bool {
        let bodies = try db.bodies(key: frame.keyID, after: after, last: frame.id)
        while let row = try bodies.next() {
            let isWhole = row[0] == frame.keyID
            let bytes = try row.withUnsafeData(atIndex: 1) { $0.map { Array($0) } ?? [] }
            do {
                try apply(bytes, whole: isWhole)
            } catch is RowCodecError {
                return false
            }
        }
        return true
    }
}

/// Goes from frame to frame in the order of time, decoding only what is new, also where several processes have recorded at once.
private struct FrameWalk<Row: RecordedRow> {
    let db: Database
    /// By whole frame: the decoder, and the last frame that went through it. nil for what cannot be read.
    private var decoders: [Int64: (decoder: FrameDecoder<Row>, last: Int64)?] = [:]
    private(set) var snapshot: PaneSnapshot<Row>?
    /// More decoders than processes that record at once are not needed again: each holds all rows.
    private static var kept: Int { 4 }

    init(db: Database) { self.db = db }

    mutating func go(to frame: FramePlace) throws {
        guard var (decoder, last) = try decoders[frame.keyID] ?? begin(frame) else { return snapshot = nil }
        let isReadable = try decoder.apply(db, frame, after: last)
        last = frame.id
        decoders[frame.keyID] = .some(isReadable ? (decoder, last) : nil)
        snapshot = isReadable ? decoder.snapshot : nil
    }

    private mutating func begin(_ frame: FramePlace) throws -> (FrameDecoder<Row>, Int64)? {
        guard try db.segment(frame.segmentID) != nil else { return nil }
        if decoders.count >= Self.kept, let oldest = decoders.keys.min() { decoders[oldest] = nil }
        return (FrameDecoder(texts: try db.texts(segment: frame.segmentID)), 0)
    }
}

/// Samples a figure of all rows at the ends of equal steps.
struct SeriesSampler<Row: RecordedRow> {
    private let window: Window
    private let stepSeconds: Int
    private let count: Int
    private var done = 0
    private var values: [String: [Float?]] = [:]

    init(window: Window, stepSeconds: Int) {
        self.window = window
        self.stepSeconds = stepSeconds
        count = max(0, window.seconds / stepSeconds)
    }

    /// Samples the steps that end before `atMs`, at which something new was shown.
    mutating func take(until atMs: Int64, _ snapshot: PaneSnapshot<Row>?, _ figure: (Row) -> Double?) {
        while done < count {
            let end = window.start.addingTimeInterval(Double((done + 1) * stepSeconds))
            guard end.milliseconds < atMs else { return }
            if let snapshot, snapshot.status(at: end) == .fresh {
                for row in snapshot.rows {
                    guard let value = figure(row) else { continue }
                    values[row.id, default: Array(repeating: nil, count: count)][done] = Float(value)
                }
            }
            done += 1
        }
    }

    var series: [String: MetricSeries] {
        values.mapValues { MetricSeries(start: window.start, stepSeconds: stepSeconds, values: $0) }
    }
}
