import AWS
import FoundationEssentials
import Model
import Services
import Support
import Testing

@testable import Engines

/// Every kind of check in its four verdicts.
@Suite(.timeLimit(.minutes(3))) struct HealthKindTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var verdict: Severity
        var question: HealthQuestion
        var warn: Double?
        var crit: Double?
        var replies: [String: Reply]
        /// Must be part of the evidence.
        var says: String

        init(
            _ verdict: Severity, _ question: HealthQuestion, warn: Double? = nil, crit: Double? = nil, _ replies: [String: Reply],
            says: String
        ) {
            self.verdict = verdict
            self.question = question
            self.warn = warn
            self.crit = crit
            self.replies = replies
            self.says = says
        }

        var testDescription: String { "\(question.kind) is \(verdict.rawValue): \(says)" }
    }

    @Test(arguments: HealthCases.all) func judges(_ item: Case) async {
        let scene = HealthScene(item.replies)
        let result = await scene.result(of: HealthCheck("check", item.question, warn: item.warn, crit: item.crit))
        #expect(result.verdict == item.verdict, "\(result.evidence)")
        #expect(result.evidence.contains(item.says), "\(result.evidence)")
        #expect(result.kind == item.question.kind && !result.target.isEmpty)
    }

    /// No kind is forgotten: those with far ends of their own are tested below.
    @Test func everyKindIsThereInItsFourVerdicts() {
        let own: Set = ["database", "redis", "command", "credentials", "engine"]
        let kinds = Dictionary(grouping: HealthCases.all, by: \.question.kind).mapValues { Set($0.map(\.verdict)) }
        #expect(kinds.count + own.count == 27)
        for (kind, verdicts) in kinds { #expect(verdicts == Set(Severity.allCases), "\(kind)") }
    }

    @Test(arguments: [(0, Severity.ok), (1, .warning), (2, .critical), (3, .unknown), (9, .unknown)])
    func takesTheExitCodeOfAPlugin(status: Int, verdict: Severity) async {
        let words = ["sh", "-c", "echo 'LOAD said so | load=1'; exit \(status)"]
        let result = await HealthScene(clock: ManualClock()).result(of: HealthCheck("plugin", .command(words)))
        #expect(result.verdict == verdict)
        #expect(result.evidence.hasPrefix("LOAD said so") && !result.evidence.contains("load=1"))
    }

    @Test func aPluginThatCannotBeStarted_IsUnknown() async {
        let result = await HealthScene().result(of: HealthCheck("plugin", .command(["/nowhere/check"])))
        #expect(result.verdict == .unknown)
        #expect(result.evidence.contains("could not be started"))
    }

    @Test(arguments: [
        (ProbeAnswer.alive, Severity.ok), (.struggling("loading"), .warning), (.unreachable("refused"), .critical),
        (.refused("no password"), .unknown),
    ])
    func judgesADataStore(answer: ProbeAnswer, verdict: Severity) {
        let check = HealthCheck("store", .redis(url: "redis://localhost"))
        let examiner = HealthExaminer(check: check, sources: HealthScene().sources)
        #expect(examiner.finding(of: answer, took: 3).verdict == verdict)
    }

    @Test func limitsOfADataStoreAreMilliseconds() {
        let check = HealthCheck("store", .redis(url: "redis://localhost"), warn: 2, crit: 10)
        let examiner = HealthExaminer(check: check, sources: HealthScene().sources)
        #expect(examiner.finding(of: .alive, took: 1).verdict == .ok)
        #expect(examiner.finding(of: .alive, took: 3).verdict == .warning)
        #expect(examiner.finding(of: .alive, took: 11).verdict == .critical)
    }

    @Test(arguments: [
        (EngineSight?.none, Severity.unknown), (EngineSight(status: .elsewhere(seconds: 3), due: 2), .ok),
        (EngineSight(status: .here, due: 0), .ok), (EngineSight(status: .none, due: 0), .warning),
        (EngineSight(status: .none, due: 1), .critical), (EngineSight(status: .none, due: 1, trouble: "no store"), .unknown),
    ])
    func judgesTheEngine(sight: EngineSight?, verdict: Severity) async {
        var scene = HealthScene()
        scene.sources.engine = { sight }
        #expect(await scene.result(of: HealthCheck("engine", .engine)).verdict == verdict)
    }

    private static let identity = Reply.xml(
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/u</Arn><UserId>U</UserId><Account>123456789012</Account>"
            + "</GetCallerIdentityResult></GetCallerIdentityResponse>")

    @Test(arguments: [
        (identity, Double?.none, Severity.ok), (identity, 7200, .ok), (identity, 1800, .warning), (identity, 120, .critical),
        (.refusal(403, "InvalidClientTokenId"), nil, .critical), (.page, nil, .unknown),
    ])
    func judgesCredentials(reply: Reply, secondsLeft: Double?, verdict: Severity) async {
        var scene = HealthScene(["GetCallerIdentity": reply])
        scene.sources.credentials = secondsLeft.map { HandMade(expiration: scene.practice.clock.now.addingTimeInterval($0)) }
        #expect(await scene.result(of: HealthCheck("credentials", .credentials)).verdict == verdict)
    }
}

private struct HandMade: CredentialsProvider {
    var expiration: Date

    func credentials() async throws -> AWSCredentials {
        var credentials = AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "s", expiration: expiration, source: "test")
        credentials.isRenewedByHand = true
        return credentials
    }

    func invalidate(_ credentials: AWSCredentials) async {}
}
