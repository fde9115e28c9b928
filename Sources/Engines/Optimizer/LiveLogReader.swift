import AWS
package import FoundationEssentials
package import Model

/// Counts what the log of one function says, each event once: every reading begins a little before what is known, since events come in
/// late, and goes through all pages.
package struct LiveLogReader: Sendable {
    /// Events may come into the log so much later than they happened.
    private static let overlapMs: Int64 = 120_000
    /// More pages than this are left for the next reading.
    private static let mostPages = 50
    private static let remembered = 20_000

    package let group: String
    package private(set) var counts: LiveLogCounts
    /// Why the last reading did not get to the end; nil when it did.
    package private(set) var problem: Problem?
    /// False as long as the log could not be read at all: its counts say nothing then.
    package private(set) var hasRead = false
    private var ledger = EventLedger(capacity: remembered)
    /// Everything before was read.
    private var readToMs: Int64

    /// - Parameter since: Events before are not counted.
    package init(group: String, since: Date) {
        self.group = group
        counts = LiveLogCounts(since: since)
        readToMs = since.milliseconds
    }

    /// Reads on to `now`. Everything is read and counted here: not every endpoint understands a pattern of several words, and one that
    /// does not finds nothing and does not say so.
    ///
    /// What was read before a fault is counted, and read over again next time.
    package mutating func read(from source: any LogSource, to now: Date) async {
        let sinceMs = counts.since.milliseconds
        // What the ledger has forgotten was counted and would be counted again.
        let from = max(sinceMs, ledger.floorMs, readToMs - Self.overlapMs)
        var question = LogPageQuestion(group: group, fromMs: from, toMs: now.milliseconds)
        var newest = readToMs
        do throws(AWSError) {
            for _ in 0..<Self.mostPages {
                let page = try await source.page(question)
                for event in page.events where event.atMs >= sinceMs && ledger.takeRead(event) { counts.take(event) }
                newest = max(newest, page.events.last?.atMs ?? newest)
                guard let next = page.next else { return finish(readTo: now.milliseconds) }
                question.token = next
            }
            finish(readTo: newest)
            problem = Problem(
                code: "MuchLog", message: "\(group): counted to \(ISO8601.text(Date(milliseconds: newest))); there is more.",
                hint: "The next reading goes on from there.")
        } catch {
            problem = error.kind == .notFound ? nil : Problem(error, part: "Log of \(group)")
            if error.kind == .notFound { finish(readTo: readToMs) }
        }
    }

    private mutating func finish(readTo moment: Int64) {
        readToMs = moment
        hasRead = true
        problem = nil
        ledger.forget(before: readToMs - 2 * Self.overlapMs)
    }
}
