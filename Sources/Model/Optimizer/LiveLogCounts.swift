package import FoundationEssentials

/// How often the log of one function of the deployment says what is worth a count, and when last.
package struct LiveLogCounts: Sendable, Equatable {
    package enum Pattern: String, Sendable, CaseIterable {
        case completed = "CompleteWithSuccess"
        case completedWithErrors = "CompleteWithErrors"
        case error = "ERROR"
        case timeout = "TimeoutException"
        case cacheUnreachable = "configured but not reachable"
        case report = "REPORT"
    }

    /// A function that ended.
    package struct Ending: Sendable, Equatable {
        package var at: Date
        package var durationMs: Double
    }

    /// From when on is counted.
    package let since: Date
    package private(set) var counts: [Pattern: Int] = [:]
    /// The newest line of each kind, by the clock of whoever wrote it.
    package private(set) var newest: [Pattern: Date] = [:]
    /// Durations and memory of the REPORT lines.
    package private(set) var reports = ReportSummary()
    /// The newest endings, oldest first.
    package private(set) var endings: [Ending] = []

    private static let mostEndings = 64

    package init(since: Date) { self.since = since }

    package subscript(_ pattern: Pattern) -> Int { counts[pattern] ?? 0 }

    /// Each event once. A line may count for several patterns.
    package mutating func take(_ event: LogEvent) {
        for pattern in Pattern.allCases where pattern != .report && event.message.contains(pattern.rawValue) {
            note(pattern, event.at)
        }
        guard let report = ReportLine(event.message) else { return }
        note(.report, event.at)
        reports.take(event)
        let place = endings.lastIndex { $0.at <= event.at }.map { $0 + 1 } ?? 0
        endings.insert(Ending(at: event.at, durationMs: report.durationMs), at: place)
        if endings.count > Self.mostEndings { endings.removeFirst() }
    }

    private mutating func note(_ pattern: Pattern, _ at: Date) {
        counts[pattern, default: 0] += 1
        newest[pattern] = max(newest[pattern] ?? at, at)
    }

    /// When a run was last reported complete, with or without errors.
    package var completedAt: Date? {
        [newest[.completed], newest[.completedWithErrors]].compactMap(\.self).max()
    }
}
