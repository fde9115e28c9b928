import FoundationEssentials
import Synchronization

/// What a person has changed in the practice world by calls; it lasts as long as the process.
package final class PracticeEdits: Sendable {
    struct State: Sendable {
        /// Memory in MB and time-out in seconds, by the name of the function.
        var sizes: [String: (memoryMB: Int?, timeoutSeconds: Int?)] = [:]
        /// What was put over alarms, or made, as JSON of PutMetricAlarm, by name.
        var alarms: [String: DrillAlarm] = [:]
        /// The newest redrive of a dead-letter queue, by name.
        var redrives: [String: PracticeRedrive] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    var now: State { state.withLock { $0 } }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
}

/// A redrive moves two messages a second; what it has moved does not lie in the queue any more.
struct PracticeRedrive: Sendable {
    static let perSecond = 2.0

    var queue: String
    var startedAt: Date
    var total: Int
    var stoppedAt: Date?

    func moved(at now: Date) -> Int {
        let seconds = min(now, stoppedAt ?? now).timeIntervalSince(startedAt)
        return min(total, Int(max(0, seconds) * Self.perSecond))
    }

    func status(at now: Date) -> String {
        if moved(at: now) >= total { return "COMPLETED" }
        return stoppedAt == nil ? "RUNNING" : "CANCELLED"
    }
}

extension DrillAccount {
    /// What lies in a queue in spite of everything that was moved out of it.
    func visible(queueAt index: Int, at now: Date) -> Int {
        let usual = Int(value(.visible, queueAt: index, at: now))
        guard let redrive = edits.redrives[world.queues[index].name] else { return usual }
        return max(0, usual - redrive.moved(at: now))
    }

    /// The habits with the size that somebody has given it.
    func sized(_ function: DrillFunction) -> DrillFunction {
        guard let size = edits.sizes[function.name] else { return function }
        var function = function
        function.memoryMB = size.memoryMB ?? function.memoryMB
        function.timeoutSeconds = size.timeoutSeconds ?? function.timeoutSeconds
        return function
    }
}
