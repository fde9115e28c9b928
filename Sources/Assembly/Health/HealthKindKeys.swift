/// Which keys a check of each kind has, beside those that all have.
struct HealthKindKeys: Sendable {
    /// All of these must be there.
    var required: [String] = []
    /// Exactly one of these must be there; empty for none.
    var oneOf: [String] = []
    var optional: [String] = []

    static let ofAll = ["name", "kind", "warn", "crit", "timeout", "runbook"]

    static let byKind: [String: HealthKindKeys] = [
        "lambda": HealthKindKeys(required: ["functions"], optional: ["state"]),
        "table": HealthKindKeys(optional: ["table"]),
        "alarms": HealthKindKeys(optional: ["prefix"]),
        "http": HealthKindKeys(required: ["url"], optional: ["status", "contains"]),
        "cdn": HealthKindKeys(required: ["id"]),
        "metric": HealthKindKeys(required: ["namespace", "metric"], optional: ["dimensions", "stat", "period", "window"]),
        "errors": HealthKindKeys(optional: ["window"]),
        "logs": HealthKindKeys(required: ["group", "pattern"], optional: ["window"]),
        "queue": HealthKindKeys(optional: ["queue"]),
        "backup": HealthKindKeys(required: ["table"], optional: ["youngerThan"]),
        "rule": HealthKindKeys(required: ["prefix"]),
        "secret": HealthKindKeys(oneOf: ["date", "ssm", "secret"]),
        "database": HealthKindKeys(required: ["url"]),
        "redis": HealthKindKeys(required: ["url"]),
        "command": HealthKindKeys(required: ["argv"]),
        "credentials": HealthKindKeys(),
        "engine": HealthKindKeys(),
        "iam": HealthKindKeys(required: ["finding"]),
        "trail": HealthKindKeys(required: ["events"], optional: ["window"]),
        "cost": HealthKindKeys(optional: ["window"]),
        "anomalies": HealthKindKeys(optional: ["window"]),
        "trend": HealthKindKeys(required: ["namespace", "metric"], optional: ["dimensions", "stat", "window"]),
        "buckets": HealthKindKeys(optional: ["prefix"]),
        "advisor": HealthKindKeys(optional: ["category"]),
        "stream": HealthKindKeys(optional: ["prefix"]),
        "cache": HealthKindKeys(optional: ["prefix"]),
        "api": HealthKindKeys(optional: ["prefix"]),
    ]

    var all: [String] { required + oneOf + optional + Self.ofAll }
}
