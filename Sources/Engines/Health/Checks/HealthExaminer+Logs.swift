import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    private static let mostEvents = 50_000

    /// Counts the events that fit a pattern; any is worth a look unless limits say otherwise.
    func logs(_ group: String, _ pattern: String, _ window: Duration) async throws -> HealthFinding {
        let now = clock.now
        let start = now.addingTimeInterval(-(window / .seconds(1)))
        let input = FilterLogEvents.Input(
            logGroupName: group, startTime: Int64(start.timeIntervalSince1970 * 1000),
            endTime: Int64(now.timeIntervalSince1970 * 1000), filterPattern: pattern)
        var (count, newest, isWhole) = (0, FilteredLogEvent?.none, true)
        var pages = try client().pages(FilterLogEvents.self, input).makeAsyncIterator()
        while let page = try await pages.next() {
            count += page.events.count
            newest = page.events.last ?? newest
            isWhole = count < Self.mostEvents
            if !isWhole { break }
        }
        let stretch = "in \(DurationText.text(window))"
        guard let newest else { return judged(0, "events", warn: 0, "No event fits \(pattern) \(stretch).") }
        // Masked whole, before it is cut: half a secret is not recognised.
        let message = HarmlessText.line(Masker.masked(newest.message)).prefix(160)
        return judged(
            Double(count), "events", warn: 0,
            "\(isWhole ? "" : "At least ")\(Wording.count(count, "event")) \(stretch); the last one: \(message)")
    }
}
