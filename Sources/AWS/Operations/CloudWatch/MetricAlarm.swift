/// An alarm on one metric or on metric math. Source: CloudWatch API Reference, MetricAlarm.
package struct MetricAlarm: Sendable, Equatable, XMLDecodable {
    package var state: AlarmState
    /// nil for an alarm on metric math.
    package var metric: Metric?
    /// `Sum`, `Average` …; else ``extendedStatistic``.
    package var statistic: String?
    /// `p95` …
    package var extendedStatistic: String?
    package var periodSeconds: Int?
    package var unit: String?
    package var evaluationPeriods: Int?
    package var datapointsToAlarm: Int?
    /// nil for anomaly detection.
    package var threshold: Double?
    /// `GreaterThanThreshold` …
    package var comparisonOperator: String?
    /// `breaching | notBreaching | ignore | missing`.
    package var treatMissingData: String?
    package var thresholdMetricID: String?
    /// The lines of metric math; empty for an alarm on one metric.
    package var queries: [MetricDataQuery]

    package init(xml: XMLElement) throws {
        state = try AlarmState(xml: xml)
        let name = xml.string("MetricName") ?? ""
        metric = name.isEmpty ? nil : try Metric(xml: xml)
        statistic = xml.string("Statistic")
        extendedStatistic = xml.string("ExtendedStatistic")
        periodSeconds = try xml.int("Period")
        unit = xml.string("Unit")
        evaluationPeriods = try xml.int("EvaluationPeriods")
        datapointsToAlarm = try xml.int("DatapointsToAlarm")
        threshold = try xml.double("Threshold")
        comparisonOperator = xml.string("ComparisonOperator")
        treatMissingData = xml.string("TreatMissingData")
        thresholdMetricID = xml.string("ThresholdMetricId")
        queries = try xml.members("Metrics").compactMap(MetricDataQuery.init)
    }
}

extension MetricDataQuery {
    /// - Returns: nil for a line that is neither a metric nor an expression.
    init?(xml: XMLElement) throws {
        let source: Source
        if let stat = xml["MetricStat"], let metric = stat["Metric"] {
            source = .metric(
                try Metric(xml: metric), periodSeconds: try stat.int("Period") ?? 60, stat: stat.string("Stat") ?? "")
        } else if let expression = xml.string("Expression"), !expression.isEmpty {
            source = .expression(expression, periodSeconds: try xml.int("Period"))
        } else {
            return nil
        }
        self.init(
            id: try xml.required("Id"), source: source, label: xml.string("Label"), returnData: try xml.bool("ReturnData") ?? true
        )
    }
}
