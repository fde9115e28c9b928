import Model
import Testing

@testable import Assembly

struct HealthConfigurationTests {
    private func section(_ health: String) throws -> HealthSection {
        let lines = health.split(separator: "\n", omittingEmptySubsequences: false).map { "      \($0)" }
        let text = "contexts:\n  p:\n    health:\n" + lines.joined(separator: "\n")
        let configuration = try Configuration(yaml: text, file: "config.yaml")
        return try #require(configuration.contexts["p"]?.health)
    }

    private static let everyKind = """
        network_visualizer: { functions: [a, b], table: t, url: "https://x.example/health", distribution: E1, alarm_prefix: p- }
        mine:
          - { name: functions, kind: lambda, functions: [f], state: Active }
          - { name: topology, kind: table }
          - { name: alarms, kind: alarms, prefix: p }
          - { name: page, kind: http, url: "https://x.example/", status: 204, contains: ok, warn: 500, crit: 2000 }
          - { name: cdn, kind: cdn, id: E1 }
          - { name: depth, kind: metric, namespace: N, metric: M, dimensions: {QueueName: q}, stat: Maximum, period: 1m, window: 10m }
          - { name: errors, kind: errors, window: 1h }
          - { name: log, kind: logs, group: /aws/lambda/f, pattern: ERROR, window: 24h }
          - { name: orders, kind: queue }
          - { name: other, kind: queue, queue: real-name }
          - { name: backup, kind: backup, table: t, youngerThan: 24h }
          - { name: rule, kind: rule, prefix: r }
          - { name: date, kind: secret, date: 2030-12-31 }
          - { name: ssm, kind: secret, ssm: /app/expiry }
          - { name: stored, kind: secret, secret: db }
          - { name: db, kind: database, url: "postgres://u:p@h:5432/d" }
          - { name: cache, kind: redis, url: "redis://h" }
          - { name: plugin, kind: command, argv: [/usr/lib/nagios/plugins/check_load, -w, "5"], timeout: 3s, runbook: load.md }
          - { name: who, kind: credentials }
          - { name: engine, kind: engine }
          - { name: keys, kind: iam, finding: keys }
          - { name: deleted, kind: trail, events: [DeleteBucket] }
          - { name: costs, kind: cost }
          - { name: odd costs, kind: anomalies }
          - { name: growth, kind: trend, namespace: AWS/Lambda, metric: Invocations }
          - { name: buckets, kind: buckets }
          - { name: advisor, kind: advisor }
          - { name: streams, kind: stream, prefix: s }
          - { name: caches, kind: cache }
          - { name: apis, kind: api }
        """

