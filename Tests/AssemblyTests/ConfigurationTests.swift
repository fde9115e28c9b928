import Assembly
import Model
import Testing

@Suite struct ConfigurationTests {
    @Test func readsTheContractsExample() throws {
        let configuration = try Configuration(yaml: example, file: "config.yaml")
        let prod = try #require(configuration.contexts["prod"])
        #expect(configuration.defaultContext == "prod")
        #expect(configuration.contacts.first?.role == "on-call lead")
        #expect(prod.isProduction && !prod.isReadOnly)
        #expect(prod.aws == AWSSettings(profile: "ops", region: "us-east-1"))
        #expect(prod.window == .seconds(900))
        #expect(prod.lambda.allows("prd3292-prod1-x") && !prod.lambda.allows("other"))
        #expect(prod.queues.allows("roesc.fifo") && !prod.queues.allows("roesc"))
        #expect(prod.thresholds.configured(.errorRate, for: "prd3292-x") == Limits(warn: 0.01, crit: 0.05))
        #expect(prod.thresholds.configured(.errorRate, for: "other") == nil)
        #expect(prod.laterSections == ["maintenance"])
        #expect(prod.workers?.app == "loneworker" && prod.workers?.every == .seconds(600))
    }

    @Test(arguments: [
        ("theme: [a]", ":1: theme must be a text, not a list."),
        ("contexts:\n  p:\n    prodction: true", ":3: unknown key \"contexts.p.prodction\"."),
        ("contexts:\n  p:\n    production: perhaps", ":3: contexts.p.production must be true or false, not \"perhaps\"."),
        ("contexts: {p: {window: 5 minutes}}", "contexts.p.window must be a duration"),
        ("contexts: {p: {thresholds: [{match: a, errorRate: {warn: much}}]}}", "thresholds[0].errorRate.warn must be a number"),
        ("contexts: {p: {escalations: {store: mysql}}}", "must be one of sqlite, postgres"),
        ("contexts: {p: {workers: {settings: {check: {grace_min: -1}}}}}", "must be a whole number, not negative"),
        ("default_context: nowhere\ncontexts: {here: {}}", "default_context names \"nowhere\""),
        ("contexts: {drill: {}}", "cannot be redefined"),
        ("a: 1\na: 2", "given twice"),
        ("a: [", "not valid YAML"),
        ("- a", "the file must be a mapping"),
    ])
    func refusesWhatItDoesNotKnow_NamingFileLineAndKey(text: String, said: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try Configuration(yaml: text, file: "config.yaml") }
        #expect(failure.exit == .badConfiguration)
        #expect(failure.message.hasPrefix("config.yaml"))
        #expect(failure.message.contains(said), "\(failure.message)")
        #expect(!failure.hint.isEmpty)
    }

    @Test(arguments: ["", "# only a comment\n", "contexts:\n", "theme: day\n"])
    func acceptsAFileThatSaysLittle(text: String) throws {
        #expect(try Configuration(yaml: text, file: "config.yaml").contexts.isEmpty)
    }

    @Test func acceptsItsOwnSample() throws {
        _ = try Configuration(yaml: SampleConfiguration.text, file: "config.yaml")
        // A comment that is an example has its own indentation behind the mark; a sentence has one space.
        let uncommented = SampleConfiguration.text.split(separator: "\n").map { line in
            let isExample = line.hasPrefix("#") && (line.hasPrefix("#  ") || !line.hasPrefix("# "))
            return isExample ? String(line.dropFirst()) : String(line)
        }
        let configuration = try Configuration(yaml: uncommented.joined(separator: "\n"), file: "config.yaml")
        #expect(configuration.contextNames == ["prod"])
    }

    @Test(arguments: [
        ("5", 5.0), ("500ms", 0.5), ("30s", 30), ("15m", 900), ("2h", 7200), ("7d", 604_800), ("1.5s", 1.5), ("0", 0),
    ])
    func readsDurations(text: String, seconds: Double) {
        #expect(DurationText.parse(text) == .milliseconds(Int64(seconds * 1000)))
    }

    @Test(arguments: ["", "s", "-5s", "5 m", "5w", "1e3", "m5", "..", "nan", "99999999999d"])
    func refusesWhatIsNoDuration(text: String) { #expect(DurationText.parse(text) == nil) }

    private let example = """
        default_context: prod
        contacts: [{role: on-call lead, name: A, phone: "1", link: x}]
        theme: night
        keys: { refresh: F5 }
        recorder: { keep: 7d, megabytes: 512 }
        contexts:
          prod:
            production: true
            read_only: false
            aws: { profile: ops, region: us-east-1 }
            window: 15m
            budget_usd_per_hour: 1
            lambda: { include: ["prd3292-prod1-*", "altaworx-*"], exclude: [] }
            queues: { include: ["optimization-*", "*.fifo"] }
            alarms: { prefix: "" }
            thresholds: [{ match: "prd3292-*", errorRate: {warn: 0.01, crit: 0.05} }]
            escalations: { source: embedded, run: false, queue: URL, store: postgres, caller_id_registry: {"+385": "+3851", default: "+1"},
                           retries: 3, unknown: ask, channels: [phone, email], webhook: {url: u, secret_env: NAME} }
            workers: { source: live, run: false, app: loneworker, every: 10m }
            optimizer: { source: embedded, run: false }
            notifications: { source: live, table: t, key: {pk: "notification#{id}", sk: metadata}, statuses: {failed: FAILED}, index: null }
            health:
              network_visualizer: { functions: [a], table: t, url: u, distribution: E }
              daily: [{ name: n, kind: queue, warn: 1, crit: 2, timeout: 10s, runbook: r }]
            maintenance: { rules: [a], functions: [b], pause: event-sources, window: "Sun 02:00-04:00 UTC" }
        """
}
