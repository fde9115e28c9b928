package import AWS
import Model

/// Finds the log groups that a person means: names of functions, names of groups, either with `*`.
package struct LogGroupFinder: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    static let lambdaPrefix = "/aws/lambda/"

    /// The group of a function, where the function does not say otherwise.
    package static func group(ofFunction name: String) -> String { lambdaPrefix + name }

    /// - Returns: Names of groups in the order of the names asked for, each once.
    /// - Throws: ``AWSError``; `.notFound` for a name that no group has, with those that are like it.
    package func groups(named names: [String]) async throws(AWSError) -> [String] {
        var found: [String] = []
        for name in names {
            for group in try await groups(named: name) where !found.contains(group) { found.append(group) }
        }
        return found
    }

    private func groups(named name: String) async throws(AWSError) -> [String] {
        if name.hasPrefix("arn:") { return [name] }
        if !name.contains("/"), !name.contains("*"), let group = await configuredGroup(ofFunction: name) { return [group] }
        let wanted = name.contains("/") ? [name] : [Self.lambdaPrefix + name, name]
        for candidate in wanted {
            let stem = String(candidate.prefix { $0 != "*" })
            let known: [String]
            do throws(AWSError) {
                known = try await client.all(DescribeLogGroups.self, .init(logGroupNamePrefix: stem.isEmpty ? nil : stem)) {
                    ($0.logGroups ?? []).map(\.logGroupName)
                }
            } catch {
                // Who may read a group need not be allowed to list them.
                guard error.kind == .denied, !candidate.contains("*") else { throw error }
                return [candidate]
            }
            let glob = Glob(candidate)
            let fitting = known.filter(glob.matches)
            if !fitting.isEmpty { return fitting }
        }
        throw .noGroup(name, region: client.region)
    }

    /// What a person may have meant by a name that no group has: functions and groups that begin alike, 100 of each at most.
    package func namesLike(_ name: String) async -> [String] {
        let beginning = String(name.prefix(3))
        var names: [String] = []
        for prefix in name.contains("/") ? [beginning] : [Self.lambdaPrefix + beginning, beginning] {
            var pages = client.pages(DescribeLogGroups.self, .init(logGroupNamePrefix: prefix)).makeAsyncIterator()
            for _ in 0..<2 {
                guard let page = try? await pages.next() else { break }
                names += (page.logGroups ?? []).map(\.logGroupName)
            }
        }
        return names.map { $0.hasPrefix(Self.lambdaPrefix) ? String($0.dropFirst(Self.lambdaPrefix.count)) : $0 }
    }

    /// Where the function says that it logs; nil when it does not say, or there is no such function.
    private func configuredGroup(ofFunction name: String) async -> String? {
        let configuration = try? await client.call(GetFunctionConfiguration.self, .init(functionName: name))
        return configuration?.loggingConfig?.logGroup
    }
}

extension AWSError {
    fileprivate static func noGroup(_ name: String, region: String) -> AWSError {
        AWSError(
            .notFound, code: "ResourceNotFoundException", message: "There is no log group for \"\(name)\" in \(region).",
            hint: "A function has none before it has logged for the first time; check the name and the region.")
    }
}
