import AWS
import FoundationEssentials
import Model
import Store

/// What is in force and where it comes from: `nightdesk config show`. No secret is in it.
package struct ConfigurationReport: Encodable, Sendable {
    struct Line: Encodable, Sendable {
        var key: String
        var value: String?
        var source: String

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(key, forKey: .key)
            try container.encode(value, forKey: .value)
            try container.encode(source, forKey: .source)
        }

        enum CodingKeys: CodingKey { case key, value, source }
    }

    var settings: [Line]
    var notes: [String]

    /// - Throws: ``CommandFailure`` 78.
    package init(machine: Machine) throws {
        let configuration = try machine.locations.loadConfiguration()
        let plan = try machine.plan(configuration)
        let options = machine.options
        let file = configuration.file ?? "default"
        notes = machine.overruled(plan.settings.aws)
        settings = [
            Line(
                key: "configuration", value: machine.locations.configuration,
                source: configuration.file == nil ? "absent" : "read"),
            Line(
                key: "state", value: machine.locations.state, source: Self.source(options.stateDir, "--state-dir", "environment")),
            Line(
                key: "context", value: plan.name,
                source: options.context != nil ? "--context" : configuration.defaultContext != nil ? file : "decided"),
            Line(key: "theme", value: options.theme ?? configuration.theme, source: Self.source(options.theme, "--theme", file)),
            Line(key: "production", value: String(plan.settings.isProduction), source: file),
            Line(key: "read_only", value: String(plan.isReadOnly), source: options.isReadOnly ? "--read-only" : file),
            Line(key: "window", value: "\(plan.settings.window.components.seconds)s", source: file),
            Line(key: "recorder.keep", value: "\(configuration.recorder.keep.components.seconds)s", source: file),
            Line(key: "recorder.megabytes", value: String(configuration.recorder.megabytes), source: file),
            Line(key: "budget_usd_per_hour", value: "\(plan.settings.budgetUSDPerHour)", source: file),
        ]
        if !plan.isDrill { settings += try Self.awsLines(machine, plan) }
        settings += configuration.contextNames.map { Line(key: "contexts", value: $0, source: file) }
        settings += configuration.keys.sorted { $0.key < $1.key }.map {
            Line(key: "keys.\($0.key)", value: $0.value, source: file)
        }
    }

    private static func source(_ flag: String?, _ name: String, _ other: String) -> String { flag == nil ? other : name }

    private static func awsLines(_ machine: Machine, _ plan: ContextPlan) throws -> [Line] {
        let aws = try machine.awsConfiguration(for: plan.settings.aws)
        return [
            Line(
                key: "aws.profile", value: aws.effectiveProfileName,
                source: machine.options.profile == nil ? "resolved" : "--profile"),
            Line(key: "aws.region", value: aws.region, source: machine.options.region == nil ? "resolved" : "--region"),
            Line(key: "aws.max_attempts", value: String(aws.maxAttempts), source: "resolved"),
            Line(key: "aws.ca_bundle", value: aws.caBundle, source: "resolved"),
        ]
    }

    package var text: String {
        let lines = settings.map { line in
            line.key.padded(to: 22) + (line.value ?? "–").padded(to: 44) + line.source
        }
        return (lines + notes.map { "note: \($0)" }).joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
