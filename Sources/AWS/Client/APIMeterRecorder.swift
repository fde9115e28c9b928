package import FoundationEssentials
package import Model
import Synchronization

/// Counts what talking to AWS costs. One may serve several clients.
package final class APIMeterRecorder: Sendable {
    enum Outcome {
        case answered, throttled, failed
    }

    private let tally = Mutex(APITally())

    package init() {}

    /// Notes one request that went out.
    func record(_ outcome: Outcome, costUSD: Double, at now: Date) {
        tally.withLock { $0.record(outcome, costUSD: costUSD, at: now) }
    }

    /// Notes what something costs beside its requests: a minute of live tail, a gigabyte scanned.
    package func charge(_ costUSD: Double, at now: Date) {
        tally.withLock { $0.charge(costUSD, at: now) }
    }

    package func meter(at now: Date) -> APIMeter {
        tally.withLock { $0.meter(at: now) }
    }
}

/// The figures themselves: totals, and the last five minutes in slots of five seconds.
struct APITally {
    private static let slotSeconds = 5
    private static let slotCount = 60

    private struct Slot {
        var number = Int.min
        var calls = 0
        var costUSD = 0.0
    }

    private var totals = APIMeter()
    private var slots = [Slot](repeating: Slot(), count: slotCount)
    private var first: Int?

    mutating func record(_ outcome: APIMeterRecorder.Outcome, costUSD: Double, at now: Date) {
        totals.calls += 1
        switch outcome {
        case .answered: break
        case .throttled: totals.throttled += 1
        case .failed: totals.failed += 1
        }
        slots[slot(at: now)].calls += 1
        charge(costUSD, at: now)
    }

    mutating func charge(_ costUSD: Double, at now: Date) {
        totals.estimatedCostUSD += costUSD
        slots[slot(at: now)].costUSD += costUSD
    }

    /// The place of the present slot, emptied of what it held five minutes ago.
    private mutating func slot(at now: Date) -> Int {
        let number = Self.number(now)
        first = min(first ?? number, number)
        let index = Self.index(number)
        if slots[index].number != number { slots[index] = Slot(number: number) }
        return index
    }

    func meter(at now: Date) -> APIMeter {
        var meter = totals
        let number = Self.number(now)
        let recent = slots.filter { (number - Self.slotCount + 1...number).contains($0.number) }
        meter.callsPerMinute = recent.filter { $0.number > number - 60 / Self.slotSeconds }.reduce(0) { $0 + $1.calls }
        // At least a minute, or the first refresh of a session would look like the hourly rate.
        let covered = min(max((number - (first ?? number) + 1) * Self.slotSeconds, 60), Self.slotCount * Self.slotSeconds)
        meter.costUSDPerHour = recent.reduce(0) { $0 + $1.costUSD } * 3600 / Double(covered)
        return meter
    }

    private static func number(_ now: Date) -> Int { Int((now.timeIntervalSince1970 / Double(slotSeconds)).rounded(.down)) }

    private static func index(_ number: Int) -> Int { ((number % slotCount) + slotCount) % slotCount }
}
