import FoundationEssentials
import Model

/// The alarms that the operations documents recommend, evaluated on what the other panes know, so that they cost no call.
///
/// A rule gives way to a CloudWatch alarm that watches the same figure of the same thing, unless that one can never fire.
/// Alarms built on a metric that does not exist get the rule that they mean, under their own name and limit.
struct LocalRules: Sendable {
    /// When each local alarm that now fires began to.
    private var since: [String: Date] = [:]

    /// What a rule looks at; the CloudWatch metrics that cover it.
    private enum Watched: Hashable {
        case errorRate, errors, duration, throttles, iteratorAge, depth

        var metric: String {
            switch self {
            case .errorRate, .errors: "Errors"
            case .duration: "Duration"
            case .throttles: "Throttles"
            case .iteratorAge: "IteratorAge"
            case .depth: "ApproximateNumberOfMessagesVisible"
            }
        }

        var title: String {
            switch self {
            case .errorRate: "error rate"
            case .errors: "errors"
            case .duration: "duration"
            case .throttles: "throttles"
            case .iteratorAge: "iterator age"
            case .depth: "queue depth"
            }
        }
    }

    private struct Finding {
        var watched: Watched
        var name: String
        /// nil: not firing.
        var reason: String?
    }

    /// - Parameters:
    ///   - full: True lists rules that do not fire, too. On the screen they are left out: a calm night is an empty list.
    ///   - at: When the rows were true.
    /// - Returns: Firing alarms, then, when `full`, quiet ones; each group by name.
    mutating func evaluate(
        functions: [LambdaFunction], queues: [Queue], alarms: [Alarm], at now: Date, full: Bool = false
    ) -> [Alarm] {
        let coverage = Coverage(alarms)
        var local: [Alarm] = []
        var meant: Set<String> = []
        for alarm in alarms {
            guard let intended = intended(alarm, functions: functions, queues: queues) else { continue }
            local.append(intended.alarm)
            meant.formUnion(intended.things)
        }
        let findings = functions.flatMap(Self.findings) + queues.map(Self.finding)
        for finding in findings where full || finding.reason != nil {
            guard !coverage.covers(finding.watched.metric, of: finding.name),
                !meant.contains(finding.watched.title + " " + finding.name)
            else { continue }
            local.append(Self.alarm(finding))
        }
        note(&local, at: now)
        return local.filter { full || $0.state == "ALARM" }.sorted {
            ($0.state == "ALARM" ? 0 : 1, $0.name) < ($1.state == "ALARM" ? 0 : 1, $1.name)
        }
    }

    private mutating func note(_ alarms: inout [Alarm], at now: Date) {
        var firing: [String: Date] = [:]
        for index in alarms.indices where alarms[index].state == "ALARM" {
            let began = since[alarms[index].name] ?? now
            firing[alarms[index].name] = began
            alarms[index].since = began
        }
        since = firing
    }

    // MARK: The documents' rules

    private static func findings(of function: LambdaFunction) -> [Finding] {
        let name = function.name
        return [
            Finding(watched: .errorRate, name: name, reason: errorRate(function)),
            Finding(watched: .errors, name: name, reason: errors(function)),
            Finding(watched: .duration, name: name, reason: duration(function)),
            Finding(watched: .throttles, name: name, reason: throttles(function)),
            Finding(watched: .iteratorAge, name: name, reason: iteratorAge(function)),
        ]
    }

    private static func errorRate(_ function: LambdaFunction) -> String? {
        guard let rate = function.errorRate, rate > 0.05 else { return nil }
        return "Error rate \(Wording.percent(rate)) > 5 %"
    }

    /// The document's alarm: Sum > 10 in two periods of 60 s. The newest minute may still be filling, so of the last three any two neighbours count.
    private static func errors(_ function: LambdaFunction) -> String? {
        guard let values = function.errorSeries?.values, let last = values.lastIndex(where: { $0 != nil }), last >= 1 else {
            return nil
        }
        for end in [last, last - 1] where end >= 1 {
            if let first = values[end - 1], let second = values[end], first > 10, second > 10 {
                return
                    "\(Wording.number(Double(first))) and \(Wording.number(Double(second))) errors in two consecutive minutes > 10"
            }
        }
        return nil
    }

    /// 50 s for the demand workers and all others; the optimizer's functions may take 10 min.
    private static func durationLimitMs(_ name: String) -> Int { name.hasPrefix("altaworx-") ? 600_000 : 50_000 }

    private static func duration(_ function: LambdaFunction) -> String? {
        guard let p95 = function.durationP95Ms, p95 > Double(durationLimitMs(function.name)) else { return nil }
        return
            "p95 \(Wording.duration(milliseconds: p95)) > \(Wording.duration(milliseconds: Double(durationLimitMs(function.name))))"
    }

    private static func throttles(_ function: LambdaFunction) -> String? {
        guard let throttles = function.throttles, throttles > 0 else { return nil }
        return Wording.count(Int(throttles), "throttle") + " in the window"
    }

    /// Growing: a rising line over the window, at least three points, and the newest over ten seconds, below which lag is noise.
    private static func iteratorAge(_ function: LambdaFunction) -> String? {
        guard let series = function.iteratorAgeSeries, let newest = series.newest, newest > 10_000,
            series.values.count(where: { $0 != nil }) >= 3, let perMinute = Growth.perMinute(series), perMinute >= 1000
        else { return nil }
        return
            "Iterator age \(Wording.duration(milliseconds: Double(newest))), growing by \(Wording.duration(milliseconds: perMinute)) a minute"
    }

