import AWS
import FoundationEssentials
package import Model

extension LambdaPoller {
    /// What a function's detail view shows: configuration, concurrency, sources, and charts of three hours.
    /// - Throws: ``Problem`` when the function does not exist or nothing at all could be had.
    package func detail(_ request: DetailRequest) async throws -> Detail {
        guard case .function(let name) = request else { throw Problem.notHere(request) }
        let now = clock.now
        async let configuration = client.attempt(GetFunctionConfiguration.self, .init(functionName: name))
        async let reserved = client.attempt(GetFunctionConcurrency.self, .init(functionName: name))
        async let account = client.attempt(GetAccountSettings.self, .init())
        async let sources = client.attemptAll(ListEventSourceMappings.self, .init(functionName: name)) {
            $0.eventSourceMappings ?? []
        }
        async let drawn = charts(of: name, at: now)

        var detail = Detail(request: request, asOf: now)
        let found = await configuration
        if case .failure(let error) = found, error.kind == .notFound { throw Problem(error) }
        detail.note(found, part: "Configuration") { Self.facts(of: $0, at: now) }
        detail.note(await reserved, part: "Reserved concurrency") { [Self.fact(reserved: $0.reservedConcurrentExecutions)] }
        detail.note(await account, part: "Account limit") { Self.facts(of: $0) }
        detail.note(await sources, part: "Event sources") { Self.facts(of: $0) }
        let (charts, missing) = await drawn
        detail.charts = charts
        detail.missing += missing
        if case .success(let known) = found, let deployed = known.lastModified.flatMap(ISO8601.parse) {
            detail.marks = [Detail.Mark(at: deployed, label: "deployed")]
        }
        if detail.charts.isEmpty, detail.facts.isEmpty, let problem = detail.missing.first { throw problem }
        return detail
    }

    private static func facts(of function: FunctionConfiguration, at now: Date) -> [Fact] {
        let deployed = function.lastModified.flatMap(ISO8601.parse)
        let ago = deployed.map { Wording.duration(seconds: max(0, now.timeIntervalSince($0))) + " ago" }
        return [
            Fact("State", words(function.state, function.stateReason)),
            Fact("Last update", words(function.lastUpdateStatus, function.lastUpdateStatusReason)),
            Fact("Deployed", deployed.map { ISO8601.text($0) + (ago.map { " (\($0))" } ?? "") }),
            Fact("Runtime", function.runtime ?? function.packageType),
            Fact("Memory", function.memorySize.map { "\($0) MB" }),
            Fact("Time-out", function.timeout.map { "\($0) s" }),
            Fact("Log group", function.loggingConfig?.logGroup ?? "/aws/lambda/\(function.functionName)"),
            Fact("ARN", function.functionArn),
        ]
    }

    private static func words(_ word: String?, _ reason: String?) -> String? {
        word.map { word in reason.map { "\(word): \($0)" } ?? word }
    }

    /// Nothing reserved and zero reserved are opposite things.
    private static func fact(reserved: Int?) -> Fact {
        switch reserved {
        case nil: Fact("Reserved concurrency", "none")
        case 0: Fact("Reserved concurrency", "0: the function is stopped")
        case let count?: Fact("Reserved concurrency", "\(count)")
        }
    }

    private static func facts(of account: GetAccountSettings.Output) -> [Fact] {
        guard let limit = account.accountLimit?.concurrentExecutions else { return [Fact("Account limit", nil)] }
        let free = account.accountLimit?.unreservedConcurrentExecutions.map { ", \($0) unreserved" } ?? ""
        return [Fact("Account limit", "\(limit) concurrent executions" + free)]
    }

    private static func facts(of mappings: [EventSourceMapping]) -> [Fact] {
        mappings.map { mapping in
            let source =
                mapping.eventSourceArn.map { $0.split(separator: ":").dropFirst(5).joined(separator: ":") } ?? mapping.uuid
            let result = mapping.lastProcessingResult.map { ", last result: \($0)" } ?? ""
            return Fact("Fed by", "\(source) (\(mapping.state ?? "state unknown")\(result))")
        }
    }

    // MARK: Charts

    private func charts(of name: String, at now: Date) async -> (charts: [Chart], missing: [Problem]) {
        let row = state.row(name)
        let isStreamFed = row?.isStreamFed ?? false
        let figures: [LambdaFigure] =
            [.invocations, .errors, .duration, .throttles, .concurrency] + (isStreamFed ? [.iteratorAge] : [])
        var asked = DetailCharts(asker: asker, endingAt: now)
        let minute = Window(start: asked.window.start, end: asked.window.start.addingTimeInterval(60))
        // A window of one minute makes p95 one value a minute, as the others are.
        let series = await asked.series(figures.map { $0.question(about: name, window: minute) })
        let limits = ChartLimits(settings: settings, row: row ?? LambdaFunction(name: name))
        var charts = zip(figures, series).compactMap { figure, series in series.map { limits.chart(figure, $0) } }
        if let invocations = series[0], let errors = series[1] {
            charts.insert(limits.rateChart(errors, invocations), at: min(2, charts.count))
        }
        return (charts, asked.missing)
    }
}

/// Which limits are drawn into which chart.
private struct ChartLimits {
    let settings: LambdaSettings
    let row: LambdaFunction

    func chart(_ figure: LambdaFigure, _ series: MetricSeries) -> Chart {
        switch figure {
        case .invocations: return Chart(title: "Invocations a minute", unit: "count", series: series)
        case .errors: return Chart(title: "Errors a minute", unit: "count", series: series)
        case .throttles:
            return limited("Throttles a minute", "count", series, settings.thresholds.limits(.throttles, for: row.name))
        case .duration:
            let judge = LambdaJudge(thresholds: settings.thresholds)
            return limited("Duration p95", "ms", series, judge.durationLimits(of: row).limits)
        case .concurrency: return Chart(title: "Concurrent executions", unit: "count", series: series)
        case .iteratorAge: return limited("Iterator age", "ms", series, settings.thresholds.limits(.iteratorAgeMs, for: row.name))
        }
    }

    func rateChart(_ errors: MetricSeries, _ invocations: MetricSeries) -> Chart {
        var rate = errors
        rate.values = zip(errors.values, invocations.values).map { errors, invocations in
            guard let errors, let invocations, invocations > 0 else { return nil }
            return errors / invocations * 100
        }
        let limits = settings.thresholds.limits(.errorRate, for: row.name)
        return Chart(
            title: "Error rate", unit: "%", series: rate, warning: limits.warn.map { $0 * 100 },
            critical: limits.crit.map { $0 * 100 })
    }

    private func limited(_ title: String, _ unit: String, _ series: MetricSeries, _ limits: Limits) -> Chart {
        Chart(title: title, unit: unit, series: series, warning: limits.warn, critical: limits.crit)
    }
}

extension Problem {
    /// A request that belongs to another poller.
    static func notHere(_ request: DetailRequest) -> Problem {
        Problem(code: "NotHere", message: "This source knows nothing of \(request).")
    }
}
