import Foundation
import Model
import Testing

struct HealthModelTests {
    /// All of a small space: which side is bad follows from the limits.
    @Test(arguments: [
        (HealthLimits(warn: 10, crit: 20), [(10.0, Severity.ok), (10.1, .warning), (20, .warning), (20.1, .critical)]),
        (HealthLimits(warn: 20, crit: 10), [(20, .ok), (19.9, .warning), (10, .warning), (9.9, .critical)]),
        (HealthLimits(warn: 5), [(5, .ok), (6, .warning)]), (HealthLimits(crit: 5), [(5, .ok), (6, .critical)]),
        (HealthLimits(warn: 5, smallerIsWorse: true), [(5, .ok), (4, .warning)]),
        (HealthLimits(crit: 5, smallerIsWorse: true), [(5, .ok), (4, .critical)]), (HealthLimits(), [(1e9, .ok)]),
    ])
    func limitsSayWhichSideIsBad(limits: HealthLimits, expected: [(Double, Severity)]) {
        for (value, severity) in expected { #expect(limits.severity(of: value) == severity, "\(value)") }
        #expect(limits.severity(of: nil) == .unknown)
    }

    /// Every combination of verdicts of three checks: critical > warning > unknown > ok.
    @Test func theVerdictIsTheWorst() {
        for one in Severity.allCases {
            for two in Severity.allCases {
                for three in Severity.allCases {
                    let verdicts = [one, two, three]
                    let wanted = [Severity.critical, .warning, .unknown].first(where: verdicts.contains) ?? .ok
                    #expect(report(verdicts).verdict == wanted)
                }
            }
        }
        #expect(report([]).verdict == .unknown)
        #expect(Severity.allCases.map(\.healthExitCode) == [0, 3, 1, 2])
    }

    private func report(_ verdicts: [Severity]) -> HealthReport {
        let checks = verdicts.enumerated().map {
            HealthResult(name: "c\($0)", kind: "http", target: "t", verdict: $1, value: 1, unit: "ms", evidence: "e")
        }
        return HealthReport(
            set: "daily", context: "c", takenAt: Date(timeIntervalSince1970: 1_705_312_830), durationMs: 12.5, checks: checks)
    }

    private func result(_ verdict: Severity, _ value: Double?, _ unit: String?, warn: Double?, crit: Double?) -> HealthResult {
        HealthResult(
            name: "c", kind: "metric", target: "t", verdict: verdict, value: value, unit: unit, warn: warn, crit: crit,
            evidence: "")
    }

    @Test(
        arguments: [
            (Severity.warning, 3.0, 2.0, 5.0, "warning > 2, critical > 5"), (.critical, 3, 30, 7, "warning < 30, critical < 7"),
            (.ok, 1, 2, nil, "warning > 2"), (.ok, 3, 2, nil, "warning < 2"), (.critical, 1, nil, 5, "critical < 5"),
            (.ok, 2, 2, nil, "warning > 2"), (.unknown, nil, 2, nil, "warning > 2"), (.ok, 1, nil, nil, nil),
        ] as [(Severity, Double?, Double?, Double?, String?)])
    func limitsAreSaidWithTheirSide(verdict: Severity, value: Double?, warn: Double?, crit: Double?, text: String?) {
        #expect(result(verdict, value, "s", warn: warn, crit: crit).limitText { "\(Int($0))" } == text)
    }

    @Test(arguments: [
        (1.0, "keys", "key"), (2, "keys", "keys"), (0, "keys", "keys"), (1, "ms", "ms"), (1, "rules on", "rule on"),
        (1, "anomalies", "anomaly"),
    ])
    func oneIsSaidAsOne(value: Double, unit: String, spoken: String) {
        #expect(result(.ok, value, unit, warn: nil, crit: nil).spokenUnit == spoken)
    }

    @Test func readsBackWhatItWrites() throws {
        let written = report([.ok, .critical])
        let read = try HealthReport(json: Data(written.json().utf8))
        #expect(read == written)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(written.json().utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["verdict", "set", "context", "takenAt", "durationMs", "checks"])
        let check = try #require((object["checks"] as? [[String: Any]])?.first)
        #expect(
            Set(check.keys) == [
                "name", "kind", "target", "verdict", "value", "unit", "warn", "crit", "evidence", "durationMs", "runbook",
            ])
        #expect(check["warn"] is NSNull && check["runbook"] is NSNull)
    }

    @Test(arguments: ["", "[]", "{}", "{\"takenAt\":\"yesterday\",\"checks\":[]}", "{\"takenAt\":\"2024-01-15T10:00:00Z\"}"])
    func saysWhatIsNoReport(text: String) throws {
        let problem = try #require(throws: Problem.self) { try HealthReport(json: Data(text.utf8)) }
        #expect(problem.message.hasPrefix("This is no health report:"))
        #expect(problem.hint.contains("nightdesk health --json"))
    }

    @Test func comparesByName_WorseFirst() {
        let before = report([.ok, .critical, .ok])
        var after = report([.warning, .ok, .ok])
        after.checks[2].value = 2
        after.checks.append(HealthResult(name: "new", kind: "", target: "", verdict: .ok, evidence: ""))
        let changes = HealthComparison(before: before, after: after).changes
        #expect(changes.map(\.name) == ["c0", "c1", "new", "c2"])
        #expect(changes.map(\.kind) == [.worse, .better, .new, .value])
        #expect(HealthComparison(before: before, after: before).changes.isEmpty)
    }

    @Test(arguments: [
        (Duration.seconds(90), "90s"), (.seconds(60), "1m"), (.seconds(3600), "1h"), (.seconds(86_400), "24h"),
        (.seconds(172_800), "48h"), (.seconds(604_800), "7d"), (.milliseconds(1500), "1500ms"), (.zero, "0ms"),
    ])
    func durationsReadBack(duration: Duration, text: String) {
        #expect(DurationText.text(duration) == text)
        #expect(DurationText.parse(text) == duration)
    }
}
