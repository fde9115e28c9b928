import FoundationEssentials
import GRDB
import Model

/// Decides when a recording begins anew, so that any moment is near a whole frame and no frame depends on another process.
struct TrackPlan: Equatable {
    enum Beginning: Equatable {
        /// New texts, and a whole frame.
        case segment
        case wholeFrame
        case change
    }

    /// A segment ends after this, so that its texts stay few.
    static let segmentLength: TimeInterval = 6 * 3600
    static let wholeFrameInterval: TimeInterval = 3600
    static let changesLimit = 240
    /// Changes may add up to this many times the bytes of the whole frame: a moment then costs at most five whole frames to read.
    static let changesRatio = 4

    private var segmentStart: Date?
    private var wholeStart = Date.distantPast
    private var changes = 0
    private var wholeBytes = 0
    private var changeBytes = 0

    /// - Parameter isSame: The place and the window are those of the segment.
    func next(at now: Date, isSame: Bool) -> Beginning {
        guard let segmentStart, isSame, now.timeIntervalSince(segmentStart) < Self.segmentLength, now >= segmentStart else {
            return .segment
        }
        let isFull = changes >= Self.changesLimit || changeBytes >= Self.changesRatio * wholeBytes
        return isFull || now.timeIntervalSince(wholeStart) >= Self.wholeFrameInterval ? .wholeFrame : .change
    }

    mutating func wrote(_ beginning: Beginning, bytes: Int, at now: Date) {
        if beginning == .segment { segmentStart = now }
        if beginning == .change {
            changes += 1
            changeBytes += bytes
        } else {
            (wholeStart, wholeBytes, changes, changeBytes) = (now, bytes, 0, 0)
        }
    }
}

/// What is being recorded of one pane of one context by this process.
final class PaneTrack<Row: RecordedRow> {
    private var plan = TrackPlan()
    private var texts = TextTable()
    private var encoder: FrameEncoder<Row>
    private var ids: (stream: Int64, segment: Int64, key: Int64)?
    private var head: SegmentHead?

    init() { encoder = FrameEncoder(texts: texts) }

    /// The whole frame that is being added to.
    var key: Int64? { ids?.key }

    /// Writes nothing where nothing is new since the last time.
    func record(_ snapshot: PaneSnapshot<Row>, _ head: SegmentHead, at now: Date, in db: Database) throws {
        guard !encoder.isSame(snapshot) else { return }
        let isSame = self.head?.place == head.place && self.head?.window == head.window
        let beginning = plan.next(at: now, isSame: isSame)
        if beginning == .segment {
            texts = TextTable()
            encoder = FrameEncoder(texts: texts)
        }
        let body = encoder.encode(snapshot, whole: beginning != .change)
        try write(body, beginning, head, at: now, in: db)
        texts.forgetAdded()
        plan.wrote(beginning, bytes: body.count, at: now)
        self.head = head
    }

    private func write(
        _ body: [UInt8], _ beginning: TrackPlan.Beginning, _ head: SegmentHead, at now: Date, in db: Database
    ) throws {
        let stream = try ids?.stream ?? db.recorderStream(context: head.place.context, pane: Row.pane)
        let segment = if beginning != .segment, let ids { ids.segment } else { try db.addSegment(head) }
        try db.addTexts(texts.added, segment: segment)
        let key = beginning == .change ? ids?.key : nil
        let id = try db.addFrame(stream: stream, segment: segment, key: key, atMs: now.milliseconds, body: body)
        ids = (stream, segment, key ?? id)
    }
}

extension Date {
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
