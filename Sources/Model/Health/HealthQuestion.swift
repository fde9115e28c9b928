/// What a check asks: one case a kind (contract, Files and environment; `docs/health-checks.md`).
package enum HealthQuestion: Sendable, Equatable {
    /// - Parameter state: The state that every function must have; nil for any but a failed one.
    case lambda(functions: [String], state: String? = nil)
    case table(String)
    /// Empty for all alarms of the account.
    case alarms(prefix: String)
    case http(url: String, status: Int = 200, contains: String? = nil)
    case cdn(id: String)
    case metric(WatchedMetric)
    /// Errors of all functions together, judged by their share of the invocations unless limits are given.
    case errors(window: Duration)
    case logs(group: String, pattern: String, window: Duration)
    case queue(String)
    case backup(table: String, youngerThan: Duration)
    case rule(prefix: String)
    case secret(SecretTerm)
    /// `postgres://user:password@host:port/name`
    case database(url: String)
    /// `redis://:password@host:port`
    case redis(url: String)
    /// A program that keeps to the exit codes of Nagios plugins.
    case command([String])
    case credentials
    case engine
    case iam(CredentialFinding)
    /// Names of management events that should not have happened.
    case trail(events: [String], window: Duration)
    case cost(window: Duration)
    case anomalies(window: Duration)
    /// How much more the last week of the window is than its first.
    case trend(WatchedMetric)
    case buckets(prefix: String)
    case advisor(category: String)
    case stream(prefix: String)
    case cache(prefix: String)
    case api(prefix: String)
}

/// One figure of CloudWatch over a stretch of time.
package struct WatchedMetric: Sendable, Equatable {
    package var namespace: String
    package var metric: String
    /// In the order in which they are shown; empty for the sum of all where CloudWatch keeps one.
    package var dimensions: [String: String]
    /// `Sum`, `Average`, `Maximum`, `Minimum`, `SampleCount`, `p95` …
    package var stat: String
    /// nil for one that fits the window.
    package var period: Duration?
    package var window: Duration

    package init(
        _ namespace: String, _ metric: String, dimensions: [String: String] = [:], stat: String = "Sum", period: Duration? = nil,
        window: Duration = .seconds(300)
    ) {
        self.namespace = namespace
        self.metric = metric
        self.dimensions = dimensions
        self.stat = stat
        self.period = period
        self.window = window
    }
}

/// Where the date is on which a secret ceases to be good.
package enum SecretTerm: Sendable, Equatable {
    /// `2026-12-31`, written in the check.
    case date(String)
    /// The whole name of a parameter of Systems Manager whose value is such a date.
    case parameter(String)
    /// A secret of Secrets Manager: judged by how long ago it was rotated.
    case stored(String)
}

/// What the credential report is searched for.
package enum CredentialFinding: String, Sendable, CaseIterable {
    /// Active access keys that nobody has used for 90 days.
    case keys
    /// The root user was used, or has access keys.
    case root
    /// Users with a password and without a second factor.
    case mfa
}

extension HealthQuestion {
    /// The word under which the configuration knows it.
    package var kind: String {
        switch self {
        case .lambda: "lambda"
        case .table: "table"
        case .alarms: "alarms"
        case .http: "http"
        case .cdn: "cdn"
        case .metric: "metric"
        case .errors: "errors"
        case .logs: "logs"
        case .queue: "queue"
        case .backup: "backup"
        case .rule: "rule"
        case .secret: "secret"
        case .database: "database"
        case .redis: "redis"
        case .command: "command"
        case .credentials: "credentials"
        case .engine: "engine"
        case .iam: "iam"
        case .trail: "trail"
        case .cost: "cost"
        case .anomalies: "anomalies"
        case .trend: "trend"
        case .buckets: "buckets"
        case .advisor: "advisor"
        case .stream: "stream"
        case .cache: "cache"
        case .api: "api"
        }
    }

    /// What is looked at, in words that hold no secret.
    package var target: String {
        switch self {
        case .lambda(let functions, _): functions.joined(separator: ", ")
        case .table(let name), .queue(let name): name
        case .alarms(let prefix): prefix.isEmpty ? "all alarms" : "\(prefix)*"
        case .buckets(let prefix), .stream(let prefix), .cache(let prefix), .api(let prefix):
            prefix.isEmpty ? "all" : "\(prefix)*"
        case .rule(let prefix): "\(prefix)*"
        case .http(let url, _, _), .database(let url), .redis(let url): Self.withoutSecrets(url)
        case .cdn(let id): id
        case .metric(let metric), .trend(let metric): metric.text
        case .errors(let window): "AWS/Lambda Errors, \(DurationText.text(window))"
        case .logs(let group, _, _): group
        case .backup(let table, _): table
        case .secret(.date): "date"
        case .secret(.parameter(let name)), .secret(.stored(let name)): name
        case .command(let words): words.first ?? ""
        case .credentials: "credentials"
        case .engine: "engine"
        case .iam: "credential report"
        case .trail(let events, _): events.joined(separator: ", ")
        case .cost: "costs"
        case .anomalies: "cost anomalies"
        case .advisor(let category): category
        }
    }

    /// User, password and query may be secrets.
    private static func withoutSecrets(_ url: String) -> String {
        let plain = url.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = plain.firstRange(of: "://"), let at = plain[scheme.upperBound...].lastIndex(of: "@") else {
            return String(plain)
        }
        return plain[..<scheme.upperBound] + String(plain[plain.index(after: at)...])
    }
}

extension WatchedMetric {
    /// `AWS/SQS ApproximateAgeOfOldestMessage Maximum, QueueName orders`
    package var text: String {
        let parts = dimensions.sorted { $0.key < $1.key }.map { ", \($0.key) \($0.value)" }
        return "\(namespace) \(metric) \(stat)" + parts.joined()
    }
}
