import FoundationEssentials

/// What is to be done when: a few recurring jobs, each with its next moment.
struct Agenda<Job: Hashable & Sendable>: Sendable {
    private var due: [Job: Date] = [:]

    /// The next moment at which anything is to be done; nil when nothing is.
    var next: Date? { due.values.min() }

    mutating func schedule(_ job: Job, at date: Date?) { due[job] = date }
    func isDue(_ job: Job, at now: Date) -> Bool { due[job].map { $0 <= now } ?? false }

    /// After an attempt that began at `start` and ended at `end`: by the cadence from its start, yet never without a breath.
    mutating func reschedule(_ job: Job, start: Date, end: Date, delay: Duration) {
        due[job] = max(start + delay, end + .seconds(1))
    }
}

extension Date {
    static func + (date: Date, duration: Duration) -> Date { date.addingTimeInterval(duration.inSeconds) }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
