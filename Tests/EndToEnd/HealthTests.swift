import Foundation
import Support
import Testing

/// `nightdesk health`, the built program.
@Suite struct HealthTests {
    @Test func thePracticeWorldHasOneWarning() throws {
        let answer = try Program().run(["health", "--json"])
        #expect(answer.status == 1, "\(answer.errors)")
        let report = try answer.json()
        #expect(report["verdict"] as? String == "warning")
        let checks = try #require(report["checks"] as? [[String: Any]])
        #expect(
            checks.compactMap { $0["name"] as? String } == [
                "functions", "table", "alarms", "api", "cdn", "errors", "backup", "access keys",
            ])
        #expect(checks.filter { $0["verdict"] as? String == "warning" }.count == 1)
        #expect(checks.filter { $0["verdict"] as? String == "ok" }.count == 7)
        for check in checks {
            #expect(
                Set(check.keys) == [
                    "name", "kind", "target", "verdict", "value", "unit", "warn", "crit", "evidence", "durationMs", "runbook",
                ])
        }
    }

    /// The first line of the text is what a monitor shows.
    @Test func theFirstLineStandsForTheWhole() throws {
        let answer = try Program().run(["health"])
        #expect(answer.status == 1)
        #expect(answer.output.hasPrefix("WARNING: 8 checks: 1 warning; access keys: "), "\(answer.output)")
        #expect(!answer.output.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("daily", 1), ("weekly-security", 1), ("weekly-performance", 0), ("monthly-security", 3), ("cost", 0), ("capacity", 0),
        ("backups", 0),
    ])
    func everyShippedSetRunsInThePracticeWorld(set: String, status: Int32) throws {
        let answer = try Program().run(["health", "--set", set, "--json"])
        #expect(answer.status == status, "\(answer.output) \(answer.errors)")
        #expect(try answer.json()["set"] as? String == set)
    }

    @Test func takesChecksByName_AlsoOfOtherSets() throws {
        let program = try Program()
        let one = try program.run(["health", "--check", "table", "--check", "backup rule", "--json"])
        #expect(one.status == 0)
        #expect((try one.json()["checks"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["table", "backup rule"])
        let typo = try program.run(["health", "--check", "tabel"])
        #expect(typo.status == 64)
        #expect(typo.errors.contains("Did you mean \"table\"?"))
        #expect(try program.run(["health", "--set", "nightly"]).status == 64)
    }

    @Test func verifiesADeployment() throws {
        let answer = try Program().run(["health", "verify-deployment", "--json"])
        let report = try answer.json()
        #expect(report["set"] as? String == "verify-deployment")
        let verdicts = (report["checks"] as? [[String: Any]] ?? []).compactMap { $0["verdict"] as? String }
        // The practice night's sender fails: the API is well, but the errors are too many.
        #expect(verdicts == ["ok", "critical"])
        #expect(answer.status == 2)
    }

    @Test func comparesWithAnEarlierAnswer() throws {
        let program = try Program()
        let before = try program.run(["health", "--json"]).output.replacingOccurrences(
            of: "\"verdict\":\"ok\"", with: "\"verdict\":\"critical\"")
        let file = try program.home.write(before, to: "before.json")
        let text = try program.run(["health", "--compare", file])
        #expect(text.status == 1)
        #expect(text.output.contains("better: table, critical → ok"), "\(text.output)")
        let json = try program.run(["health", "--compare", file, "--json"]).json()
        let changes = try #require((json["comparison"] as? [String: Any])?["changes"] as? [[String: Any]])
        #expect(changes.contains { $0["name"] as? String == "table" && $0["change"] as? String == "better" })
        #expect(try program.run(["health", "--compare", file, "--format", "markdown"]).output.contains("## Changes since"))
        let bad = try program.home.write("{}", to: "bad.json")
        #expect(try program.run(["health", "--compare", bad]).status == 65)
        #expect(try program.run(["health", "--compare", "/nowhere.json"]).status == 65)
    }

    /// One line a round; the end is the worst seen.
    @Test func watches_AndEndsWithTheWorst() throws {
        let answer = try Program().run([
            "health", "--watch", "1s", "--every", "400ms", "--check", "table", "--check", "access keys",
        ])
        #expect(answer.status == 1)
        let rounds = answer.output.split(separator: "\n").filter { $0.contains("Z warning  access keys") }
        #expect(rounds.count >= 2, "\(answer.output)")
        #expect(answer.output.contains("WARNING: 2 checks: 1 warning"))
    }

    @Test func worksReadOnly_AndSaysWhatItWouldAsk() throws {
        let program = try Program()
        #expect(try program.run(["health", "--read-only", "--set", "backups"]).status == 0)
        let plan = try program.run(["health", "--dry-run"])
        #expect(plan.status == 0)
        #expect(plan.output.contains("network-visualizer-topology"))
    }

    @Test func aBadCheck_IsNamedWithFileAndLine() throws {
        let program = try Program()
        let file = try program.home.write(
            "contexts:\n  p:\n    health:\n      daily:\n        - {name: a, kind: tabel}\n", to: "bad.yaml")
        let answer = try program.run(["health", "--config", file, "--context", "p"])
        #expect(answer.status == 78)
        #expect(
            answer.errors.contains("bad.yaml:5: there is no kind of check \"tabel\".")
                && answer.errors.contains("Did you mean \"table\"?"))
    }

    /// The calls of the six sections against emulators: what is offered is judged, what is not is unknown.
    @Test(arguments: Emulator.Kind.allCases) func asksAnEmulator(kind: Emulator.Kind) throws {
        let emulator = try Emulator(kind)
        try emulator.account("seed")
        let made = try emulator.account("health")
        let distribution = try #require(
            (try JSONSerialization.jsonObject(with: Data(made.utf8)) as? [String: String])?["distribution"])
        let program = try Program(environment: emulator.variables)
        let file = try program.home.write(Self.configuration(emulator, distribution: distribution), to: "health.yaml")
        let answer = try program.run(["health", "--config", file, "--context", "p", "--json"])
        let checks = try #require(try answer.json()["checks"] as? [[String: Any]])
        let verdicts = Dictionary(
            uniqueKeysWithValues: checks.map { ($0["name"] as? String ?? "", $0["verdict"] as? String ?? "") })
        let evidence = checks.map { "\($0["name"] ?? ""): \($0["evidence"] ?? "")" }.joined(separator: "\n")
        #expect(verdicts["functions"] == "ok", "\(evidence)")
        #expect(verdicts["table"] == "ok", "\(evidence)")
        #expect(verdicts["gone"] == "critical", "\(evidence)")
        #expect(verdicts["rule"] == "warning", "\(evidence)")
        #expect(verdicts["queue"] == "ok", "\(evidence)")
        #expect(verdicts["secret"] == "ok", "\(evidence)")
        #expect(verdicts["credentials"] == "ok", "\(evidence)")
        #expect(verdicts["stream"] == "ok", "\(evidence)")
        // Neither emulator knows the status of a policy.
        #expect(verdicts["buckets"] == "unknown", "\(evidence)")
        #expect(["ok", "unknown"].contains(verdicts["backup"]), "\(evidence)")
        #expect(["ok", "unknown"].contains(verdicts["cdn"]), "\(evidence)")
        #expect(verdicts["api"] == "critical", "\(evidence)")
        // No emulator has Trusted Advisor's results: never OK.
        #expect(verdicts["advisor"] == "unknown", "\(evidence)")
        for check in checks where check["verdict"] as? String == "unknown" {
            #expect((check["evidence"] as? String)?.isEmpty == false)
        }
    }

    private static func configuration(_ emulator: Emulator, distribution: String) -> String {
        """
        contexts:
          p:
            health:
              network_visualizer:
                functions: [prd3292-qa1-us-east-1-worker-0000]
                table: network-visualizer-topology
                url: \(emulator.endpoint)/no-such-bucket-of-ours/health
                distribution: \(distribution)
              daily:
                - {name: gone, kind: table}
                - {name: rule, kind: rule, prefix: network-visualizer-backup}
                - {name: queue, kind: queue, queue: device-sync-queue}
                - {name: secret, kind: secret, secret: app/database}
                - {name: credentials, kind: credentials}
                - {name: stream, kind: stream, prefix: prd3292}
                - {name: buckets, kind: buckets, prefix: health-}
                - {name: backup, kind: backup, table: network-visualizer-topology}
                - {name: keys, kind: iam, finding: keys}
                - {name: trail, kind: trail, events: [DeleteBucket]}
                - {name: costs, kind: cost}
                - {name: caches, kind: cache}
                - {name: apis, kind: api}
                - {name: advisor, kind: advisor}
        """
    }
}
