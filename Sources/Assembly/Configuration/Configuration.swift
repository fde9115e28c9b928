import Drawing
package import Model
package import Store
import Yams

/// The configuration file, read and checked. Absent parts hold their defaults.
package struct Configuration: Sendable, Equatable {
    package struct Contact: Sendable, Equatable {
        package var role: String
        package var name: String?
        package var phone: String?
        package var link: String?
    }

    package var defaultContext: String?
    package var theme = "night"
    package var recorder = RecorderLimits()
    package var contacts: [Contact] = []
    /// Action name to key, as written.
    package var keys: [String: String] = [:]
    /// The lines of `keys` in the file, from 1.
    package var keyLines: [String: Int] = [:]
    package var contexts: [String: ContextSettings] = [:]
    /// The names of `contexts` in the order of the file.
    package var contextNames: [String] = []
    /// The file it came from; nil when there is none.
    package var file: String?

    package init() {}
}

/// Profile and region of a context or of one of its sections; nil means the context's, then the CLI's own rules.
package struct AWSSettings: Sendable, Hashable {
    package var profile: String?
    package var region: String?

    package init(profile: String? = nil, region: String? = nil) {
        self.profile = profile
        self.region = region
    }

    func overridden(by other: AWSSettings) -> AWSSettings {
        AWSSettings(profile: other.profile ?? profile, region: other.region ?? region)
    }
}

/// One entry of `contexts`.
package struct ContextSettings: Sendable, Equatable {
    package var isProduction = false
    package var isReadOnly = false
    package var aws = AWSSettings()
    package var window = Duration.seconds(900)
    package var budgetUSDPerHour = 1.0
    package var lambda = NameFilter()
    package var lambdaAWS = AWSSettings()
    package var queues = NameFilter()
    package var queuesAWS = AWSSettings()
    package var alarmPrefix = ""
    package var alarmsAWS = AWSSettings()
    package var thresholds = Thresholds()
    /// nil where the context has no such section.
    package var workers: WorkersSection?
    package var optimizer: OptimizerSection?
    /// nil: the context has no escalations.
    package var escalations: EscalationsSection?
    /// nil where the context has no such section.
    package var notifications: NotificationsSection?
    /// nil: the context has no section `health`; the check then asks what every account has.
    package var health: HealthSection?
    /// Sections that are written although their engines come with a later version; their panes say so.
    package var laterSections: Set<String> = []

    package init() {}
}

extension Configuration {
    /// - Parameter file: Named in every error.
    /// - Throws: ``CommandFailure`` 78 naming file, line and key.
    package init(yaml text: String, file: String) throws {
        let tree = try YAMLTree(text: text, file: file)
        try tree.check(ConfigurationShape.file)
        self.file = file
        for (key, value) in tree.root.entries {
            switch key {
            case "default_context": defaultContext = value.text
            case "recorder": recorder = try RecorderLimits(node: value, in: tree)
            case "theme": theme = value.text ?? theme
            case "contacts": contacts = (value.sequence ?? []).map(Contact.init(node:))
            case "keys":
                keys = Dictionary(value.entries.compactMap { k, v in v.text.map { (k, $0) } }) { $1 }
                keyLines = Dictionary(value.entries.compactMap { k, v in v.mark.map { (k, $0.line) } }) { $1 }
            case "contexts":
                for (name, node) in value.entries {
                    contexts[name] = ContextSettings(node: node)
                    contexts[name]?.health = try node.mapping?["health"].map { try HealthSection(node: $0, in: tree) }
                    contextNames.append(name)
                }
            default: break
            }
        }
        try checkNames(in: tree)
    }

    private func checkNames(in tree: YAMLTree) throws {
        if let wanted = defaultContext, wanted != "drill", wanted != "aws", contexts[wanted] == nil {
            let near = Suggestion.nearest(to: wanted, among: contextNames)
            throw tree.failure(
                tree.root.mapping?["default_context"] ?? tree.root,
                "default_context names \"\(wanted)\", which is not under contexts.",
                hint: near.map { "Did you mean \"\($0)\"?" }
                    ?? "Write that context, or name one of: \(contextNames.joined(separator: ", ")).")
        }
        if let node = tree.root.mapping?["contexts"]?.mapping?.first(where: { $0.key.scalar?.string == "drill" })?.key {
            throw tree.failure(
                node, "\"drill\" is the practice world and cannot be redefined.", hint: "Give the context another name.")
        }
    }
}

extension Configuration.Contact {
    fileprivate init(node: Node) {
        let entries = Dictionary(node.entries.map { ($0.key, $0.value) }) { $1 }
        role = entries["role"]?.text ?? ""
        name = entries["name"]?.text
        phone = entries["phone"]?.text
        link = entries["link"]?.text
    }
}

extension ContextSettings {
    fileprivate init(node: Node) {
        for (key, value) in node.entries {
            switch key {
            case "production": isProduction = value.flag ?? false
            case "read_only": isReadOnly = value.flag ?? false
            case "aws": aws = AWSSettings(node: value)
            case "window": window = value.duration ?? window
            case "budget_usd_per_hour": budgetUSDPerHour = value.number ?? budgetUSDPerHour
            case "lambda": (lambda, lambdaAWS) = (NameFilter(node: value), AWSSettings(node: value.mapping?["aws"]))
            case "queues": (queues, queuesAWS) = (NameFilter(node: value), AWSSettings(node: value.mapping?["aws"]))
            case "alarms":
                alarmPrefix = value.mapping?["prefix"]?.text ?? ""
                alarmsAWS = AWSSettings(node: value.mapping?["aws"])
            case "thresholds": thresholds = Thresholds(rules: (value.sequence ?? []).map(ThresholdRule.init(node:)))
            case "workers": workers = WorkersSection(node: value)
            case "notifications": notifications = NotificationsSection(node: value)
            case "optimizer": optimizer = OptimizerSection(node: value)
            case "escalations": escalations = EscalationsSection(node: value)
            case "health": break
            default: laterSections.insert(key)
            }
        }
    }
}

extension AWSSettings {
    init(node: Node?) {
        self.init(profile: node?.mapping?["profile"]?.text, region: node?.mapping?["region"]?.text)
    }
}

extension NameFilter {
    fileprivate init(node: Node) {
        self.init(
            include: (node.mapping?["include"]?.texts ?? []).map(Glob.init),
            exclude: (node.mapping?["exclude"]?.texts ?? []).map(Glob.init))
    }
}

extension ThresholdRule {
    fileprivate init(node: Node) {
        var limits: [LimitedFigure: Limits] = [:]
        for (key, value) in node.entries {
            guard let figure = LimitedFigure(rawValue: key) else { continue }
            limits[figure] = Limits(warn: value.mapping?["warn"]?.number, crit: value.mapping?["crit"]?.number)
        }
        self.init(match: Glob(node.mapping?["match"]?.text ?? "*"), limits: limits)
    }
}