    @Test func readsEveryKind() throws {
        let section = try section(Self.everyKind)
        let checks = try #require(section.sets["mine"])
        #expect(Set(checks.map(\.question.kind)) == Set(HealthKindKeys.byKind.keys))
        #expect(section.visualizer?.functions == ["a", "b"])
        func question(_ name: String) -> HealthQuestion? { checks.first { $0.name == name }?.question }
        #expect(question("topology") == .table("topology"))
        #expect(question("other") == .queue("real-name"))
        #expect(question("page") == .http(url: "https://x.example/", status: 204, contains: "ok"))
        #expect(
            question("depth")
                == .metric(
                    WatchedMetric(
                        "N", "M", dimensions: ["QueueName": "q"], stat: "Maximum", period: .seconds(60), window: .seconds(600))))
        #expect(question("backup") == .backup(table: "t", youngerThan: .seconds(86_400)))
        #expect(question("ssm") == .secret(.parameter("/app/expiry")))
        let plugin = try #require(checks.first { $0.name == "plugin" })
        #expect(plugin.timeout == .seconds(3) && plugin.runbook == "load.md")
        #expect(checks.first { $0.name == "page" }?.limits == HealthLimits(warn: 500, crit: 2000))
    }

    /// File, line, and what was expected there.
    @Test(arguments: [
        ("mine:\n  - {name: a}", ":5: a check has no kind.", "Expected kind: one of advisor, alarms"),
        (
            "mine:\n  - name: a\n    kind: lamda\n    functions: [f]", ":6: there is no kind of check \"lamda\".",
            "Did you mean \"lambda\"?"
        ),
        (
            "mine:\n  - {name: a, kind: lambda}", ":5: a check of kind lambda has no \"functions\".",
            "{name: …, kind: lambda, functions: …}"
        ),
        (
            "mine:\n  - name: a\n    kind: table\n    url: x", ":7: \"url\" does not belong to a check of kind table.",
            "Expected: table, name"
        ),
        ("mine:\n  - {kind: table}", "a check of kind table has no \"name\"", "{name: the table, kind: table}"),
        ("mine:\n  - {name: a, kind: secret}", "has one of date, ssm, secret", "Expected"),
        ("mine:\n  - {name: a, kind: secret, date: 2030-01-01, ssm: /x}", "has one of date, ssm, secret", "Expected"),
        ("mine:\n  - {name: a, kind: secret, date: tomorrow}", "date is no day", "YYYY-MM-DD"),
        (
            "mine:\n  - {name: a, kind: database, url: \"mysql://u:hunter22@h\"}",
            "url is no address of a check of kind database", "postgres://…"
        ),
        ("mine:\n  - {name: a, kind: http, url: nowhere}", "url is no address", "https://… or http://…"),
        ("mine:\n  - {name: a, kind: command, argv: []}", "argv is empty", "/usr/bin/true"),
        ("mine:\n  - {name: a, kind: iam, finding: all}", "finding is none", "keys, root, mfa"),
        ("mine:\n  - {name: a, kind: engine, timeout: 0}", "timeout must be longer than 0", "10s"),
        (
            "mine:\n  - {name: a, kind: engine}\n  - {name: a, kind: credentials}", ":6: health.mine has two checks named \"a\".",
            "a name of its own"
        ),
        ("mine: {name: a}", "contexts.p.health.mine must be a list", "Correct the line."),
        ("mine:\n  - {name: a, kind: engine, wrn: 1}", "unknown key \"contexts.p.health.mine[0].wrn\"", "Did you mean \"warn\"?"),
        ("mine:\n  - {name: a, kind: engine, warn: much}", "warn must be a number", "Correct the line."),
    ])
    func saysFileLineAndWhatWasExpected(health: String, message: String, hint: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try section(health) }
        #expect(failure.exit == .badConfiguration)
        #expect(failure.message.hasPrefix("config.yaml:") && failure.message.contains(message), "\(failure.message)")
        #expect(failure.hint.contains(hint), "\(failure.hint)")
        #expect(!failure.message.contains("hunter22") && !failure.hint.contains("hunter22"))
    }

    // MARK: Sets

    @Test func dailyIsTheSixSections_ThenTheDeclared() throws {
        let section = try section(Self.everyKind.replacing("mine:", with: "daily:"))
        let daily = try #require(HealthSets(section: section).checks(of: "daily"))
        #expect(daily.prefix(6).map(\.name) == ["functions", "table", "alarms", "api", "cdn", "errors"])
        #expect(daily.count == 6 + 30)
    }

    @Test func withoutASection_WhatEveryAccountHas() {
        let sets = HealthSets(section: nil)
        #expect(
            sets.checks(of: "daily")?.map(\.question) == [.credentials, .alarms(prefix: ""), .errors(window: .seconds(86_400))])
        #expect(sets.checks(of: "no-such-set") == nil)
    }

    @Test(arguments: HealthSets.shipped) func everyShippedSetHasChecks_WithNamesOfTheirOwn(name: String) throws {
        let checks = try #require(HealthSets(section: .practice).checks(of: name))
        #expect(!checks.isEmpty)
        #expect(Set(checks.map(\.name)).count == checks.count)
        #expect(checks.allSatisfy { $0.timeout > .zero })
    }

    @Test func aWrittenSetStandsBeforeAShippedOne() throws {
        let section = try section("cost:\n  - {name: mine, kind: cost}")
        #expect(HealthSets(section: section).checks(of: "cost")?.map(\.name) == ["mine"])
    }

    @Test func aDeploymentIsVerifiedAsTheDocumentDoes() {
        let checks = HealthSets(section: .practice).verifyDeployment
        #expect(checks.map(\.question.kind) == ["http", "metric"])
        #expect(checks[1].limits == HealthLimits(crit: 10))
    }
}
