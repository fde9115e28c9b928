package import Drawing
import Yams

/// Themes as files: `themes/NAME.yaml` beside the configuration, then the shipped ones.
package enum ThemeFile {
    /// These need no file: they work where no data folder can be found, and cost no YAML on the way to the first frame.
    private static let compiledIn: [String: Theme] = [Theme.night.name: .night, Theme.mono.name: .mono]

    private static let shape: Shape = .record([
        "name": .text, "about": .text, "palette": .dictionary(.text), "roles": .dictionary(.text), "terminal": .dictionary(.text),
    ])

    /// The theme of that name; the user's own before the compiled-in before the shipped.
    /// - Throws: ``CommandFailure`` 78 naming file, line and what is wrong.
    package static func load(_ name: String, from locations: FileLocations) throws -> Theme {
        let own = Path.folder(of: locations.configuration) + "/themes/\(name).yaml"
        if let theme = compiledIn[name], !Path.exists(own) { return theme }
        guard !name.contains("/"), let file = locations.find(name + ".yaml", in: "themes") else {
            let known = names(in: locations)
            throw CommandFailure(
                .badConfiguration, code: "UnknownTheme", message: "There is no theme \"\(name)\".",
                hint: Suggestion.hint(for: name, among: known))
        }
        return try read(Path.read(file), name: name, file: file)
    }

    /// - Parameter text: YAML with `palette`, `roles` and, optional, `terminal`.
    package static func read(_ text: String, name: String, file: String) throws -> Theme {
        let tree = try YAMLTree(text: text, file: file)
        try tree.check(shape)
        do {
            return try Theme.make(
                name: name, palette: tree.texts(of: "palette"), roles: tree.texts(of: "roles"),
                terminal: tree.texts(of: "terminal"))
        } catch {
            throw tree.failure(
                tree.key(error.key) ?? tree.root, error.message,
                hint: "Correct the line; the shipped themes show how each role is written.")
        }
    }

    /// The names of all themes that can be found, sorted.
    package static func names(in locations: FileLocations) -> [String] {
        let files = locations.data.flatMap { Path.files(in: $0 + "/themes") }
        return Set(files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) } + compiledIn.keys).sorted()
    }
}

extension YAMLTree {
    fileprivate func texts(of section: String) -> [String: String] {
        let entries = root.mapping?[section.yamlKey]?.entries ?? []
        return Dictionary(entries.compactMap { key, value in value.text.map { (key, $0) } }) { $1 }
    }

    /// The node of the key in whichever section has it, for its line.
    fileprivate func key(_ name: String) -> Node? {
        for section in root.entries {
            if let found = section.value.mapping?.first(where: { $0.key.scalar?.string == name }) { return found.key }
        }
        return nil
    }
}

extension String {
    fileprivate var yamlKey: Node { Node(self) }
}
