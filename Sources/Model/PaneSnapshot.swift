package import FoundationEssentials

/// The six panes, in the order of their keys `1` … `6` (ux, Keys).
package enum PaneKind: String, Sendable, Codable, CaseIterable {
    case lambda, queues, escalations, workers, optimizer, alarms
}

/// What went wrong, for a person: what was tried on what and why it failed, and what to do.
package struct Problem: Sendable, Equatable, Codable, Error {
    /// The source's own code, kept whole (`AccessDenied`, `ExpiredToken`, `timeout`).
    package var code: String
    /// What was tried, on what, and why it failed; one sentence, no secrets.
    package var message: String
    /// What to do; empty when nothing helps but waiting.
    package var hint: String
    /// The service's id of the failed request, if it gave one.
    package var requestID: String?
    /// What the console itself can do about it, besides what the hint says; nil for most.
    package var remedy: Remedy?

    package init(code: String, message: String, hint: String = "", requestID: String? = nil, remedy: Remedy? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.requestID = requestID
        self.remedy = remedy
    }
}

/// What one source knows at one instant: immutable, with its age and what is missing from it.
package struct PaneSnapshot<Row: Sendable & Equatable>: Sendable, Equatable {
    /// False when the context has no such section: nothing is asked, the pane says "off".
    package var isOn: Bool
    package var rows: [Row]
    /// When the rows were true; nil before the first answer.
    package var asOf: Date?
    /// Why the newest attempt failed; nil after a good one. The rows are then those of `asOf`.
    package var error: Problem?
    /// Parts that the newest attempt could not get, although the rows are good ("p95: AccessDenied").
    package var missing: [Problem]
    /// How often the source is asked at present; longer than the default when throttled or over budget.
    package var cadence: Duration
    /// Why the cadence is longer than the default ("throttled", "budget"); nil when it is not.
    package var slowedBy: String?
    /// Rows that exist at the source; greater than `rows.count` when only a part is at hand (a cache).
    package var total: Int

    package init(
        isOn: Bool = true, rows: [Row] = [], asOf: Date? = nil, error: Problem? = nil, missing: [Problem] = [],
        cadence: Duration = .seconds(60), slowedBy: String? = nil, total: Int? = nil
    ) {
        self.isOn = isOn
        self.rows = rows
        self.asOf = asOf
        self.error = error
        self.missing = missing
        self.cadence = cadence
        self.slowedBy = slowedBy
        self.total = total ?? rows.count
    }

    package static var off: PaneSnapshot { PaneSnapshot(isOn: false) }
    package static var loading: PaneSnapshot { PaneSnapshot() }
}

/// The five words for how fresh a pane is (contract, JSON `status`).
package enum PaneStatus: String, Sendable, Codable {
    case loading, fresh, stale, error, off
}

extension PaneSnapshot {
    /// Data is stale once two cadences and five seconds have gone by without a good answer.
    package func status(at now: Date) -> PaneStatus {
        guard isOn else { return .off }
        if error != nil { return .error }
        guard let asOf else { return .loading }
        let limit = Double(cadence.components.seconds) * 2 + 5
        return now.timeIntervalSince(asOf) > limit ? .stale : .fresh
    }

    /// Seconds since `asOf`, never negative; nil before the first answer.
    package func ageSeconds(at now: Date) -> Double? { asOf.map { max(0, now.timeIntervalSince($0)) } }
}
