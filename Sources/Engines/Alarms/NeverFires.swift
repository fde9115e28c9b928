import FoundationEssentials
import Model

/// Alarms that wait for a metric that does not exist: they stay INSUFFICIENT_DATA for ever, and nobody is ever called.
enum NeverFires {
    /// What such an alarm was meant to watch.
    enum Intention: Sendable, Equatable { case errorRate, queueDepth }

    private struct Mistake {
        var namespace: String
        var metric: String
        var intention: Intention?
        var instead: String
    }

    /// Names that operations documents use although AWS never had them. Source: CloudWatch metrics of Lambda and of SQS, Developer Guides.
    private static let mistakes = [
        Mistake(namespace: "AWS/Lambda", metric: "ErrorRate", intention: .errorRate, instead: "the rate is Errors ÷ Invocations"),
        Mistake(namespace: "AWS/Lambda", metric: "ErrorCount", intention: nil, instead: "the count is Errors"),
        Mistake(namespace: "AWS/Lambda", metric: "Invocation", intention: nil, instead: "the name is Invocations"),
        Mistake(namespace: "AWS/Lambda", metric: "ProcessingTime", intention: nil, instead: "the time is Duration"),
        Mistake(
            namespace: "AWS/SQS", metric: "ApproximateNumberOfMessages", intention: .queueDepth,
            instead: "the depth is ApproximateNumberOfMessagesVisible"),
        Mistake(
            namespace: "AWS/SQS", metric: "QueueDepth", intention: .queueDepth,
            instead: "the depth is ApproximateNumberOfMessagesVisible"),
    ]

    private static func mistake(of alarm: Alarm) -> Mistake? {
        guard alarm.source == .cloudwatch, alarm.kind == .metric else { return nil }
        return mistakes.first { $0.namespace == alarm.namespace && $0.metric == alarm.metricName }
    }

    /// Why the alarm can never fire, known from its metric's name alone; nil when that says nothing.
    static func reason(for alarm: Alarm) -> String? {
        mistake(of: alarm).map { "\($0.namespace) has no metric \($0.metric): \($0.instead)." }
    }

    static func intention(of alarm: Alarm) -> Intention? { mistake(of: alarm)?.intention }

    /// True for an alarm that deserves the costlier question: a metric alarm that has known nothing for a day.
    static func isDoubtful(_ alarm: Alarm, at now: Date) -> Bool {
        guard alarm.source == .cloudwatch, alarm.kind == .metric, alarm.state == "INSUFFICIENT_DATA", alarm.metricName != nil,
            reason(for: alarm) == nil
        else { return false }
        return alarm.since.map { now.timeIntervalSince($0) >= 86_400 } ?? true
    }

    /// The words for a metric that CloudWatch neither lists nor has had a point of for a day.
    static func silence(of alarm: Alarm) -> String {
        let what =
            alarm.dimensions.isEmpty
            ? "" : " of " + alarm.dimensions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return
            "\(alarm.namespace ?? "CloudWatch") lists no metric \(alarm.metricName ?? "?")\(what), and there was no data for a day."
    }
}
