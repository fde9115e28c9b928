import AWS
import FoundationEssentials
import Model

/// Answers CloudWatch in its query protocol. Source: CloudWatch API Reference.
struct CloudWatchFarEnd {
    let account: DrillAccount
    let now: Date
    let edits: PracticeEdits

    func answer(_ action: String, _ request: HTTPRequest) -> HTTPResponse {
        if request.header("X-Amz-Target") != nil {
            return PracticeAlarms(account: account, now: now, edits: edits).answer(action, request)
        }
        let form = FormBody(request.body)
        switch action {
        case "GetMetricData": return metricData(form)
        case "ListMetrics": return listMetrics(form)
        case "DescribeAlarms": return describeAlarms(form)
        case "DescribeAlarmHistory": return alarmHistory(form)
        default: return .queryRefusal("InvalidAction", "Could not find operation \(action) for version 2010-08-01")
        }
    }

    private func response(_ action: String, _ result: String) -> HTTPResponse {
        .xml(
            "<\(action)Response xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><\(action)Result>\(result)</\(action)Result>"
                + "<ResponseMetadata><RequestId>00000000-0000-4000-8000-000000003292</RequestId></ResponseMetadata></\(action)Response>"
        )
    }

    // MARK: Metrics

    private func metricData(_ form: FormBody) -> HTTPResponse {
        guard let start = form["StartTime"].flatMap(Self.seconds), let end = form["EndTime"].flatMap(Self.seconds), start < end
        else {
            return .queryRefusal("ValidationError", "The parameter StartTime must be less than the parameter EndTime.")
        }
        let questions = DrillMetricQuestion.list(in: form)
        guard questions.count <= 500 else {
            return .queryRefusal("ValidationError", "The collection MetricDataQueries must not have a size greater than 500.")
        }
        var answers = DrillMetricAnswers(account: account, start: Int(start), end: Int(end), now: now)
        for question in questions { answers.add(question) }
        return response("GetMetricData", "<MetricDataResults>\(answers.xml)</MetricDataResults>")
    }

    private static func seconds(_ text: String) -> Double? {
        ISO8601.parse(text)?.timeIntervalSince1970 ?? Double(text)
    }

    private func listMetrics(_ form: FormBody) -> HTTPResponse {
        let metrics = listed(form)
        let start = min(metrics.count, form["NextToken"].flatMap { Int($0) } ?? 0)
        let end = min(metrics.count, start + 500)
        let members = metrics[start..<end].map { metric in
            "<member><Namespace>\(metric.namespace)</Namespace><MetricName>\(metric.name)</MetricName><Dimensions><member>"
                + "<Name>\(metric.dimension)</Name><Value>\(metric.value)</Value></member></Dimensions></member>"
        }
        return response("ListMetrics", "<Metrics>\(members.joined())</Metrics>" + token(end, of: metrics.count))
    }

    private struct Listed {
        var namespace, name, dimension, value: String
    }

    private func listed(_ form: FormBody) -> [Listed] {
        let (namespace, name) = (form["Namespace"], form["MetricName"])
        let value = form["Dimensions.member.1.Value"]
        var all: [Listed] = []
        if namespace == nil || namespace == "AWS/Lambda" {
            for metric in FunctionMetric.allCases where name == nil || name == metric.rawValue {
                for function in account.world.functions where value == nil || value == function.name {
                    guard function.invocationsPerMinute > 0, metric != .iteratorAge || function.isStreamFed else { continue }
                    all.append(
                        Listed(namespace: "AWS/Lambda", name: metric.rawValue, dimension: "FunctionName", value: function.name))
                }
            }
        }
        if namespace == nil || namespace == "AWS/SQS" {
            for metric in QueueMetric.allCases where name == nil || name == metric.rawValue {
                for queue in account.world.queues where value == nil || value == queue.name {
                    all.append(Listed(namespace: "AWS/SQS", name: metric.rawValue, dimension: "QueueName", value: queue.name))
                }
            }
        }
        return all
    }

    // MARK: Alarms

