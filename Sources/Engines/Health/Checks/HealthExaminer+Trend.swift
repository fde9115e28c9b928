import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// How much more a day of the window's last week brings than one of its first; average and largest day beside it.
    func trend(_ metric: WatchedMetric) async throws -> HealthFinding {
        var daily = metric
        daily.period = .seconds(86_400)
        let span = MetricSpan(daily, endingAt: clock.now)
        let points = try await points([span.question], in: span.window)[0].sorted { $0.at < $1.at }
        // The day that is not over says little.
        let days = points.filter { $0.at.addingTimeInterval(86_400) <= clock.now }.map(\.value)
        guard let figures = TrendFigures(days: days) else {
            return .unknown("CloudWatch has \(Wording.count(days.count, "day")) of data; a trend needs 4.")
        }
        let facts = "\(Wording.number(figures.average)) a day on average, \(Wording.number(figures.largest)) at most"
        guard let growth = figures.growthPercent else {
            return HealthFinding(.ok, nil, "%", limits: check.limits, "\(facts); nothing at the beginning to compare with.")
        }
        let direction = growth < 0 ? "less" : "more"
        return judged(
            (growth * 10).rounded() / 10, "%", warn: 50, crit: 100,
            "\(Wording.number(growth.magnitude)) % \(direction) than at the beginning of \(DurationText.text(metric.window)); \(facts)."
        )
    }
}

/// A trend of days.
struct TrendFigures: Sendable, Equatable {
    var average: Double
    var largest: Double
    /// nil where the beginning is 0.
    var growthPercent: Double?

    /// - Parameter days: Oldest first.
    /// - Returns: nil for fewer than four: a week against itself is no trend.
    init?(days: [Double]) {
        guard days.count >= 4, let largest = days.max() else { return nil }
        let part = min(7, days.count / 2)
        let (first, last) = (days.prefix(part).reduce(0, +), days.suffix(part).reduce(0, +))
        average = days.reduce(0, +) / Double(days.count)
        self.largest = largest
        growthPercent = first > 0 ? (last / first - 1) * 100 : nil
    }
}
