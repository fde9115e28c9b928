package import FoundationEssentials

/// Values of one metric at equal steps, oldest first; `nil` where the source has no data point.
package struct MetricSeries: Sendable, Equatable, Codable {
    /// The beginning of the first step.
    package var start: Date
    /// The length of one step in seconds, a positive whole number.
    package var stepSeconds: Int
    package var values: [Float?]

    package init(start: Date, stepSeconds: Int, values: [Float?]) {
        self.start = start
        self.stepSeconds = stepSeconds
        self.values = values
    }

    /// The end of the last step.
    package var end: Date { start.addingTimeInterval(Double(stepSeconds * values.count)) }

    /// The newest value that there is.
    package var newest: Float? { values.last { $0 != nil } ?? nil }

    /// The step that holds `date`, or nil when it lies outside.
    package func index(of date: Date) -> Int? {
        let index = Int((date.timeIntervalSince(start) / Double(stepSeconds)).rounded(.down))
        return values.indices.contains(index) ? index : nil
    }
}
