import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

@testable import Engines

@Suite(.timeLimit(.minutes(3))) struct HealthRunnerTests {
    private static let checks = [
        HealthCheck("functions", .lambda(functions: ["network-visualizer-api-production"])),
        HealthCheck("table", .table("network-visualizer-topology"), timeout: .seconds(5), runbook: "docs/tables.md"),
        HealthCheck("alarms", .alarms(prefix: "network-visualizer-")),
        HealthCheck("api", .http(url: "https://api.network-visualizer.com/health")),
        HealthCheck("cdn", .cdn(id: "E3DRILL1VISUAL")),
        HealthCheck("errors", .errors(window: .seconds(86_400))),
    ]

    private func sources(_ practice: Practice) -> HealthSources {
        HealthSources(client: .success(practice.client), transport: practice.far, clock: practice.clock)
    }

    private func run(_ practice: Practice, _ checks: [HealthCheck] = checks) async -> HealthReport {
        await HealthRunner(sources: sources(practice)).run(checks, set: "daily", context: "drill")
    }

    @Test func theSixSectionsOfThePracticeNight_HaveOneWarning() async {
        let report = await run(Practice())
        #expect(report.checks.map(\.name) == Self.checks.map(\.name))
        #expect(report.verdict == .warning)
        #expect(report.checks.filter { $0.verdict != .ok }.map(\.name) == ["errors"])
        #expect(report.summary == "6 checks: 1 warning")
    }

    /// The others have answered while it still hangs; it alone lasts as long as its own limit.
    @Test func oneHangingCheck_DelaysNothingButItself() async throws {
        let practice = Practice()
        practice.far.set(.hang, for: "DescribeTable")
        let (results, told) = AsyncStream.makeStream(of: HealthResult.self)
        let runner = HealthRunner(sources: sources(practice))
        async let report = runner.run(Self.checks, set: "daily", context: "drill") { told.yield($0) }
        var others = results.makeAsyncIterator()
        for _ in 1..<Self.checks.count {
            let result = try #require(await others.next())
            #expect(result.name != "table" && result.durationMs == 0)
        }
        // Its limit begins before it asks.
        while practice.far.calls["DescribeTable"] == nil { await Task.yield() }
        practice.clock.advance(by: .seconds(5))
        let table = try #require(await others.next())
        #expect(table.name == "table" && table.verdict == .unknown && table.durationMs == 5000)
        #expect(table.evidence == "No answer within 5s.")
        #expect(await report.verdict == .warning)
    }

    /// A far end that does not heed being cancelled is left behind.
    @Test func workThatCannotBeCancelled_IsNotWaitedFor() async {
        let clock = ManualClock()
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        async let answer = TimeLimit.run(.seconds(3), clock: clock) {
            await Task.detached { for await _ in gate { break } }.value
            return 1
        }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(3))
        #expect(await answer == nil)
        opener.finish()
    }

    @Test(arguments: [
        (Fault.denied, "not authorized"), (.throttled, "Rate exceeded"), (.html, "Not offered here"), (.serverError, "failed"),
        (.expiredToken, "expired"), (.notConnected, "could not connect"), (.connectionReset, "broken the connection"),
        (.truncated, "cannot be read"),
    ])
    func whatGoesWrongWithACall_IsUnknownAndNeverOK(fault: Fault, said: String) async {
        // Each by itself: a throttled call makes others of its kind wait.
        for check in Self.checks where check.question.kind != "http" {
            let practice = Practice()
            practice.far.set(fault, for: "*")
            let report = await run(practice, [check])
            #expect(report.verdict == .unknown, "\(check.name): \(report.checks[0].evidence)")
            #expect(report.checks[0].evidence.contains(said), "\(check.name): \(report.checks[0].evidence)")
        }
    }

    @Test func withoutARegion_OnlyAWSIsUnknown() async {
        let practice = Practice()
        var sources = sources(practice)
        sources.client = .failure(Problem(code: "NoRegion", message: "No AWS region is given.", hint: "Give one."))
        let report = await HealthRunner(sources: sources).run(Self.checks, set: "daily", context: "x")
        #expect(report.checks.filter { $0.verdict == .ok }.map(\.name) == ["api"])
        #expect(report.checks[0].evidence == "No AWS region is given. Give one.")
    }

    /// IAM writes its report first; three checks read it once.
    @Test func theCredentialReportIsWrittenOnce_AndReadByAllChecks() async throws {
        let asked = Mutex<[String]>([])
        let clock = ManualClock()
        let csv = Data("user,mfa_active\n<root_account>,true\n".utf8).base64EncodedString()
        let transport = ScriptedTransport { request in
            let call = DrillRequest(request)?.action ?? ""
            let isFirst = asked.withLock { asked in
                asked.append(call)
                return asked.count == 1
            }
            let reply: Reply =
                call == "GenerateCredentialReport"
                ? .xml(
                    "<GenerateCredentialReportResponse><GenerateCredentialReportResult><State>STARTED</State></GenerateCredentialReportResult></GenerateCredentialReportResponse>"
                )
                : isFirst
                    ? .refusal(410, "ReportNotPresent")
                    : .xml(
                        "<GetCredentialReportResponse><GetCredentialReportResult><Content>\(csv)</Content></GetCredentialReportResult></GetCredentialReportResponse>"
                    )
            return try reply.response(request)
        }
        let practice = Practice(clock: clock, transport: transport)
        let checks = CredentialFinding.allCases.map { HealthCheck($0.rawValue, .iam($0), timeout: .seconds(60)) }
        let sources = sources(practice)
        async let running = HealthRunner(sources: sources).run(checks, set: "s", context: "c")
        while asked.withLock({ $0.count }) < 2 { await Task.yield() }
        // Three time limits, and the pause before the report is asked for again.
        await clock.waitForSleepers(4)
        clock.advance(by: .seconds(2))
        let report = await running
        #expect(report.verdict == .ok, "\(report.checks.map(\.evidence))")
        #expect(asked.withLock { $0 } == ["GetCredentialReport", "GenerateCredentialReport", "GetCredentialReport"])
    }

    @Test func secretsOfAddressesAreNotShown() async {
        let check = HealthCheck("db", .database(url: "postgres://ops:hunter22@127.0.0.1:1/x?password=hunter22"))
        let report = await run(Practice(), [check])
        #expect(report.checks[0].target == "postgres://127.0.0.1:1/x")
        #expect(!report.json().contains("hunter22"))
    }
}
