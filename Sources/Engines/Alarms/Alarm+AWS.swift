import AWS
import Model

extension Alarm {
    init(_ alarm: MetricAlarm) {
        self.init(state: alarm.state, kind: .metric)
        let metric = alarm.metric ?? alarm.firstMetric
        namespace = metric?.namespace
        metricName = metric?.metricName
        dimensions = Dictionary((metric?.dimensions ?? []).map { ($0.name, $0.value) }) { first, _ in first }
        statistic = alarm.metric == nil ? "metric math" : alarm.statistic ?? alarm.extendedStatistic
        periodSeconds = alarm.periodSeconds
        evaluationPeriods = alarm.evaluationPeriods
        threshold = alarm.threshold
        comparison = alarm.comparisonOperator
        treatMissingData = alarm.treatMissingData
        neverFires = NeverFires.reason(for: self)
    }

    init(_ alarm: CompositeAlarm) {
        self.init(state: alarm.state, kind: .composite)
        rule = alarm.alarmRule
    }

    private init(state: AlarmState, kind: Kind) {
        self.init(
            name: state.alarmName, state: state.stateValue,
            since: state.stateTransitionedTimestamp ?? state.stateUpdatedTimestamp,
            reason: state.stateReason ?? "", source: .cloudwatch, kind: kind)
        arn = state.alarmARN
        summary = state.alarmDescription
        actionsEnabled = state.actionsEnabled ?? true
    }
}

extension MetricAlarm {
    /// Of a metric-math alarm: the first metric that its expression is made of, to know which thing it watches.
    fileprivate var firstMetric: Metric? {
        for query in queries {
            if case .metric(let metric, _, _) = query.source { return metric }
        }
        return nil
    }
}
