package import Model
import Yams

/// The `health` section of a context (contract, Files and environment; `docs/health-checks.md`).
package struct HealthSection: Sendable, Equatable {
    /// What the document's six sections look at; a key that is not given has no check.
    package struct NetworkVisualizer: Sendable, Equatable {
        package var functions: [String] = []
        package var table: String?
        package var url: String?
        package var distribution: String?
        /// Empty: the alarms of the whole account.
        package var alarmPrefix = ""
        /// The REST API, as its metrics name it.
        package var api: String?
        /// What the names of the rules that start backups begin with.
        package var backupRule: String?

        package init() {}
    }

    package var visualizer: NetworkVisualizer?
    /// By name; `daily` follows the six sections, any other stands by itself and before a shipped one of that name.
    package var sets: [String: [HealthCheck]] = [:]
    /// In the order of the file.
    package var setNames: [String] = []
    package var aws = AWSSettings()

    package init() {}

    /// - Throws: ``CommandFailure`` 78 naming file, line, key and what was expected there.
    init(node: Node, in tree: YAMLTree) throws {
        for (key, value) in node.entries {
            switch key {
            case "aws": aws = AWSSettings(node: value)
            case "network_visualizer": visualizer = NetworkVisualizer(node: value)
            default:
                sets[key] = try Self.checks(of: value, set: key, in: tree)
                setNames.append(key)
            }
        }
    }

    private static func checks(of node: Node, set: String, in tree: YAMLTree) throws -> [HealthCheck] {
        var names: Set<String> = []
        return try (node.sequence ?? []).map { item in
            let check = try HealthCheckNode(node: item, tree: tree).check()
            guard names.insert(check.name).inserted else {
                throw tree.failure(
                    item, "health.\(set) has two checks named \"\(check.name)\".", hint: "Give each a name of its own.")
            }
            return check
        }
    }

    /// What the practice world has.
    static var practice: HealthSection {
        var visualizer = NetworkVisualizer()
        visualizer.functions = ["discovery", "analysis", "api"].map { "network-visualizer-\($0)-production" }
        visualizer.table = "network-visualizer-topology"
        visualizer.url = "https://api.network-visualizer.com/health"
        visualizer.distribution = "E3DRILL1VISUAL"
        visualizer.alarmPrefix = "network-visualizer-"
        visualizer.api = "network-visualizer-api-production"
        visualizer.backupRule = "network-visualizer-backup"
        var section = HealthSection()
        section.visualizer = visualizer
        section.sets["daily"] = [
            HealthCheck(
                "backup", .backup(table: "network-visualizer-topology", youngerThan: .seconds(48 * 3600)),
                runbook: "docs/health-checks.md#shipped-sets"),
            // Somebody has left and kept a key: the one warning, whatever story is told.
            HealthCheck(
                "access keys", .iam(.keys), timeout: HealthSets.timeout(of: "iam"), runbook: "docs/health-checks.md#shipped-sets"),
        ]
        section.setNames = ["daily"]
        return section
    }
}

extension HealthSection.NetworkVisualizer {
    fileprivate init(node: Node) {
        for (key, value) in node.entries {
            switch key {
            case "functions": functions = value.texts ?? []
            case "table": table = value.text
            case "url": url = value.text
            case "distribution": distribution = value.text
            case "alarm_prefix": alarmPrefix = value.text ?? ""
            case "api": api = value.text
            case "backup_rule": backupRule = value.text
            default: break
            }
        }
    }
}