    private func describeAlarms(_ form: FormBody) -> HTTPResponse {
        let types = form.members(of: "AlarmTypes")
        let names = form.members(of: "AlarmNames")
        let matching = account.alarms(at: now).filter { alarm in
            let isWantedType =
                types.isEmpty ? alarm.rule == nil : types.contains(alarm.rule == nil ? "MetricAlarm" : "CompositeAlarm")
            return isWantedType && alarm.name.hasPrefix(form["AlarmNamePrefix"] ?? "")
                && (names.isEmpty || names.contains(alarm.name))
                && (form["StateValue"] ?? alarm.state) == alarm.state
        }
        let start = min(matching.count, form["NextToken"].flatMap { Int($0) } ?? 0)
        let end = min(matching.count, start + min(100, form["MaxRecords"].flatMap { Int($0) } ?? 50))
        let page = matching[start..<end]
        let metric = page.filter { $0.rule == nil }.map(metricAlarm).joined()
        let composite = page.filter { $0.rule != nil }.map(compositeAlarm).joined()
        return response(
            "DescribeAlarms",
            "<MetricAlarms>\(metric)</MetricAlarms><CompositeAlarms>\(composite)</CompositeAlarms>"
                + token(end, of: matching.count))
    }

    private func metricAlarm(_ alarm: DrillAlarm) -> String {
        let dimension = alarm.dimension.map { "<member><Name>\($0.name)</Name><Value>\($0.value)</Value></member>" } ?? ""
        return "<member>" + common(alarm)
            + "<Namespace>\(alarm.namespace)</Namespace><MetricName>\(alarm.metric)</MetricName><Statistic>\(alarm.statistic)</Statistic>"
            + "<Dimensions>\(dimension)</Dimensions><Period>\(alarm.periodSeconds)</Period>"
            + "<EvaluationPeriods>\(alarm.evaluationPeriods)</EvaluationPeriods><Threshold>\(alarm.threshold)</Threshold>"
            + "<ComparisonOperator>GreaterThanThreshold</ComparisonOperator></member>"
    }

    private func compositeAlarm(_ alarm: DrillAlarm) -> String {
        "<member>" + common(alarm) + "<AlarmRule>\(Self.escaped(alarm.rule ?? ""))</AlarmRule></member>"
    }

    private func common(_ alarm: DrillAlarm) -> String {
        let since = ISO8601.text(alarm.since(at: now))
        return "<AlarmName>\(alarm.name)</AlarmName><AlarmArn>\(account.arn("cloudwatch", "alarm:" + alarm.name))</AlarmArn>"
            + "<AlarmDescription>\(Self.escaped(alarm.summary))</AlarmDescription><ActionsEnabled>\(alarm.actionsEnabled)</ActionsEnabled>"
            + "<StateValue>\(alarm.state)</StateValue><StateReason>\(Self.escaped(alarm.reason))</StateReason>"
            + "<StateUpdatedTimestamp>\(since)</StateUpdatedTimestamp><StateTransitionedTimestamp>\(since)</StateTransitionedTimestamp>"
    }

    private func alarmHistory(_ form: FormBody) -> HTTPResponse {
        let named = account.alarms(at: now).filter { form["AlarmName"] == nil || form["AlarmName"] == $0.name }
        let items = named.flatMap { alarm in
            alarm.history(at: now).map { turn in
                "<member><AlarmName>\(alarm.name)</AlarmName><AlarmType>\(alarm.rule == nil ? "MetricAlarm" : "CompositeAlarm")</AlarmType>"
                    + "<Timestamp>\(ISO8601.text(turn.at))</Timestamp><HistoryItemType>StateUpdate</HistoryItemType>"
                    + "<HistorySummary>Alarm updated from \(turn.from) to \(turn.to)</HistorySummary><HistoryData>{}</HistoryData></member>"
            }
        }
        return response("DescribeAlarmHistory", "<AlarmHistoryItems>\(items.joined())</AlarmHistoryItems>")
    }

    private func token(_ end: Int, of count: Int) -> String { end < count ? "<NextToken>\(end)</NextToken>" : "" }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
