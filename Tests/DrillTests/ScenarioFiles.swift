import Drill
import FoundationEssentials
import Yams

/// Shipped scenario files, read as the program reads them: YAML into values with lines, values into a scenario.
enum ScenarioFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Drill/Drills")
    static let names = ["first-night", "phones-still-ring", "poison-message", "stuck-optimizer-queue", "throttled-account"]

    static func read(_ name: String) throws -> Scenario {
        let text = try String(contentsOf: folder.appending(path: name + ".yaml"), encoding: .utf8)
        return try read(text: text, name: name)
    }

    static func read(text: String, name: String = "mine") throws -> Scenario {
        try ScenarioReader.read(try value(of: text), name: name, file: "drills/\(name).yaml")
    }

    static func value(of yaml: String) throws -> ScenarioValue {
        try value(of: Yams.compose(yaml: yaml) ?? Node(""))
    }

    private static func value(of node: Node) throws -> ScenarioValue {
        let line = node.mark?.line ?? 1
        switch node {
        case .scalar(let scalar): return .text(scalar.string, line: line)
        case .sequence(let items): return .list(try items.map(value), line: line)
        case .mapping(let pairs):
            return .map(
                try pairs.map { ScenarioEntry(key: $0.scalar?.string ?? "", line: $0.mark?.line ?? 1, value: try value(of: $1)) },
                line: line)
        case .alias: return .text("", line: line)
        }
    }
}
