package import AWS
package import Model

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

    /// The time-out of one version of a function.
    /// - Parameter qualifier: nil for `$LATEST`.
    /// - Returns: nil where it cannot be asked.
    package func timeoutSeconds(of functionName: String, qualifier: String?) async -> Int? {
        let answer = await attempt(GetFunctionConfiguration.self, .init(functionName: functionName, qualifier: qualifier))
        return (try? answer.get())?.timeout
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
