package import AWS
import FoundationEssentials
package import Model

extension AlarmsPoller {
    private static let transitionsShown = 20

    /// What an alarm's detail view shows: its metric against the threshold, the last transitions, its configuration.
    /// - Throws: ``Problem`` when there is no such alarm.
    package func detail(_ request: DetailRequest) async throws -> Detail {
        guard case .alarm(let id) = request else { throw Problem.notHere(request) }
        guard let alarm = state.alarm(id: id) else {
            throw Problem(
                code: "NotFound", message: "There is no alarm \(id) any more.",
                hint: "It was deleted, or a local rule does not fire now.")
        }
        var detail = Detail(request: request, asOf: clock.now, facts: Self.facts(of: alarm))
        if alarm.source == .local {
            detail.charts = localCharts(of: alarm)
            return detail
        }
        async let history = transitions(of: alarm.name)
        var asked = DetailCharts(asker: asker, endingAt: detail.asOf, length: Self.length(for: alarm))
        if let question = Self.question(of: alarm), let series = await asked.series([question]).first, let series {
            detail.charts = [
                Chart(title: alarm.metricName ?? alarm.name, unit: "", series: series, critical: alarm.threshold)
            ]
        }
        detail.missing = asked.missing
        switch await history {
        case .success(let transitions): detail.transitions = transitions
        case .failure(let error): detail.missing.append(Problem(error, part: "History"))
        }
        return detail
    }

    /// All of an alarm's history that CloudWatch still has, newest first, for `nightdesk alarm history`.
    /// - Returns: nil when no alarm has that name.
    /// - Throws: ``AWSError``
    package func wholeHistory(of name: String) async throws(AWSError) -> [AlarmTransition]? {
        let found = try await client.call(DescribeAlarms.self, DescribeAlarms.Input(alarmNames: [name]))
        guard !found.metricAlarms.isEmpty || !found.compositeAlarms.isEmpty else { return nil }
        let history = await client.attemptAll(DescribeAlarmHistory.self, DescribeAlarmHistory.Input(alarmName: name), \.items)
        return try history.get().map(AlarmTransition.init).sorted { $0.at > $1.at }
    }

    private func transitions(of name: String) async -> Result<[AlarmTransition], AWSError> {
        let input = DescribeAlarmHistory.Input(alarmName: name, maxRecords: Self.transitionsShown)
        return await client.attempt(DescribeAlarmHistory.self, input).map { output in
            output.items.map(AlarmTransition.init).sorted { $0.at > $1.at }
        }
    }

    private static func facts(of alarm: Alarm) -> [Fact] {
        let dimensions = alarm.dimensions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let condition = alarm.threshold.map { limit in
            "\(alarm.statistic ?? "value") \(symbol(alarm.comparison)) \(Wording.number(limit))"
                + " in \(alarm.evaluationPeriods ?? 1) × \(alarm.periodSeconds ?? 60) s"
        }
        var facts = [
            Fact("State", alarm.state), Fact("Reason", alarm.reason), Fact("Since", alarm.since.map(ISO8601.text)),
            Fact(alarm.source == .local ? "Rule" : "Description", alarm.summary),
        ]
        if let reason = alarm.neverFires { facts.insert(Fact("Can never fire", reason), at: 0) }
        if alarm.source == .local { return facts + [Fact("Watches", dimensions)] }
        if let rule = alarm.rule { facts.append(Fact("Rule", rule)) }
        if let metric = alarm.metricName {
            facts += [
                Fact("Metric", "\(alarm.namespace ?? "") \(metric)"), Fact("Of", dimensions.isEmpty ? "everything" : dimensions),
                Fact("Condition", condition), Fact("Missing data", alarm.treatMissingData ?? "missing"),
            ]
        }
        facts.append(Fact("Actions", alarm.actionsEnabled ? "enabled" : "disabled: nobody is told when it fires"))
        return facts + [Fact("ARN", alarm.arn)]
    }

    private static func symbol(_ comparison: String?) -> String {
        switch comparison {
        case "GreaterThanThreshold": ">"
        case "GreaterThanOrEqualToThreshold": "≥"
        case "LessThanThreshold": "<"
        case "LessThanOrEqualToThreshold": "≤"
        default: comparison ?? "against"
        }
    }

    // MARK: Charts

    private static func period(of alarm: Alarm) -> Int {
        // Periods below a minute exist for alarms, but the points of most metrics do not.
        max(60, (alarm.periodSeconds ?? 60) / 60 * 60)
    }

    /// At least 36 periods, so that a daily alarm has a curve, too.
    private static func length(for alarm: Alarm) -> Duration {
        max(DetailCharts.length, .seconds(period(of: alarm) * 36))
    }

    private static func question(of alarm: Alarm) -> MetricQuestion? {
        guard let namespace = alarm.namespace, let metric = alarm.metricName, let statistic = alarm.statistic,
            statistic != "metric math"
        else { return nil }
        let dimensions = alarm.dimensions.sorted { $0.key < $1.key }.map {
            MetricQuestion.Dimension(name: $0.key, value: $0.value)
        }
        return MetricQuestion(namespace, metric, dimensions, statistic, periodSeconds: period(of: alarm))
    }

    /// The series that a local rule judged.
    private func localCharts(of alarm: Alarm) -> [Chart] {
        if let name = alarm.queueName {
            let series = state.queues.first { $0.name == name }?.depthSeries
            return series.map { [Chart(title: "Visible messages of \(name)", unit: "messages", series: $0, critical: 100)] } ?? []
        }
        guard let name = alarm.functionName, let function = state.functions.first(where: { $0.name == name }) else { return [] }
        return [
            function.errorSeries.map { Chart(title: "Errors a minute of \(name)", unit: "count", series: $0) },
            function.invocationSeries.map { Chart(title: "Invocations a minute of \(name)", unit: "count", series: $0) },
            function.iteratorAgeSeries.map { Chart(title: "Iterator age of \(name)", unit: "ms", series: $0) },
        ].compactMap { $0 }
    }
}

extension AlarmTransition {
    fileprivate init(_ item: AlarmHistoryItem) {
        self.init(at: item.timestamp, type: item.historyItemType, summary: item.historySummary ?? "")
    }
}
