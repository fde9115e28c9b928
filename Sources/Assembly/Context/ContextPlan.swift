import Drawing
package import Drill

/// Which context is in force, decided without the network (contract, Order).
package struct ContextPlan: Sendable, Equatable {
    package var name: String
    package var isDrill: Bool
    package var isReadOnly: Bool
    package var settings: ContextSettings
    /// The story that the practice world tells; nil for the one that is compiled in.
    package var scenario: Scenario?

    /// - Parameter hasCredentials: Whether a flag, the environment, shared files, web identity or container variables
    ///   give credentials. Asked only when nothing else decides.
    /// - Throws: ``CommandFailure`` 78 for a context that is not written.
    package static func decide(
        options: GlobalOptions, configuration: Configuration, hasCredentials: () -> Bool
    ) throws -> ContextPlan {
        let name = options.context ?? configuration.defaultContext ?? (hasCredentials() ? "aws" : "drill")
        var plan = ContextPlan(name: name, isDrill: name == "drill", isReadOnly: options.isReadOnly, settings: ContextSettings())
        if let written = configuration.contexts[name] {
            plan.settings = written
        } else if name == "aws" {
            plan.settings.isProduction = true
        } else if name == "drill" {
            plan.settings.escalations = .practice
        } else {
            let known = configuration.contextNames + ["aws", "drill"]
            throw CommandFailure(
                .badConfiguration, code: "UnknownContext",
                message: "There is no context \"\(name)\" in \(configuration.file ?? "the configuration (no file was found)").",
                hint: Suggestion.hint(for: name, among: known))
        }
        plan.isReadOnly = plan.isReadOnly || plan.settings.isReadOnly
        return plan
    }

    /// The contexts that a person can switch to, in the order of the file.
    package static func choices(in configuration: Configuration, hasCredentials: Bool) -> [String] {
        let written = configuration.contextNames
        return written + (hasCredentials && !written.contains("aws") ? ["aws"] : []) + ["drill"]
    }
}