    private static func finding(of queue: Queue) -> Finding {
        Finding(watched: .depth, name: queue.name, reason: depth(queue, over: 100))
    }

    /// The mean depth of each of the last two stretches of five minutes.
    private static func depth(_ queue: Queue, over limit: Double) -> String? {
        guard let series = queue.depthSeries, let last = series.values.lastIndex(where: { $0 != nil }) else { return nil }
        let steps = max(1, 300 / series.stepSeconds)
        let means = [last - steps, last].map { end -> Double? in
            guard end >= 0 else { return nil }
            let known = series.values[max(0, end - steps + 1)...end].compactMap { $0 }
            return known.isEmpty ? nil : known.reduce(0) { $0 + Double($1) } / Double(known.count)
        }
        guard let before = means[0], let now = means[1], before > limit, now > limit else { return nil }
        return "\(Wording.number(before)) and \(Wording.number(now)) messages in two periods of 5 min > \(Wording.number(limit))"
    }

    // MARK: What an alarm on a missing metric means

    private func intended(_ alarm: Alarm, functions: [LambdaFunction], queues: [Queue]) -> (alarm: Alarm, things: [String])? {
        guard let intention = NeverFires.intention(of: alarm) else { return nil }
        var local: Alarm
        var things: [String]
        switch intention {
        case .errorRate:
            let limit = (alarm.threshold ?? 5) / 100
            let scope = functions.filter { Self.isMeant($0.name, by: alarm, dimension: alarm.functionName) }
            let worst = scope.filter { ($0.errorRate ?? 0) > limit }.max { ($0.errorRate ?? 0) < ($1.errorRate ?? 0) }
            local = Self.local(alarm.name, rule: "error rate > \(Wording.percent(limit)), what \(alarm.name) means")
            worst.map {
                Self.fire(&local, "\($0.name): error rate \(Wording.percent($0.errorRate ?? 0)) > \(Wording.percent(limit))")
            }
            local.dimensions = worst.map { ["FunctionName": $0.name] } ?? [:]
            things = scope.map { Watched.errorRate.title + " " + $0.name }
        case .queueDepth:
            let limit = alarm.threshold ?? 100
            let scope = queues.filter { alarm.queueName == nil || alarm.queueName == $0.name }
            let deep = scope.compactMap { queue in Self.depth(queue, over: limit).map { (queue, $0) } }
            let worst = deep.max { ($0.0.visible ?? 0) < ($1.0.visible ?? 0) }
            local = Self.local(
                alarm.name, rule: "depth > \(Wording.number(limit)) in two periods of 300 s, what \(alarm.name) means")
            worst.map { Self.fire(&local, "\($0.0.name): \($0.1)") }
            local.dimensions = worst.map { ["QueueName": $0.0.name] } ?? [:]
            things = scope.map { Watched.depth.title + " " + $0.name }
        }
        return (local, things)
    }

    /// An alarm without dimensions means the functions of its own family (`Altaworx-…` those named `altaworx-…`), where there is one.
    private static func isMeant(_ name: String, by alarm: Alarm, dimension: String?) -> Bool {
        if let dimension { return dimension == name }
        guard let family = alarm.name.split(separator: "-").first else { return true }
        return name.lowercased().hasPrefix(family.lowercased() + "-")
    }

    // MARK: Making alarms

    private static func rule(of finding: Finding) -> String {
        switch finding.watched {
        case .errorRate: "error rate > 5 % over the window"
        case .errors: "Errors > 10 in two consecutive minutes"
        case .duration: "p95 > \(durationLimitMs(finding.name) / 1000) s"
        case .throttles: "throttles > 0"
        case .iteratorAge: "iterator age growing"
        case .depth: "depth > 100 in two periods of 300 s"
        }
    }

    private static func local(_ name: String, rule: String) -> Alarm {
        var alarm = Alarm(name: "local: " + name, state: "OK", since: nil, reason: "", source: .local, kind: .local)
        alarm.summary = rule
        return alarm
    }

    private static func fire(_ alarm: inout Alarm, _ reason: String) {
        alarm.state = "ALARM"
        alarm.reason = reason
        alarm.severity = Alarm.severity(ofState: alarm.state)
    }

    private static func alarm(_ finding: Finding) -> Alarm {
        var alarm = local("\(finding.watched.title) \(finding.name)", rule: rule(of: finding))
        alarm.metricName = finding.watched.metric
        alarm.namespace = finding.watched == .depth ? "AWS/SQS" : "AWS/Lambda"
        alarm.dimensions = [finding.watched == .depth ? "QueueName" : "FunctionName": finding.name]
        finding.reason.map { fire(&alarm, $0) }
        return alarm
    }
}

/// Which figures of which things CloudWatch alarms watch already.
private struct Coverage {
    private var watched: Set<[String]> = []

    init(_ alarms: [Alarm]) {
        for alarm in alarms where alarm.source == .cloudwatch && alarm.neverFires == nil {
            guard let metric = alarm.metricName, let name = alarm.functionName ?? alarm.queueName else { continue }
            watched.insert([metric, name])
        }
    }

    func covers(_ metric: String, of name: String) -> Bool { watched.contains([metric, name]) }
}
