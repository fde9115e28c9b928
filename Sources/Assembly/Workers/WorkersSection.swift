package import Model
import Yams

/// The `workers` section of a context.
package struct WorkersSection: Sendable, Equatable {
    package enum Source: String, Sendable {
        case live, embedded
    }

    package var source = Source.embedded
    /// Whether our loops check by themselves: only the engine that is told to acts by itself.
    package var runs = true
    package var app = "loneworker"
    package var every = Duration.seconds(600)
    /// Of an embedded calendar that no import has brought any settings for.
    package var settings: WorkerSettings?
    /// Why the settings cannot be used; then nobody is told of anything.
    package var problem: Problem?
    package var aws = AWSSettings()

    package init() {}

    init(node: Node) {
        var told: Bool?
        for (key, value) in node.entries {
            switch key {
            case "source": source = value.text.flatMap(Source.init) ?? source
            case "run": told = value.flag
            case "app": app = value.text ?? app
            case "every": every = value.duration ?? every
            case "aws": aws = AWSSettings(node: value)
            case "settings":
                do throws(Problem) {
                    settings = try WorkerSettings(SettingsTree(node: value), isComplete: false)
                } catch {
                    problem = error
                }
            default: break
            }
        }
        runs = told ?? (source == .embedded)
    }
}

extension SettingsTree {
    init(node: Node) {
        if node.isNull {
            self = .null
        } else if node.mapping != nil {
            self = .record(node.entries.map { ($0.key, SettingsTree(node: $0.value)) })
        } else if let items = node.sequence {
            self = .list(items.map(SettingsTree.init(node:)))
        } else if let number = node.number {
            self = .number(number)
        } else {
            self = .text(node.text ?? "")
        }
    }
}
