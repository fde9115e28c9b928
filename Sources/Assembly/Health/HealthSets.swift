import Model

/// The sets that are shipped by name: the reviews of the network visualizer's document, for whatever the configuration names.
struct HealthSets: Sendable {
    let section: HealthSection?
    static let shipped = ["daily", "weekly-security", "weekly-performance", "monthly-security", "cost", "capacity", "backups"]
    static let verification = "verify-deployment"

    /// What is declared comes first.
    var names: [String] {
        Self.shipped + (section?.setNames ?? []).filter { !Self.shipped.contains($0) }
    }

    /// - Returns: nil for a set that does not exist.
    func checks(of name: String) -> [HealthCheck]? {
        if name == "daily" { return daily }
        if let written = section?.sets[name] { return written }
        switch name {
        case "weekly-security": return weeklySecurity
        case "weekly-performance": return weeklyPerformance
        case "monthly-security": return monthlySecurity
        case "cost": return cost
        case "capacity": return capacity
        case "backups": return backups
        default: return nil
        }
    }

    /// Reports that IAM has to write first, look-ups at two a second, and costs take longer than states.
    static func timeout(of kind: String) -> Duration {
        switch kind {
        case "iam": .seconds(60)
        case "trail", "cost", "anomalies", "buckets", "advisor", "logs", "stream", "api": .seconds(30)
        default: .seconds(10)
        }
    }

    private static let day = Duration.seconds(86_400)

    private func check(_ name: String, _ question: HealthQuestion, warn: Double? = nil, crit: Double? = nil) -> HealthCheck {
        HealthCheck(name, question, warn: warn, crit: crit, timeout: Self.timeout(of: question.kind))
    }

    /// The document's six sections, then what is declared; without a section what every account has.
    private var daily: [HealthCheck] {
        guard let section else {
            return [
                check("credentials", .credentials), check("alarms", .alarms(prefix: "")),
                check("errors", .errors(window: Self.day)),
            ]
        }
        return sections + (section.sets["daily"] ?? [])
    }

    private var sections: [HealthCheck] {
        guard let given = section?.visualizer else { return [] }
        var checks: [HealthCheck] = []
        if !given.functions.isEmpty { checks.append(check("functions", .lambda(functions: given.functions))) }
        if let table = given.table { checks.append(check("table", .table(table))) }
        checks.append(check("alarms", .alarms(prefix: given.alarmPrefix)))
        if let url = given.url { checks.append(check("api", .http(url: url))) }
        if let id = given.distribution { checks.append(check("cdn", .cdn(id: id))) }
        checks.append(check("errors", .errors(window: Self.day)))
        return checks
    }

    /// The document's production verification: health 200, and not more than ten errors in ten minutes.
    var verifyDeployment: [HealthCheck] {
        let url = section?.visualizer?.url.map { [check("api", .http(url: $0))] } ?? []
        let errors = WatchedMetric("AWS/Lambda", "Errors", window: .seconds(600))
        return url + [check("errors", .metric(errors), crit: 10)]
    }

    private var weeklySecurity: [HealthCheck] {
        let events = ["DeleteBucket", "DeleteTrail", "StopLogging", "PutBucketPolicy", "CreateAccessKey", "DeleteTable"]
        return [
            check("access keys", .iam(.keys)), check("root user", .iam(.root)), check("second factors", .iam(.mfa)),
        ] + events.map { check($0, .trail(events: [$0], window: Self.day * 7)) }
    }

    /// Public buckets, and what Trusted Advisor says.
    private var monthlySecurity: [HealthCheck] {
        [check("buckets", .buckets(prefix: "")), check("trusted advisor", .advisor(category: "security"))]
    }

    private var weeklyPerformance: [HealthCheck] {
        let week = Self.day * 7
        func figure(
            _ name: String, _ namespace: String, _ metric: String, _ dimensions: [String: String], _ stat: String,
            warn: Double? = nil, crit: Double? = nil
        ) -> HealthCheck {
            check(
                name, .metric(WatchedMetric(namespace, metric, dimensions: dimensions, stat: stat, window: week)), warn: warn,
                crit: crit)
        }
        var checks = [figure("throttles", "AWS/Lambda", "Throttles", [:], "Sum", warn: 0)]
        let given = section?.visualizer
        for name in given?.functions ?? [] {
            checks.append(
                figure("duration p95 of \(name)", "AWS/Lambda", "Duration", ["FunctionName": name], "p95", warn: 50_000))
            checks.append(figure("longest duration of \(name)", "AWS/Lambda", "Duration", ["FunctionName": name], "Maximum"))
        }
        if given?.functions.isEmpty ?? true {
            checks.append(figure("duration p95", "AWS/Lambda", "Duration", [:], "p95", warn: 50_000))
        }
        if let table = given?.table {
            for kind in ["Read", "Write"] {
                let dimensions = ["TableName": table]
                checks.append(
                    figure(
                        "\(kind.lowercased()) capacity of \(table)", "AWS/DynamoDB", "Consumed\(kind)CapacityUnits", dimensions,
                        "Sum"))
                checks.append(
                    figure(
                        "\(kind.lowercased()) throttles of \(table)", "AWS/DynamoDB", "\(kind)ThrottleEvents", dimensions, "Sum",
                        warn: 0))
            }
        }
        if let api = given?.api {
            checks.append(
                figure("latency p95 of \(api)", "AWS/ApiGateway", "Latency", ["ApiName": api], "p95", warn: 2000, crit: 5000))
        }
        return checks
    }

    private var cost: [HealthCheck] {
        [check("costs", .cost(window: Self.day * 7)), check("cost anomalies", .anomalies(window: Self.day * 7))]
    }

    /// Trends of 30 days.
    private var capacity: [HealthCheck] {
        func trend(_ name: String, _ namespace: String, _ metric: String, _ dimensions: [String: String] = [:]) -> HealthCheck {
            check(name, .trend(WatchedMetric(namespace, metric, dimensions: dimensions, window: Self.day * 30)))
        }
        var checks = [trend("invocations", "AWS/Lambda", "Invocations")]
        if let table = section?.visualizer?.table {
            checks.append(trend("reads of \(table)", "AWS/DynamoDB", "ConsumedReadCapacityUnits", ["TableName": table]))
            checks.append(trend("writes of \(table)", "AWS/DynamoDB", "ConsumedWriteCapacityUnits", ["TableName": table]))
        }
        if let api = section?.visualizer?.api {
            checks.append(trend("requests of \(api)", "AWS/ApiGateway", "Count", ["ApiName": api]))
        }
        return checks + [
            check("streams", .stream(prefix: "")), check("caches", .cache(prefix: "")), check("apis", .api(prefix: "")),
        ]
    }

    private var backups: [HealthCheck] {
        guard let table = section?.visualizer?.table else { return [] }
        let rule = section?.visualizer?.backupRule ?? "network-visualizer-backup"
        return [
            check("backup of \(table)", .backup(table: table, youngerThan: Self.day * 2)),
            check("backup rule", .rule(prefix: rule)),
        ]
    }
}
