import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// One figure over a window.
    func metric(_ metric: WatchedMetric) async throws -> HealthFinding {
        let series = MetricSpan(metric, endingAt: clock.now)
        let points = try await points([series.question], in: series.window)[0]
        guard let value = series.figure(of: points) else {
            return HealthFinding(
                .unknown, nil, metric.unit, limits: check.limits,
                "CloudWatch has no data of \(metric.metric) in \(DurationText.text(metric.window)).")
        }
        let none = points.isEmpty ? ", no data points" : ""
        let figure = metric.unit == "ms" ? Wording.duration(milliseconds: value) : Wording.number(value)
        return judged(
            value, metric.unit, "\(metric.metric) \(metric.stat) \(figure) in \(DurationText.text(metric.window))\(none).")
    }

    /// The errors of all functions together. Their share of the invocations is judged as an error rate (contract, Default severities);
    /// where nothing is known of invocations any error is worth a look.
    func errors(in window: Duration) async throws -> HealthFinding {
        let kinds = ["Errors", "Invocations"].map {
            MetricSpan(WatchedMetric("AWS/Lambda", $0, window: window), endingAt: clock.now)
        }
        let answers = try await points(kinds.map(\.question), in: kinds[0].window)
        let (errors, invocations) = (kinds[0].figure(of: answers[0]) ?? 0, kinds[1].figure(of: answers[1]) ?? 0)
        let stretch = DurationText.text(window)
        let count = Wording.count(Int(errors), "error")
        guard invocations > 0 else {
            return judged(errors, "errors", warn: 0, "\(count) in \(stretch); no invocations are known.")
        }
        let share = "\(Wording.percent(errors / invocations)) of \(Wording.count(Int(invocations), "invocation"))"
        return judged(
            errors, "errors", warn: (invocations * 0.01).rounded(.down), crit: (invocations * 0.05).rounded(.down),
            "\(count) in \(stretch), \(share).")
    }

    /// The points of each question.
    /// - Throws: What has kept CloudWatch from answering one of them.
    func points(_ questions: [MetricQuestion], in window: Window) async throws -> [[MetricPoint]] {
        let report = await MetricAsker(client: try client()).ask(questions, in: window)
        if let error = report.errors.first { throw error }
        return try report.answers.map { answer in
            guard case .points(let points) = answer else {
                throw report.problems.first ?? Problem(code: "NoAnswer", message: "CloudWatch did not answer.")
            }
            return points
        }
    }
}

extension WatchedMetric {
    /// What AWS's own metrics are measured in, as far as they are often asked for; nil for any other. Source: the services'
    /// documentation of their metrics.
    fileprivate var unit: String? {
        guard namespace.hasPrefix("AWS/"), stat != "SampleCount" else { return nil }
        switch metric {
        case "Duration", "IteratorAge", "Latency", "IntegrationLatency", "SuccessfulRequestLatency": return "ms"
        case "ApproximateAgeOfOldestMessage": return "s"
        case "Errors": return "errors"
        case "Invocations": return "invocations"
        case "Throttles", "ReadThrottleEvents", "WriteThrottleEvents": return "throttles"
        case "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits": return "units"
        case "ApproximateNumberOfMessagesVisible": return "messages"
        default: return nil
        }
    }
}

/// How a figure of a window is asked for and put together from periods.
struct MetricSpan: Sendable, Equatable {
    let metric: WatchedMetric
    let periodSeconds: Int
    /// Begins and ends with a period.
    let window: Window

    init(_ metric: WatchedMetric, endingAt now: Date) {
        self.metric = metric
        let seconds = max(60, Int(metric.window.components.seconds))
        let wanted = metric.period.map { Int($0.components.seconds) } ?? Self.usualPeriod(of: metric.stat, seconds)
        periodSeconds = max(60, (wanted + 59) / 60 * 60)
        let step = Double(Self.isAdditive(metric.stat) ? periodSeconds : 60)
        let end = (now.timeIntervalSince1970 / step).rounded(.up) * step
        let length = Double((seconds + periodSeconds - 1) / periodSeconds * periodSeconds)
        window = Window(start: Date(timeIntervalSince1970: end - length), end: Date(timeIntervalSince1970: end))
    }

    var question: MetricQuestion {
        let dimensions = metric.dimensions.sorted { $0.key < $1.key }
        return MetricQuestion(
            metric.namespace, metric.metric, dimensions.map { .init(name: $0.key, value: $0.value) }, metric.stat,
            periodSeconds: periodSeconds)
    }

    /// Sums and extremes are put together from short periods; a percentile or a mean is one of the whole, of at most a day. CloudWatch
    /// keeps minutes for 15 days and five minutes for 63.
    private static func usualPeriod(of stat: String, _ seconds: Int) -> Int {
        guard isAdditive(stat) else { return min(seconds, 86_400) }
        switch seconds {
        case ...21_600: return 60
        case ...1_296_000: return 300
        default: return 3600
        }
    }

    private static func isAdditive(_ stat: String) -> Bool { ["Sum", "SampleCount", "Maximum", "Minimum"].contains(stat) }

    /// - Returns: nil where there are no points; sums are 0 then (contract, Window).
    func figure(of points: [MetricPoint]) -> Double? {
        let values = points.map(\.value)
        switch metric.stat {
        case "Sum", "SampleCount": return values.reduce(0, +)
        case "Minimum": return values.min()
        case "Average": return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        // The worst day's percentile, where there are several.
        default: return values.max()
        }
    }
}
