import Drawing
package import Drill
import Yams

/// Scenarios of the practice world as files: `drills/NAME.yaml` beside the configuration, then the shipped ones.
package enum ScenarioFile {
    /// What the practice context tells unless told otherwise: compiled in, so that practice needs no file and no YAML at start.
    package static let standard = Scenario.firstNight.name

    /// One line of `drill list`.
    package struct Entry: Sendable {
        package var name: String
        package var file: String
        /// True for one beside the configuration.
        package var isOwn: Bool
        /// The scenario, or what is wrong with its file.
        package var scenario: Result<Scenario, CommandFailure>
    }

    /// The scenario of that name; the user's own before the shipped.
    /// - Throws: ``CommandFailure`` 1 for a name that there is not, 78 naming file and line for a file that cannot be played.
    package static func load(_ name: String, from locations: FileLocations) throws -> Scenario {
        if name == standard, !Path.exists(own(name, locations)) { return .firstNight }
        guard let file = paths(in: locations)[name]?.path else {
            let known = names(in: locations)
            throw CommandFailure(
                .failed, code: "UnknownScenario", message: "There is no scenario \"\(name)\".",
                hint: Suggestion.hint(for: name, among: known))
        }
        return try read(Path.read(file), name: name, file: file)
    }

    package static func read(_ text: String, name: String, file: String) throws -> Scenario {
        let tree = try YAMLTree(text: text, file: file)
        do throws(ScenarioError) {
            return try ScenarioReader.read(ScenarioValue(tree.root), name: name, file: file)
        } catch {
            throw CommandFailure(
                .badConfiguration, code: "BadScenario", message: "\(error.description).",
                hint: error.hint.isEmpty ? "The shipped first-night.yaml explains every key." : error.hint)
        }
    }

    /// Every scenario that can be found, by name, with what is wrong with those that cannot be played.
    package static func list(in locations: FileLocations) -> [Entry] {
        let paths = paths(in: locations)
        return names(in: locations).map { name in
            let scenario: Result<Scenario, CommandFailure>
            do {
                scenario = .success(try load(name, from: locations))
            } catch let failure as CommandFailure {
                scenario = .failure(failure)
            } catch {
                scenario = .failure(CommandFailure(.internalError, code: "InternalError", message: "\(error)"))
            }
            return Entry(
                name: name, file: paths[name]?.path ?? "compiled in", isOwn: paths[name]?.isOwn ?? false, scenario: scenario)
        }
    }

    private static func names(in locations: FileLocations) -> [String] {
        Set(paths(in: locations).keys).union([standard]).sorted()
    }

    private static func own(_ name: String, _ locations: FileLocations) -> String {
        Path.folder(of: locations.configuration) + "/drills/\(name).yaml"
    }

    /// By name; the first folder that has one wins. The source tree keeps its scenarios in the room that plays them.
    private static func paths(in locations: FileLocations) -> [String: (path: String, isOwn: Bool)] {
        let ownFolder = Path.folder(of: locations.configuration) + "/drills"
        let folders = locations.data.flatMap { ["\($0)/drills", "\($0)/Sources/Drill/Drills"] }
        var found: [String: (path: String, isOwn: Bool)] = [:]
        for folder in folders {
            for file in Path.files(in: folder) where file.hasSuffix(".yaml") {
                let name = String(file.dropLast(5))
                if found[name] == nil { found[name] = (folder + "/" + file, folder == ownFolder) }
            }
        }
        return found
    }
}

extension ScenarioValue {
    /// The tree of a YAML file. An alias stands for nothing here: the reader refuses what is empty.
    fileprivate init(_ node: Node) {
        let line = node.mark?.line ?? 1
        switch node {
        case .scalar(let scalar): self = .text(scalar.string, line: line)
        case .sequence(let items): self = .list(items.map(ScenarioValue.init), line: line)
        case .mapping(let pairs):
            self = .map(
                pairs.map {
                    ScenarioEntry(key: $0.scalar?.string ?? "", line: $0.mark?.line ?? line, value: ScenarioValue($1))
                }, line: line)
        case .alias: self = .text("", line: line)
        }
    }
}
