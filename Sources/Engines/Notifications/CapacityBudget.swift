import FoundationEssentials

/// Keeps reading within a number of capacity units a second: says how many records the next page may look at and when it may be
/// asked for. What a page costs is learnt from the pages before it.
struct CapacityBudget: Sendable {
    private let unitsPerSecond: Double
    /// Units that may be spent now; negative while the last page is being paid off.
    private var balance: Double
    private var at: Date
    private var unitsPerRecord: Double

    /// DynamoDB takes half a unit for 4 KB: records of 800 bytes, until it is known better.
    private static let firstGuess = 0.1
    /// More records a page answer too late to be shown soon.
    private static let mostRecords = 2_000
    private static let fewestRecords = 10

    /// - Parameter unitsPerSecond: Greater than 0. A second's worth may be spent at once.
    init(unitsPerSecond: Double, at now: Date) {
        self.unitsPerSecond = unitsPerSecond
        balance = unitsPerSecond
        at = now
        unitsPerRecord = Self.firstGuess
    }

    /// Records that the next page may look at.
    var limit: Int {
        let records = max(balance, unitsPerSecond / 4) / unitsPerRecord
        return Int(min(Double(Self.mostRecords), max(Double(Self.fewestRecords), records)))
    }

    /// When the next page may be asked for: once the last one is paid and a quarter of a second's worth is there.
    var nextAt: Date {
        let wanted = unitsPerSecond / 4
        return balance >= wanted ? at : at.addingTimeInterval((wanted - balance) / unitsPerSecond)
    }

    mutating func refill(at now: Date) {
        let seconds = max(0, now.timeIntervalSince(at))
        balance = min(unitsPerSecond, balance + seconds * unitsPerSecond)
        at = max(at, now)
    }

    /// - Parameter records: That the page has looked at.
    mutating func spend(_ units: Double, records: Int) {
        balance -= units
        guard records > 0, units > 0 else { return }
        // Rounded up to whole pages on the service's side, so that small pages look dear: half of the old guess is kept.
        unitsPerRecord = max(0.001, (unitsPerRecord + units / Double(records)) / 2)
    }
}
