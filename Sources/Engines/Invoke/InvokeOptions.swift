package import AWS
package import Model

/// What a person may choose before an invocation.
package struct InvokeOptions: Sendable, Equatable {
    package struct Alias: Sendable, Equatable {
        package var name: String
        /// The version that it stands for; nil when it is not known.
        package var version: String?
    }

    package var aliases: [Alias]
    /// Published versions, newest first; without `$LATEST`.
    package var versions: [String]
    /// The time-out of `$LATEST`.
    package var timeoutSeconds: Int?
    /// What could not be asked; the rest is good.
    package var missing: [Problem]
}

extension AWSClient {
    /// Asks for the aliases and versions of a function.
    package func invokeOptions(for functionName: String) async -> InvokeOptions {
        async let aliases = attemptAll(ListAliases.self, .init(functionName: functionName)) { $0.aliases ?? [] }
        async let versions = attemptAll(ListVersionsByFunction.self, .init(functionName: functionName)) { $0.versions ?? [] }
        var shortfall = Shortfall()
        let known = await aliases.known(&shortfall, part: "aliases")
        let all = await versions.known(&shortfall, part: "versions")
        return InvokeOptions(
            aliases: known.map { InvokeOptions.Alias(name: $0.name, version: $0.functionVersion) },
            versions: all.compactMap(\.version).filter { $0 != "$LATEST" }.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) },
            timeoutSeconds: all.first { $0.version == "$LATEST" }?.timeout, missing: shortfall.missing)
    }
}

extension Result where Failure == AWSError {
    /// What there is, or nothing; the failure is noted.
    fileprivate func known<Element>(_ shortfall: inout Shortfall, part: String) -> [Element] where Success == [Element] {
        switch self {
        case .success(let elements): return elements
        case .failure(let error):
            shortfall.note(error, part: part)
            return []
        }
    }
}
