package import FoundationEssentials

/// What was found by reading: the worst records, and what all of them together tell.
package struct NotificationSight: Sendable, Equatable {
    /// The worst; `total` is the number of all that were read.
    package var pane: PaneSnapshot<NotificationRecord>
    package var overview: NotificationOverview

    package init(pane: PaneSnapshot<NotificationRecord>, overview: NotificationOverview) {
        self.pane = pane
        self.overview = overview
    }

    package static let off = NotificationSight(pane: .off, overview: NotificationOverview())
    package static let loading = NotificationSight(pane: .loading, overview: NotificationOverview())
}

package struct NotificationOverview: Sendable, Equatable {
    package var table = ""
    package var isEmbedded = false
    package var attributes = NotificationAttributes()
    package var statuses = NotificationStatuses()
    package var key = NotificationKey.standard
    /// By status, the most frequent first.
    package var counts: [(status: String, count: Int)] = []
    package var total = 0
    package var oldestUnsent: Date?
    package var nextSale: NotificationTally.Sale?
    package var unsentOfNextSale = 0
    package var indicators: [NotificationIndicator] = []
    /// False while it is being read: the figures are those of a part.
    package var isComplete = false
    /// Capacity units that this reading has consumed.
    package var units = 0.0
    package var unitsPerSecond = 0.0
    package var retriesPerSecond = 0.0

    package init() {}

    package init(_ tally: NotificationTally, settings: NotificationSettings, isComplete: Bool, units: Double) {
        table = settings.table
        attributes = settings.attributes
        statuses = settings.statuses
        key = settings.key
        counts = tally.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (status: $0.key, count: $0.value) }
        total = tally.total
        oldestUnsent = tally.oldestUnsent
        nextSale = tally.nextSale?.sale
        unsentOfNextSale = tally.nextSale?.unsent ?? 0
        indicators = tally.indicators
        self.isComplete = isComplete
        self.units = units
        unitsPerSecond = settings.unitsPerSecond
        retriesPerSecond = settings.retriesPerSecond
    }

    package static func == (left: NotificationOverview, right: NotificationOverview) -> Bool {
        left.table == right.table && left.isEmbedded == right.isEmbedded && left.total == right.total
            && left.counts.elementsEqual(right.counts, by: ==) && left.oldestUnsent == right.oldestUnsent
            && left.nextSale == right.nextSale && left.unsentOfNextSale == right.unsentOfNextSale
            && left.indicators == right.indicators && left.isComplete == right.isComplete && left.units == right.units
            && left.attributes == right.attributes && left.statuses == right.statuses && left.key == right.key
            && left.retriesPerSecond == right.retriesPerSecond && left.unitsPerSecond == right.unitsPerSecond
    }
}
