import FoundationEssentials
import Model

extension Alarm {
    /// What the row alone tells.
    func facts(now: Date) -> [Fact] {
        let facts = [
            Fact("state", state),
            Fact("since", since.map { "\(Figures.duration(seconds: now.timeIntervalSince($0))), \(Clock.dateTime($0)) UTC" }),
            Fact("source", source == .local ? "local: a rule that Nightdesk evaluates" : "CloudWatch"),
            Fact("kind", kind.rawValue),
            Fact("acknowledged", acknowledged ? "yes" : "no"),
            Fact("actions", actionsEnabled ? "enabled" : "disabled: nobody is told"),
        ]
        return facts + (kind == .composite ? [Fact("rule", rule)] : metricFacts) + [Fact("about", summary), Fact("ARN", arn)]
    }

    private var metricFacts: [Fact] {
        [
            Fact("metric", metricName.map { [namespace, $0].compactMap { $0 }.joined(separator: " ") }),
            Fact("dimensions", dimensionText),
            Fact("condition", conditionText),
            Fact("missing data", treatMissingData),
        ]
    }

    private var dimensionText: String? {
        guard !dimensions.isEmpty else { return nil }
        return dimensions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    /// `Sum GreaterThanThreshold 5 for 3 x 1m00s`.
    private var conditionText: String? {
        guard let threshold else { return nil }
        let limit = threshold == threshold.rounded() && abs(threshold) < 1e15 ? Figures.grouped(Int(threshold)) : "\(threshold)"
        var words = [statistic, comparison, limit].compactMap { $0 }
        if let evaluationPeriods, let periodSeconds {
            words.append("for \(evaluationPeriods) x \(Figures.duration(seconds: Double(periodSeconds)))")
        }
        return words.joined(separator: " ")
    }
}
