import FoundationEssentials
import Model

/// One time series to ask CloudWatch for.
struct MetricQuestion: Sendable, Hashable {
    struct Dimension: Sendable, Hashable {
        var name: String
        var value: String
    }

    var namespace: String
    var metric: String
    var dimensions: [Dimension]
    /// `Sum`, `Maximum`, `p95` …
    var statistic: String
    /// A positive multiple of 60.
    var periodSeconds: Int

    init(_ namespace: String, _ metric: String, _ dimensions: [Dimension], _ statistic: String, periodSeconds: Int = 60) {
        self.namespace = namespace
        self.metric = metric
        self.dimensions = dimensions
        self.statistic = statistic
        self.periodSeconds = periodSeconds
    }

    /// What an endpoint offers or not, whatever the resource.
    var kind: String { "\(namespace) \(metric) \(statistic)" }
}

struct MetricPoint: Sendable, Equatable {
    /// The beginning of the period.
    var at: Date
    var value: Double
}

/// What came of one question. Points may stand in any order: CloudWatch promises none.
enum MetricAnswer: Sendable, Equatable {
    case failed
    case points([MetricPoint])

    /// 0 for a good answer without points, nil for a failed question (contract, Window).
    var sum: Double? {
        guard case .points(let points) = self else { return nil }
        return points.reduce(0) { $0 + $1.value }
    }

    /// The value of the latest point; nil where there is none.
    var newest: Double? {
        guard case .points(let points) = self else { return nil }
        return points.max { $0.at < $1.at }?.value
    }

    var isFailed: Bool { self == .failed }

    var hasPoints: Bool {
        guard case .points(let points) = self else { return false }
        return !points.isEmpty
    }

    /// The points on the steps of a window; nil for a failed question.
    func series(in window: Window, stepSeconds: Int = 60) -> MetricSeries? {
        guard case .points(let points) = self else { return nil }
        var series = MetricSeries(
            start: window.start, stepSeconds: stepSeconds,
            values: Array(repeating: nil, count: (window.seconds + stepSeconds - 1) / stepSeconds))
        for point in points {
            if let index = series.index(of: point.at) { series.values[index] = Float(point.value) }
        }
        return series
    }
}
