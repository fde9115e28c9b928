import FoundationEssentials
import Model

/// The trend of a depth.
enum Growth {
    /// The slope of the least-squares line through the known points, in messages a minute. A line instead of the two ends, because one
    /// busy minute at an end would tell a wrong story.
    /// - Returns: nil for fewer than two points.
    static func perMinute(_ series: MetricSeries) -> Double? {
        let points = series.values.enumerated().compactMap { index, value in value.map { (Double(index), Double($0)) } }
        guard points.count >= 2 else { return nil }
        let count = Double(points.count)
        let (meanX, meanY) = (points.reduce(0) { $0 + $1.0 } / count, points.reduce(0) { $0 + $1.1 } / count)
        let numerator = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        let denominator = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
        return numerator / denominator * 60 / Double(series.stepSeconds)
    }

    /// True when the trend adds up to at least one message over the whole window: less is rounding.
    static func isGrowing(perMinute: Double?, over window: Duration) -> Bool {
        guard let perMinute else { return false }
        return perMinute * window.inSeconds / 60 >= 1
    }
}
