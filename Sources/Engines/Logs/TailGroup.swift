import AWS
import FoundationEssentials
import Model

/// What a tail knows about one of its groups.
struct TailGroup: Sendable {
    struct Reading: Sendable {
        var question: LogPageQuestion
        var began: Date
        /// Everything since then has been read when it ends, by it or before.
        var coversFrom: Date
        /// The newest event so far; pages come in order.
        var lastMs: Int64?
    }

    let name: String
    var ledger: EventLedger
    /// Everything before has been read, as far as AWS shows it.
    var verifiedMs: Int64
    /// Nothing older than this is expected any more.
    var watermarkMs = Int64.min
    private var newestIngestedMs = Int64.min
    /// True once a reading has come to its end.
    var isCaughtUp = false
    var reading: Reading?
    /// nil while a reading is under way, and at the end.
    var nextReadAt: Date?
    /// A reading that begins at this moment or later is wanted.
    var wantedReadAt: Date?
    var lastLongReadAt: Date?
    var pace: Pace
    var problem: Problem?
    /// A reading without following has come to its end, good or bad.
    var isOver = false

    init(name: String, from: Date, settings: TailSettings, capacity: Int) {
        self.name = name
        verifiedMs = from.milliseconds
        ledger = EventLedger(capacity: capacity)
        pace = Pace(base: settings.pollEvery)
    }

    /// Begins to read from a little before what is known.
    mutating func beginReading(_ question: LogQuestion, settings: TailSettings, at now: Date) -> LogPageQuestion {
        var overlap = settings.overlap
        let isLong = lastLongReadAt.map { now.timeIntervalSince($0) >= settings.longOverlapEvery.seconds } ?? true
        if isLong, !ledger.isCrowded { (overlap, lastLongReadAt) = (settings.longOverlap, now) }
        let fromMs = max(question.from.milliseconds, ledger.floorMs, verifiedMs - overlap.milliseconds)
        let first = LogPageQuestion(
            group: name, fromMs: fromMs, toMs: question.to?.milliseconds, pattern: question.pattern, token: nil)
        let isOutrun = ledger.floorMs > verifiedMs - settings.overlap.milliseconds
        let coversFrom = isOutrun ? Date(milliseconds: ledger.floorMs) : .distantPast
        reading = Reading(question: first, began: now, coversFrom: coversFrom)
        nextReadAt = nil
        if let wantedReadAt, wantedReadAt <= now { self.wantedReadAt = nil }
        return first
    }

    /// - Returns: The new ones among the page's events.
    mutating func take(_ page: LogPage, of reading: Reading) -> [LogEvent] {
        for event in page.events { newestIngestedMs = max(newestIngestedMs, event.ingestedMs ?? event.atMs) }
        return page.events.filter { event in
            event.atMs >= reading.question.fromMs && event.atMs <= reading.question.toMs ?? .max && ledger.takeRead(event)
        }
    }

    /// A reading has come to its last page.
    mutating func finish(_ reading: Reading, settings: TailSettings) {
        let beganMs = reading.began.milliseconds
        self.reading = nil
        isCaughtUp = true
        problem = nil
        // This machine's clock may be minutes ahead of AWS's: only what AWS has stamped itself is believed without a margin.
        let knownMs = max(newestIngestedMs, beganMs - Self.clockMargin.milliseconds)
        verifiedMs = max(verifiedMs, min(knownMs, beganMs))
        watermarkMs = max(watermarkMs, beganMs - settings.holdBack.milliseconds)
        ledger.forget(before: verifiedMs - settings.longOverlap.milliseconds)
        pace.note(.good)
    }

    /// AWS refuses signatures that are off by more.
    private static let clockMargin: Duration = .seconds(300)

    /// A reading has failed. What was read is not read again.
    mutating func fail(_ error: AWSError) {
        if let reading, let lastMs = reading.lastMs {
            // Events may carry times of the future.
            verifiedMs = max(verifiedMs, min(lastMs, newestIngestedMs, reading.began.milliseconds))
        }
        reading = nil
        problem = Problem(error)
        pace.note(error.kind == .throttled ? .throttled : .failed(error.kind))
    }
}
