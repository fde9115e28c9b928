/// When to paint: at once after a key, a signal or a tick; after other news at most ten times a second,
/// since each paint is a write to the person's line.
struct PaintPace {
    /// `--low-bandwidth`: other news wait up to two seconds.
    var isSlow = false
    private var isChanged = false
    private var isUrgent = false
    private var lastNews: ContinuousClock.Instant?
    private var firstPaint: ContinuousClock.Instant?

    mutating func noteChange() { isChanged = true }
    mutating func noteUrgent() { isUrgent = true }

    private var interval: Duration { isSlow ? .seconds(2) : .milliseconds(100) }
    /// While the first answers arrive nothing is held back: the first useful frame is what a woken person waits for.
    private static let beginning: Duration = .milliseconds(300)

    func isDue(at now: ContinuousClock.Instant) -> Bool {
        guard isChanged else { return false }
        guard !isUrgent, let lastNews, let firstPaint else { return true }
        return now - lastNews >= interval || now - firstPaint < Self.beginning
    }

    /// When a paint that was put off is due; nil when there is none.
    var next: ContinuousClock.Instant? { isChanged ? lastNews.map { $0 + interval } : nil }

    mutating func notePaint(at now: ContinuousClock.Instant) {
        if !isUrgent { lastNews = now }
        firstPaint = firstPaint ?? now
        isChanged = false
        isUrgent = false
    }
}
