/// One line of a GetMetricData call: a metric, or an expression over other lines.
/// Source: CloudWatch API Reference, MetricDataQuery and MetricStat.
package struct MetricDataQuery: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// - Parameters:
        ///   - periodSeconds: 60 or a multiple (1, 5, 10, 30 for high-resolution metrics).
        ///   - stat: `Sum`, `Maximum`, `p95` …
        case metric(Metric, periodSeconds: Int, stat: String)
        /// Metric math or Metrics Insights.
        case expression(String, periodSeconds: Int?)
    }

    /// Begins with a small letter; letters, digits and `_` follow.
    package var id: String
    package var source: Source
    package var label: String?
    /// False for a line that only expressions need.
    package var returnData: Bool

    package init(id: String, source: Source, label: String? = nil, returnData: Bool = true) {
        self.id = id
        self.source = source
        self.label = label
        self.returnData = returnData
    }

    package init(
        id: String, namespace: String, metricName: String, dimensions: [Dimension] = [], periodSeconds: Int, stat: String
    ) {
        let metric = Metric(namespace: namespace, metricName: metricName, dimensions: dimensions)
        self.init(id: id, source: .metric(metric, periodSeconds: periodSeconds, stat: stat))
    }

    func encode(to form: inout QueryForm, prefix: String) {
        form.add("\(prefix).Id", id)
        form.add("\(prefix).Label", label)
        switch source {
        case .metric(let metric, let periodSeconds, let stat):
            metric.encode(to: &form, prefix: "\(prefix).MetricStat.Metric")
            form.add("\(prefix).MetricStat.Period", periodSeconds)
            form.add("\(prefix).MetricStat.Stat", stat)
        case .expression(let expression, let periodSeconds):
            form.add("\(prefix).Expression", expression)
            form.add("\(prefix).Period", periodSeconds)
        }
        if !returnData { form.add("\(prefix).ReturnData", false) }
    }

    var isMetric: Bool {
        if case .metric = source { true } else { false }
    }
}
