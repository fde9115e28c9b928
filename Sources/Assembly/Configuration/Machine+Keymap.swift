package import Console

extension Machine {
    /// The default keys with those of the configuration.
    /// - Throws: ``CommandFailure`` 78 naming both actions of a clash, and the line.
    package func keymap(of configuration: Configuration) throws -> Keymap {
        do {
            return try Keymap(overrides: configuration.keys)
        } catch {
            // The line of an action that the message names, else the first of the section.
            let lines = configuration.keyLines
            let named = lines.filter { error.message.contains("\($0.key)") }.values.min() ?? lines.values.min()
            let place = (configuration.file ?? "the configuration") + (named.map { ":\($0)" } ?? "")
            throw CommandFailure(
                .badConfiguration, code: "BadConfiguration", message: "\(place): \(error.message)",
                hint: "The actions and their keys are in docs/keys.md, and under ? in the console.")
        }
    }
}
