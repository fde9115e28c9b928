import AWS
import FoundationEssentials
package import Model

extension QueuesPoller {
    /// What a queue's detail view shows: attributes, dead letters both ways, and charts of three hours.
    /// - Throws: ``Problem`` when the queue does not exist or nothing at all could be had.
    package func detail(_ request: DetailRequest) async throws -> Detail {
        guard case .queue(let name) = request else { throw Problem.notHere(request) }
        let now = clock.now
        let url = try await url(of: name)
        async let attributes = client.attempt(GetQueueAttributes.self, .init(queueUrl: url))
        async let sources = client.attemptAll(ListDeadLetterSourceQueues.self, .init(queueUrl: url)) { $0.queueUrls ?? [] }
        async let drawn = charts(of: name, at: now)

        var detail = Detail(request: request, asOf: now)
        let found = await attributes
        if case .failure(let error) = found, error.kind == .notFound { throw Problem(error) }
        detail.note(found, part: "Attributes") { Self.facts(of: $0) }
        detail.note(await sources, part: "Sources of dead letters") { urls in
            urls.map { Fact("Takes dead letters of", QueuesState.name(ofURL: $0)) }
        }
        detail.facts.append(Fact("URL", url))
        let (charts, missing) = await drawn
        detail.charts = charts
        detail.missing += missing
        return detail
    }

    private func url(of name: String) async throws -> String {
        if let known = state.row(name)?.url { return known }
        switch await client.attempt(GetQueueUrl.self, GetQueueUrl.Input(queueName: name)) {
        case .success(let output): return output.queueUrl
        case .failure(let error): throw Problem(error)
        }
    }

    private static func facts(of output: GetQueueAttributes.Output) -> [Fact] {
        let attributes = QueueAttributes(output)
        func seconds(_ name: String) -> String? { output.int(name).map { Wording.duration(seconds: Double($0)) } }
        func count(_ value: Int?) -> String? { value.map { Wording.number(Double($0)) } }
        return [
            Fact("Visible", count(attributes.visible)),
            Fact("In flight", count(attributes.inFlight)),
            Fact("Delayed", count(attributes.delayed)),
            Fact("Kind", attributes.isFIFO ? "FIFO" : "standard"),
            Fact("Visibility time-out", seconds("VisibilityTimeout")),
            Fact("Kept for", seconds("MessageRetentionPeriod")),
            Fact("Delivery delay", seconds("DelaySeconds")),
            Fact("Dead-letter queue", attributes.deadLetterTargetARN.map(QueuesState.name(ofARN:)) ?? "none"),
            Fact("ARN", attributes.arn),
        ]
    }

    private func charts(of name: String, at now: Date) async -> (charts: [Chart], missing: [Problem]) {
        var asked = DetailCharts(asker: asker, endingAt: now)
        let figures: [QueueFigure] = [.depth, .oldestAge, .sent, .received]
        let series = await asked.series(figures.map { $0.question(about: name) })
        let charts = zip(figures, series).compactMap { figure, series in series.map { chart(figure, $0, of: name) } }
        return (charts, asked.missing)
    }

    private func chart(_ figure: QueueFigure, _ series: MetricSeries, of name: String) -> Chart {
        switch figure {
        case .depth:
            let limits = settings.thresholds.limits(.visible, for: name)
            return Chart(title: "Visible messages", unit: "messages", series: series, warning: limits.warn, critical: limits.crit)
        case .oldestAge:
            let configured = settings.thresholds.configured(.oldestAgeSeconds, for: name)
            let byTimeout = state.row(name)?.visibilityTimeoutSeconds.map { Double($0) * 3 }
            return Chart(
                title: "Age of the oldest message", unit: "s", series: series, warning: configured.map(\.warn) ?? byTimeout,
                critical: configured?.crit)
        case .sent: return Chart(title: "Sent a minute", unit: "messages", series: series)
        case .received: return Chart(title: "Received a minute", unit: "messages", series: series)
        }
    }
}
