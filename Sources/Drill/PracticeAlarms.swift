import AWS
import FoundationEssentials
import Model

/// Answers CloudWatch's alarms in AWS JSON: whole, and to be put back. Source: CloudWatch API Reference.
struct PracticeAlarms {
    let account: DrillAccount
    let now: Date
    let edits: PracticeEdits

    func answer(_ action: String, _ request: HTTPRequest) -> HTTPResponse {
        guard let input = JSONValue(parsing: request.body) else {
            return .refusal("com.amazon.coral.service#SerializationException", "The body is not JSON")
        }
        switch action {
        case "DescribeAlarms": return describe(prefix: input["AlarmNamePrefix"]?.text ?? "")
        case "PutMetricAlarm", "PutCompositeAlarm": return put(input)
        default: return .refusal("com.amazonaws.cloudwatch#UnknownOperationException", "Unknown operation \(action)")
        }
    }

    private func describe(prefix: String) -> HTTPResponse {
        let alarms = account.alarms(at: now).filter { $0.name.hasPrefix(prefix) }
        return .json(
            JSONText.object { json in
                json.key("MetricAlarms")
                json.array(alarms.filter { $0.rule == nil }) { $1.write(to: &$0, account, now) }
                json.key("CompositeAlarms")
                json.array(alarms.filter { $0.rule != nil }) { $1.write(to: &$0, account, now) }
            })
    }

    private func put(_ input: JSONValue) -> HTTPResponse {
        guard let name = input["AlarmName"]?.text else {
            return .refusal("com.amazonaws.cloudwatch#ValidationError", "AlarmName must not be empty.")
        }
        let known = account.alarms(at: now).first { $0.name == name }
        var alarm = known ?? DrillAlarm(name, state: "INSUFFICIENT_DATA", reason: "Unchecked: Initial alarm creation")
        alarm.summary = input["AlarmDescription"]?.text ?? ""
        alarm.actionsEnabled = input["ActionsEnabled"] != .bool(false)
        alarm.rule = input["AlarmRule"]?.text
        alarm.namespace = input["Namespace"]?.text ?? alarm.namespace
        alarm.metric = input["MetricName"]?.text ?? alarm.metric
        alarm.statistic = input["Statistic"]?.text ?? alarm.statistic
        alarm.periodSeconds = input["Period"]?.number.map { Int($0) } ?? alarm.periodSeconds
        alarm.evaluationPeriods = input["EvaluationPeriods"]?.number.map { Int($0) } ?? alarm.evaluationPeriods
        alarm.threshold = input["Threshold"]?.number ?? alarm.threshold
        let dimension = input["Dimensions"]?.elements?.first
        alarm.dimension = dimension.map { ($0["Name"]?.text ?? "", $0["Value"]?.text ?? "") }
        edits.change { $0.alarms[name] = alarm }
        return .json("{}")
    }
}

extension DrillAlarm {
    fileprivate func write(to json: inout JSONText, _ account: DrillAccount, _ now: Date) {
        json.object { json in
            json.member("AlarmName", name)
            json.member("AlarmArn", account.arn("cloudwatch", "alarm:" + name))
            json.member("AlarmDescription", summary)
            json.member("ActionsEnabled", actionsEnabled)
            json.member("StateValue", state)
            json.member("StateReason", reason)
            json.member("StateUpdatedTimestamp", since(at: now).timeIntervalSince1970)
            guard rule == nil else { return json.member("AlarmRule", rule) }
            json.member("Namespace", namespace)
            json.member("MetricName", metric)
            json.member("Statistic", statistic)
            json.key("Dimensions")
            json.array(dimension.map { [$0] } ?? []) { json, dimension in
                json.object { json in
                    json.member("Name", dimension.name)
                    json.member("Value", dimension.value)
                }
            }
            json.member("Period", periodSeconds)
            json.member("EvaluationPeriods", evaluationPeriods)
            json.member("Threshold", threshold)
            json.member("ComparisonOperator", "GreaterThanThreshold")
        }
    }
}
