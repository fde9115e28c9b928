extension HealthResult {
    /// The unit as it stands behind the value: `1 key`, `2 keys`.
    package var spokenUnit: String? {
        guard value == 1, let unit else { return unit }
        return Self.singular[unit] ?? unit
    }

    private static let singular = [
        "anomalies": "anomaly", "buckets": "bucket", "days": "day", "errors": "error", "events": "event", "findings": "finding",
        "invocations": "invocation", "items": "item", "keys": "key", "messages": "message", "rules on": "rule on",
        "throttles": "throttle", "units": "unit", "users": "user",
    ]

    /// `warning > 100, critical > 500`; nil where nothing limits the value.
    /// - Parameter number: How a limit is written.
    package func limitText(_ number: (Double) -> String) -> String? {
        let sign = isBadBelow ? "<" : ">"
        let parts = [("warning", warn), ("critical", crit)].compactMap { word, limit in
            limit.map { "\(word) \(sign) \(number($0))" }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Which side is bad follows from two limits, or from where the value stands of the only one.
    private var isBadBelow: Bool {
        if let warn, let crit, warn != crit { return crit < warn }
        guard let limit = warn ?? crit, let value, value != limit else { return false }
        return verdict == .ok ? value > limit : value < limit
    }
}
