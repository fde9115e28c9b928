import AWS
import Drawing
import Model
import Services
import Yams

/// One check of the configuration, on its way from YAML to a ``HealthCheck``. Types are checked already, by the shapes; what belongs to
/// which kind is checked here.
struct HealthCheckNode {
    let node: Node
    let tree: YAMLTree

    /// - Throws: ``CommandFailure`` 78 naming file, line and what was expected.
    func check() throws -> HealthCheck {
        guard let kindNode = node.mapping?["kind"], let kind = kindNode.text else {
            throw tree.failure(node, "a check has no kind.", hint: "Expected kind: one of \(Self.kinds.joined(separator: ", ")).")
        }
        guard let keys = HealthKindKeys.byKind[kind] else {
            let near = Suggestion.nearest(to: kind, among: Self.kinds).map { "Did you mean \"\($0)\"? " } ?? ""
            throw tree.failure(
                kindNode, "there is no kind of check \"\(kind)\".",
                hint: near + "Expected one of \(Self.kinds.joined(separator: ", ")).")
        }
        try checkKeys(keys, of: kind)
        let question = try question(kind)
        let name = text("name") ?? (question.target.isEmpty ? kind : question.target)
        return HealthCheck(
            name, question, warn: value("warn")?.number, crit: value("crit")?.number, timeout: try timeout(kind),
            runbook: text("runbook"))
    }

    private static var kinds: [String] { HealthKindKeys.byKind.keys.sorted() }

    private func checkKeys(_ keys: HealthKindKeys, of kind: String) throws {
        for (keyNode, _) in node.mapping ?? [:] {
            guard let key = keyNode.scalar?.string, !keys.all.contains(key) else { continue }
            throw tree.failure(
                keyNode, "\"\(key)\" does not belong to a check of kind \(kind).",
                hint: "Expected: \(keys.all.joined(separator: ", ")).")
        }
        for key in keys.required where value(key) == nil {
            throw tree.failure(node, "a check of kind \(kind) has no \"\(key)\".", hint: "Expected: \(Self.example(kind)).")
        }
        guard !keys.oneOf.isEmpty, keys.oneOf.count(where: { value($0) != nil }) != 1 else { return }
        throw tree.failure(
            node, "a check of kind \(kind) has one of \(keys.oneOf.joined(separator: ", ")).",
            hint: "Expected: \(Self.example(kind)).")
    }

    private static func example(_ kind: String) -> String {
        let keys = HealthKindKeys.byKind[kind]
        let own = (keys?.required ?? []) + (keys?.oneOf.prefix(1) ?? [])
        return "{name: …, kind: \(kind)\(own.map { ", \($0): …" }.joined())}"
    }

    // MARK: Values

    private func value(_ key: String) -> Node? { node.mapping?[key].flatMap { $0.isNull ? nil : $0 } }
    private func text(_ key: String) -> String? { value(key)?.text }
    private func texts(_ key: String) -> [String] { value(key)?.texts ?? [] }
    private func window(_ standard: Duration) -> Duration { value("window")?.duration ?? standard }

    private static let day = Duration.seconds(86_400)

    private func timeout(_ kind: String) throws -> Duration {
        guard let node = value("timeout") else { return HealthSets.timeout(of: kind) }
        guard let timeout = node.duration, timeout > .zero else {
            throw tree.failure(node, "timeout must be longer than 0.", hint: "Expected a duration such as 10s.")
        }
        return timeout
    }

    /// The thing that the name of the check is, unless a key of its own says otherwise.
    private func subject(_ key: String, _ kind: String) throws -> String {
        guard let name = text(key) ?? text("name") else {
            throw tree.failure(
                node, "a check of kind \(kind) has no \"name\".", hint: "Expected: {name: the \(kind), kind: \(kind)}.")
        }
        return name
    }

