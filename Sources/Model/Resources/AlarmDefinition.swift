/// What makes an alarm, in the form that PutMetricAlarm or PutCompositeAlarm takes: what CloudWatch only tells (state, ARN, times)
/// is not in it. Source: CloudWatch API Reference, PutMetricAlarm, PutCompositeAlarm.
package struct AlarmDefinition: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case metric = "MetricAlarms"
        case composite = "CompositeAlarms"

        /// The call that takes it.
        package var call: String { self == .metric ? "PutMetricAlarm" : "PutCompositeAlarm" }

        fileprivate var members: Set<String> {
            let shared: Set = [
                "ActionsEnabled", "AlarmActions", "AlarmDescription", "AlarmName", "InsufficientDataActions", "OKActions",
            ]
            switch self {
            case .metric:
                return shared.union([
                    "ComparisonOperator", "DatapointsToAlarm", "Dimensions", "EvaluateLowSampleCountPercentile",
                    "EvaluationCriteria",
                    "EvaluationInterval", "EvaluationPeriods", "EvaluationWindow", "ExtendedStatistic", "MetricName", "Metrics",
                    "Namespace", "Period", "Statistic", "Threshold", "ThresholdMetricId", "TreatMissingData", "Unit",
                    "WarmUpConfiguration",
                ])
            case .composite:
                return shared.union([
                    "ActionsSuppressor", "ActionsSuppressorExtensionPeriod", "ActionsSuppressorWaitPeriod", "AlarmRule",
                ])
            }
        }
    }

    package let kind: Kind
    package let name: String
    /// The call's own members, those that say nothing (null, empty lists and texts) left out.
    package let settings: [String: JSONValue]

    /// - Parameter value: As DescribeAlarms or the AWS CLI writes it; members that the call does not take are passed over.
    /// - Returns: nil where there is no name.
    package init?(_ kind: Kind, _ value: JSONValue) {
        guard case .object(let members) = value, let name = value["AlarmName"]?.text, !name.isEmpty else { return nil }
        self.kind = kind
        self.name = name
        settings = members.filter { kind.members.contains($0.key) && !$0.value.saysNothing }
    }

    package var value: JSONValue { .object(settings) }

    /// What is missing for CloudWatch to take it; nil for nothing. Some endpoints tell only a part of an alarm.
    package var gap: String? {
        let has: (String) -> Bool = { settings[$0] != nil }
        switch kind {
        case .composite: return has("AlarmRule") ? nil : "AlarmRule"
        case .metric:
            if !has("EvaluationPeriods") { return "EvaluationPeriods" }
            if !has("ComparisonOperator") { return "ComparisonOperator" }
            if has("Metrics") { return nil }
            if !has("MetricName") || !has("Namespace") { return "MetricName or Metrics" }
            if !has("Statistic"), !has("ExtendedStatistic") { return "Statistic" }
            return has("Period") ? nil : "Period"
        }
    }

    /// What putting this over `present` would alter, one line each: `Threshold: 5 → 10`. Empty where both do the same.
    package func differences(from present: AlarmDefinition) -> [String] {
        let (old, new) = (present.effective, effective)
        return Set(old.keys).union(new.keys).sorted().compactMap { name in
            guard old[name] != new[name] else { return nil }
            return "\(name): \(old[name]?.json ?? "not set") → \(new[name]?.json ?? "not set")"
        }
    }

    /// With CloudWatch's defaults written out and lists whose order means nothing sorted, so that equal alarms compare equal.
    private var effective: [String: JSONValue] {
        var all = settings
        if all["ActionsEnabled"] == nil { all["ActionsEnabled"] = .bool(true) }
        if kind == .metric {
            if all["TreatMissingData"] == nil { all["TreatMissingData"] = .string("missing") }
            if all["DatapointsToAlarm"] == nil { all["DatapointsToAlarm"] = all["EvaluationPeriods"] }
        }
        for list in ["AlarmActions", "Dimensions", "InsufficientDataActions", "OKActions"] {
            if let elements = all[list]?.elements { all[list] = .array(elements.sorted { $0.json < $1.json }) }
        }
        return all
    }
}

extension JSONValue {
    fileprivate var saysNothing: Bool {
        switch self {
        case .null, .string(""), .array([]): true
        default: false
        }
    }
}

/// What restoring alarms comes to, decided before anything is sent.
package struct AlarmRestorePlan: Sendable, Equatable {
    /// Alarms that are not there, or are otherwise; metric alarms first, since composite ones name them.
    package let orders: [AlarmDefinition]
    /// What is there now of those in ``orders``, by name.
    package let present: [String: AlarmDefinition]
    /// Names of alarms that are as they were saved.
    package let unchanged: [String]

    package init(restoring saved: [AlarmDefinition], over now: [AlarmDefinition]) {
        let known = Dictionary(now.map { ($0.name, $0) }) { first, _ in first }
        let wanted = saved.sorted { ($0.kind == .metric ? 0 : 1, $0.name) < ($1.kind == .metric ? 0 : 1, $1.name) }
        var orders: [AlarmDefinition] = []
        var unchanged: [String] = []
        for alarm in wanted {
            if let there = known[alarm.name], there.kind == alarm.kind, alarm.differences(from: there).isEmpty {
                unchanged.append(alarm.name)
            } else {
                orders.append(alarm)
            }
        }
        self.orders = orders
        self.unchanged = unchanged
        let names = Set(orders.map(\.name))
        present = known.filter { names.contains($0.key) }
    }
}
