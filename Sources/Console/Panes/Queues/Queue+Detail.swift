import Model

extension Queue {
    /// What the row alone tells.
    var facts: [Fact] {
        var facts = [
            Fact("kind", isFIFO ? "FIFO" : "standard"),
            Fact("visible", visible.map { Figures.grouped($0) }),
            Fact("in flight", inFlight.map { Figures.grouped($0) }),
            Fact("delayed", delayed.map { Figures.grouped($0) }),
            Fact("oldest message", oldestAgeSeconds.map { Figures.duration(seconds: $0) }),
            Fact("sent", sentPerMinute.map { "\(Figures.count($0)) per min" }),
            Fact("received", receivedPerMinute.map { "\(Figures.count($0)) per min" }),
            Fact("growth", growthPerMinute.map { Figures.perMinute($0) }),
            Fact("empty in", drainText == Figures.unknown ? nil : drainText),
            Fact("visibility timeout", visibilityTimeoutSeconds.map { Figures.duration(seconds: Double($0)) }),
        ]
        if let deadLetterQueue {
            facts.append(Fact("dead-letter queue", deadLetterQueue))
            facts.append(Fact("dead letters", deadLetterDepth.map { Figures.grouped($0) }))
        } else {
            facts.append(Fact("dead-letter queue", "none"))
        }
        return facts + [Fact("URL", url), Fact("ARN", arn)]
    }

    /// Charts that can be drawn before the answer comes.
    var charts: [Chart] {
        depthSeries.map { [Chart(title: "visible messages", unit: "", series: $0)] } ?? []
    }
}
