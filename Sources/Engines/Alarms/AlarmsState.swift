import FoundationEssentials
import Model

/// What the alarm poller is told by the context.
package struct AlarmsSettings: Sendable, Equatable {
    /// Alarms whose names begin so; empty for all.
    package var prefix: String
    package var cadence: Duration = .seconds(15)

    package init(prefix: String = "") { self.prefix = prefix }
}

/// What is known of all alarms, ours included. Decides only: no clock, no call.
struct AlarmsState: Sendable {
    private var cloudwatch: [Alarm] = []
    private var local: [Alarm] = []
    private var rules = LocalRules()
    /// The verdicts of the costly question whether an alarm can fire at all, with the time when they were found.
    private var verdicts: [String: (reason: String?, at: Date)] = [:]
    private(set) var functions: [LambdaFunction] = []
    private(set) var queues: [Queue] = []

    /// A silent metric is looked for again after so long.
    private static let verdictLasts: Duration = .seconds(3600)

    mutating func take(_ alarms: [Alarm]) {
        cloudwatch = alarms
        verdicts = verdicts.filter { verdict in alarms.contains { $0.name == verdict.key } }
        for index in cloudwatch.indices where cloudwatch[index].state == "INSUFFICIENT_DATA" {
            if let reason = verdicts[cloudwatch[index].name]?.reason { cloudwatch[index].neverFires = reason }
        }
    }

    mutating func take(functions: [LambdaFunction]) { self.functions = functions }
    mutating func take(queues: [Queue]) { self.queues = queues }

    /// Alarms whose metric is to be looked for now, at most `limit`.
    func doubtful(at now: Date, limit: Int) -> [Alarm] {
        let open = cloudwatch.filter { alarm in
            guard NeverFires.isDoubtful(alarm, at: now) else { return false }
            return verdicts[alarm.name].map { now.timeIntervalSince($0.at) >= Self.verdictLasts.inSeconds } ?? true
        }
        return Array(open.prefix(limit))
    }

    /// - Parameter isSilent: True when CloudWatch neither lists the metric nor has a point of the last day.
    mutating func judge(_ alarm: Alarm, isSilent: Bool, at now: Date) {
        let reason = isSilent ? NeverFires.silence(of: alarm) : nil
        verdicts[alarm.name] = (reason, now)
        if let index = cloudwatch.firstIndex(where: { $0.name == alarm.name }) { cloudwatch[index].neverFires = reason }
    }

    /// - Parameter full: True lists the local rules that do not fire, too.
    mutating func evaluate(at now: Date, full: Bool = false) {
        local = rules.evaluate(functions: functions, queues: queues, alarms: cloudwatch, at: now, full: full)
    }

    func alarm(id: String) -> Alarm? { (cloudwatch + local).first { $0.id == id } }

    /// Firing first, the longest-lasting last: what is new matters most. Then by name.
    var rows: [Alarm] {
        (cloudwatch + local).sorted { left, right in
            if left.severity != right.severity { return left.severity > right.severity }
            let (newer, older) = (left.since ?? .distantPast, right.since ?? .distantPast)
            return newer == older ? left.name < right.name : newer > older
        }
    }
}
