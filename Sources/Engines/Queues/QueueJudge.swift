import Model

/// Decides how bad a queue is, and says why (contract, Default severities).
struct QueueJudge: Sendable {
    let thresholds: Thresholds
    let window: Duration

    func judge(_ queue: inout Queue) {
        let verdicts = [depth(of: queue), deadLetters(of: queue), oldestAge(of: queue)]
            .compactMap { $0 }.sorted { $0.severity > $1.severity }
        queue.reasons = verdicts.map(\.reason)
        queue.severity = verdicts.first?.severity ?? (queue.visible == nil ? .unknown : .ok)
    }

    /// Too deep is a warning; too deep and growing is critical, unless the configuration names a critical depth of its own.
    private func depth(of queue: Queue) -> Verdict? {
        let limits = thresholds.limits(.visible, for: queue.name)
        let verdict = Verdict(queue.visible.map(Double.init), limits) { value, limit in
            "\(Wording.number(value)) visible > \(Wording.number(limit))"
        }
        guard let verdict, verdict.severity == .warning, limits.crit == nil,
            let growth = queue.growthPerMinute, Growth.isGrowing(perMinute: growth, over: window)
        else { return verdict }
        return Verdict(.critical, verdict.reason + ", growing by \(Wording.number(growth)) a minute")
    }

    private func deadLetters(of queue: Queue) -> Verdict? {
        Verdict(queue.deadLetterDepth.map(Double.init), thresholds.limits(.deadLetterDepth, for: queue.name)) { value, limit in
            Wording.count(Int(value), "dead letter") + (limit > 0 ? " > \(Wording.number(limit))" : "")
        }
    }

    private func oldestAge(of queue: Queue) -> Verdict? {
        let configured = thresholds.configured(.oldestAgeSeconds, for: queue.name)
        let byTimeout = queue.visibilityTimeoutSeconds.flatMap { $0 > 0 ? Double($0) * 3 : nil }
        return Verdict(queue.oldestAgeSeconds, configured ?? Limits(warn: byTimeout)) { value, limit in
            let text = "oldest message \(Wording.duration(seconds: value)) > \(Wording.duration(seconds: limit))"
            return configured == nil ? text + ", 3 × its visibility time-out" : text
        }
    }
}
