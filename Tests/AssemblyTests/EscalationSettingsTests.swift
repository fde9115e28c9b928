import AWS
import Engines
import Model
import Testing

@testable import Assembly

@Suite struct EscalationSettingsTests {
    private func section(_ text: String) throws -> EscalationsSection {
        let configuration = try Configuration(yaml: "contexts: {c: {escalations: {\(text)}}}", file: "config.yaml")
        return try #require(configuration.contexts["c"]?.escalations)
    }

    private func settings(_ variables: [String: String], _ text: String = "") throws -> EngineSettings {
        try EscalationEnvironment(variables: variables).settings(for: try section(text))
    }

    @Test func hasTheOriginalsDefaults() throws {
        let settings = try settings([:])
        #expect(settings.channels.allowed == ["phone", "email", "pubnub"])
        #expect(settings.limits == ActivatorState.Limits() && settings.plan == RetryPlan(retries: 3, unknown: .resend))
        #expect(settings.queueWait == .seconds(3) && settings.longestDrain == .seconds(120) && settings.interval == .seconds(1))
    }

    @Test func readsTheOriginalsEnvironment() throws {
        let settings = try settings([
            "MAX_CALLING_THREADS": "7", "MAX_SMTP_THREADS": "1", "MAX_PUBNUB_THREADS": "2", "MAX_NOTIFIER_THREADS": "4",
            "SQS_READ_WAIT_TIME_SECONDS": "0", "INITIATOR_MAX_RUN_TIME_MILLIS": "500",
        ])
        #expect(settings.limits.byChannel == ["phone": 7, "email": 1, "pubnub": 2] && settings.limits.channels == 4)
        #expect(settings.queueWait == .zero && settings.longestDrain == .milliseconds(500))
    }

    @Test(arguments: ["0", "-1", "1001", "three", "1.5", " 3"])
    func refusesANumberThatIsNone_NamingTheVariable(text: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try settings(["MAX_CALLING_THREADS": text]) }
        #expect(failure.exit == .badConfiguration && failure.message.contains("MAX_CALLING_THREADS"))
    }

    @Test func anEmptyVariableIsNone() throws {
        let environment = EscalationEnvironment(variables: ["REQUEST_QUEUE": "", "MAX_CALLING_THREADS": ""])
        #expect(environment.queue == nil)
        #expect(try environment.settings(for: try section("")).limits.byChannel.isEmpty)
        #expect(EscalationEnvironment(variables: ["REQUEST_QUEUE": "q"]).queue == "q")
    }

    @Test func onlyTheEngineThatIsToldToActsByItself() throws {
        #expect(try section("source: embedded").runs)
        #expect(try !section("source: live").runs)
        #expect(try section("source: live, run: true").runs)
        #expect(try !section("source: embedded, run: false").runs)
    }

    @Test func readsWhatTheSectionSays() throws {
        let section = try section(
            "retries: 1, unknown: ask, channels: [phone, webhook], webhook: {url: 'http://x/', secret_env: S}, "
                + "caller_id_registry: {'+385': '+3851', default: '+1'}, queue: Q, store: postgres")
        #expect(section.retries == 1 && section.unknown == .ask && section.channels == ["phone", "webhook"])
        #expect(section.webhookURL == "http://x/" && section.webhookSecretVariable == "S" && section.queue == "Q")
        #expect(section.callerIDs == ["+385": "+3851", "default": "+1"] && section.store == .postgres)
        let settings = try EscalationEnvironment(variables: [:]).settings(for: section)
        #expect(settings.plan == RetryPlan(retries: 1, unknown: .ask) && settings.channels.allowed == ["phone", "webhook"])
    }

    @Test(arguments: ["store: mysql", "source: both", "channels: [fax]", "retries: -1", "unknown: perhaps", "lease: 3"])
    func refusesWhatItDoesNotKnow(text: String) {
        #expect(throws: CommandFailure.self) { try section(text) }
    }
}