    private func address(_ kind: String, schemes: [String]) throws -> String {
        let url = text("url") ?? ""
        let isGood = kind == "http" ? WebAddress(url) != nil : ServiceURL(url).map { schemes.contains($0.scheme) } == true
        guard isGood else {
            // Not quoted: a password may be in it.
            throw tree.failure(
                value("url") ?? node, "url is no address of a check of kind \(kind).",
                hint: "Expected \(schemes.map { "\($0)://…" }.joined(separator: " or ")).")
        }
        return url
    }

    // MARK: Kinds

    private func question(_ kind: String) throws -> HealthQuestion {
        switch kind {
        case "lambda": return .lambda(functions: texts("functions"), state: text("state"))
        case "table": return .table(try subject("table", kind))
        case "queue": return .queue(try subject("queue", kind))
        case "alarms": return .alarms(prefix: text("prefix") ?? "")
        case "http":
            return .http(
                url: try address(kind, schemes: ["https", "http"]), status: value("status")?.count ?? 200,
                contains: text("contains"))
        case "cdn": return .cdn(id: text("id") ?? "")
        case "metric": return .metric(metric(window: .seconds(300)))
        case "trend": return .trend(metric(window: Self.day * 30))
        case "errors": return .errors(window: window(Self.day))
        case "logs": return .logs(group: text("group") ?? "", pattern: text("pattern") ?? "", window: window(Self.day))
        case "backup": return .backup(table: text("table") ?? "", youngerThan: value("youngerThan")?.duration ?? Self.day * 2)
        case "rule": return .rule(prefix: text("prefix") ?? "")
        case "secret": return .secret(try expiry())
        case "database": return .database(url: try address(kind, schemes: ["postgres", "postgresql"]))
        case "redis": return .redis(url: try address(kind, schemes: ["redis"]))
        case "command": return .command(try program())
        case "credentials": return .credentials
        case "engine": return .engine
        default: return try accountQuestion(kind)
        }
    }

    private func accountQuestion(_ kind: String) throws -> HealthQuestion {
        let prefix = text("prefix") ?? ""
        switch kind {
        case "iam": return .iam(try finding())
        case "trail": return .trail(events: texts("events"), window: window(Self.day * 7))
        case "cost": return .cost(window: window(Self.day * 7))
        case "anomalies": return .anomalies(window: window(Self.day * 7))
        case "buckets": return .buckets(prefix: prefix)
        case "advisor": return .advisor(category: text("category") ?? "security")
        case "stream": return .stream(prefix: prefix)
        case "cache": return .cache(prefix: prefix)
        case "api": return .api(prefix: prefix)
        default: throw tree.failure(node, "there is no kind of check \"\(kind)\".", hint: "")
        }
    }

    private func metric(window standard: Duration) -> WatchedMetric {
        let dimensions = (value("dimensions")?.entries ?? []).compactMap { key, value in value.text.map { (key, $0) } }
        return WatchedMetric(
            text("namespace") ?? "", text("metric") ?? "", dimensions: Dictionary(dimensions) { $1 }, stat: text("stat") ?? "Sum",
            period: value("period")?.duration, window: window(standard))
    }

    private func expiry() throws -> SecretTerm {
        if let name = text("ssm") { return .parameter(name) }
        if let id = text("secret") { return .stored(id) }
        let date = text("date") ?? ""
        guard date.count == 10, ISO8601.parse("\(date)T00:00:00Z") != nil else {
            throw tree.failure(value("date") ?? node, "date is no day.", hint: "Expected YYYY-MM-DD, as in date: 2026-12-31.")
        }
        return .date(date)
    }

    private func program() throws -> [String] {
        let words = texts("argv")
        guard words.first?.isEmpty == false else {
            throw tree.failure(
                value("argv") ?? node, "argv is empty.", hint: "Expected a program and its arguments: argv: [/usr/bin/true].")
        }
        return words
    }

    private func finding() throws -> CredentialFinding {
        let known = CredentialFinding.allCases.map(\.rawValue)
        guard let finding = text("finding").flatMap(CredentialFinding.init) else {
            throw tree.failure(
                value("finding") ?? node, "finding is none that the credential report is searched for.",
                hint: "Expected one of \(known.joined(separator: ", ")).")
        }
        return finding
    }
}
