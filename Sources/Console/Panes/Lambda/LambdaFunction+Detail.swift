import FoundationEssentials
import Model

extension LambdaFunction {
    /// What the row alone tells.
    func facts(now: Date) -> [Fact] {
        var facts = [
            Fact("invocations", invocations.map { Figures.count($0) }),
            Fact("errors", errors.map { Figures.count($0) }),
            Fact("error rate", errorRate.map { Figures.percent($0) }),
            Fact("throttles", throttles.map { Figures.count($0) }),
            Fact("p95 duration", durationP95Ms.map { Figures.duration(milliseconds: $0) }),
            Fact("concurrency", concurrency.map { Figures.count($0) }),
        ]
        if isStreamFed { facts.append(Fact("iterator age", iteratorAgeMs.map { Figures.duration(milliseconds: $0) })) }
        return facts + [
            Fact("state", state),
            Fact("last update", lastUpdateStatus),
            Fact(
                "deployed",
                lastModified.map { "\(Figures.age(seconds: now.timeIntervalSince($0))) ago, \(Clock.dateTime($0)) UTC" }),
            Fact("runtime", runtime),
            Fact("memory", memoryMB.map { "\(Figures.grouped($0)) MB" }),
            Fact("timeout", timeoutSeconds.map { Figures.duration(seconds: Double($0)) }),
            Fact("ARN", arn),
        ]
    }

    /// Charts that can be drawn before the answer comes.
    var charts: [Chart] {
        var charts: [Chart] = []
        if let invocationSeries { charts.append(Chart(title: "invocations", unit: "per min", series: invocationSeries)) }
        if let errorSeries { charts.append(Chart(title: "errors", unit: "per min", series: errorSeries)) }
        return charts
    }

    var marks: [Detail.Mark] { lastModified.map { [Detail.Mark(at: $0, label: "deployed")] } ?? [] }
}
