import FoundationEssentials
import Model

/// Events that wait for older ones, so that several groups are given as one log in the order of its times.
struct HoldBack: Sendable {
    private struct Waiting {
        var event: LogEvent
        var since: Date
        var number: Int
    }

    private var waiting: [Waiting] = []
    private var nextNumber = 0

    var isEmpty: Bool { waiting.isEmpty }

    /// Since when the longest has waited.
    var oldestArrival: Date? { waiting.lazy.map(\.since).min() }

    mutating func add(_ event: LogEvent, at now: Date) {
        waiting.append(Waiting(event: event, since: now, number: nextNumber))
        nextNumber += 1
    }

    /// Gives, in order, what happened up to `limitMs`; and, with everything older than it, what has waited since `patienceEnd`.
    mutating func release(upTo limitMs: Int64, waitingSince patienceEnd: Date) -> [LogEvent] {
        let overdue = waiting.lazy.filter { $0.since <= patienceEnd }.map(\.event.atMs).max() ?? .min
        let limit = max(limitMs, overdue)
        guard waiting.contains(where: { $0.event.atMs <= limit }) else { return [] }
        let free = waiting.filter { $0.event.atMs <= limit }
        waiting.removeAll { $0.event.atMs <= limit }
        return free.sorted { left, right in
            if left.event.isBefore(right.event) { return true }
            return !right.event.isBefore(left.event) && left.number < right.number
        }.map(\.event)
    }
}
