import FoundationEssentials
package import Model

/// Reads all notifications of a source once, within its capacity budget, and tells what it has found so far.
package struct NotificationReader: Sendable {
    private let source: any NotificationSource
    private let clock: any WallClock

    /// Records that a screen is given; all are counted.
    package static let mostRows = 2_000
    /// More often would only keep the screen busy.
    private static let interval: TimeInterval = 0.5

    package init(source: any NotificationSource, clock: any WallClock = SystemClock()) {
        self.source = source
        self.clock = clock
    }

    /// - Parameter tell: Told after the first page, twice a second, and at the end.
    /// - Returns: What was found in all.
    /// - Throws: ``Problem``; what was read until then has been told.
    package func read(tell: @Sendable (NotificationSight) async -> Void) async throws(Problem) -> NotificationSight {
        let start = clock.now
        var tally = NotificationTally(settings: source.settings, now: start)
        var worst = WorstNotifications(most: Self.mostRows)
        var units = 0.0
        var toldAt = Date.distantPast
        let all = AllPages(source: source, clock: clock)
        try await all.read { page, pass in
            units += page.units
            if pass.countsOnly, let status = pass.status { tally.count(status, page.count) }
            for record in page.records {
                tally.add(record)
                worst.add(record)
            }
            let now = clock.now
            guard now.timeIntervalSince(toldAt) >= Self.interval else { return }
            toldAt = now
            await tell(sight(tally, worst, isComplete: false, units: units))
        }
        return sight(tally, worst, isComplete: true, units: units)
    }

    private func sight(
        _ tally: NotificationTally, _ worst: WorstNotifications, isComplete: Bool, units: Double
    ) -> NotificationSight {
        let overview = NotificationOverview(tally, settings: source.settings, isComplete: isComplete, units: units)
        let pane = PaneSnapshot(rows: worst.rows, asOf: clock.now, cadence: .seconds(600), total: tally.total)
        return NotificationSight(pane: pane, overview: overview)
    }
}

/// The pages of all passes over a source, at the pace that its budget allows.
package struct AllPages: Sendable {
    package struct Pass: Sendable {
        /// nil for all statuses.
        package var status: String?
        package var countsOnly = false
    }

    private let source: any NotificationSource
    private let clock: any WallClock
    private let passes: [Pass]

    /// What a summary needs: where the source can look for a status, all that is not settled, and the number of the rest.
    package init(source: any NotificationSource, clock: any WallClock) {
        let statuses = source.settings.statuses
        let passes =
            source.findsByStatus
            ? statuses.ofInterest.map { Pass(status: $0) } + statuses.settled.map { Pass(status: $0, countsOnly: true) }
            : [Pass()]
        self.init(source: source, clock: clock, passes: passes)
    }

    /// - Parameter status: Only these records; nil for every one.
    package init(source: any NotificationSource, clock: any WallClock, status: String?) {
        self.init(source: source, clock: clock, passes: [Pass(status: status)])
    }

    private init(source: any NotificationSource, clock: any WallClock, passes: [Pass]) {
        self.source = source
        self.clock = clock
        self.passes = passes
    }

    package func read(_ take: (NotificationPage, Pass) async throws(Problem) -> Void) async throws(Problem) {
        var budget = CapacityBudget(unitsPerSecond: source.settings.unitsPerSecond, at: clock.now)
        for pass in passes {
            var cursor: NotificationCursor?
            repeat {
                budget.refill(at: clock.now)
                let turn = budget.nextAt
                if turn > clock.now {
                    do { try await clock.sleep(until: turn) } catch { throw .cancelledReading }
                    budget.refill(at: clock.now)
                }
                guard !Task.isCancelled else { throw .cancelledReading }
                let page = try await source.page(
                    NotificationQuestion(status: pass.status, countsOnly: pass.countsOnly, limit: budget.limit, cursor: cursor))
                budget.spend(page.units, records: page.scanned)
                try await take(page, pass)
                cursor = page.next
            } while cursor != nil
        }
    }
}

extension Problem {
    static var cancelledReading: Problem {
        Problem(code: "Cancelled", message: "Reading the notifications was given up.")
    }
}
