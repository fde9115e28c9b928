import AWS
package import Model

/// The log groups of what a view was opened on, and what has none.
package struct FoundLogGroups: Sendable, Equatable {
    /// Each once, in the order of the subjects.
    package var groups: [String] = []
    package var missing: [Problem] = []
}

extension LogGroupFinder {
    /// Asks for all subjects at once.
    package func groups(of subjects: [LogsRequest.Subject]) async -> FoundLogGroups {
        let answers = await withTaskGroup(of: (Int, Result<[String], AWSError>).self) { tasks in
            for (place, subject) in subjects.enumerated() {
                tasks.addTask {
                    do throws(AWSError) {
                        return (place, .success(try await self.groups(of: subject)))
                    } catch {
                        return (place, .failure(error))
                    }
                }
            }
            return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var found = FoundLogGroups()
        for place in subjects.indices {
            switch answers[place] {
            case .success(let groups)?: for group in groups where !found.groups.contains(group) { found.groups.append(group) }
            case .failure(let error)?: found.missing.append(Problem(error))
            case nil: break
            }
        }
        return found
    }

    private func groups(of subject: LogsRequest.Subject) async throws(AWSError) -> [String] {
        switch subject {
        case .group(let name): return [name]
        case .function(let name): return [try await groupInUse(ofFunction: name)]
        case .queue(let name, let arn):
            let sources = try await client.all(ListEventSourceMappings.self, .init(eventSourceArn: arn)) {
                $0.eventSourceMappings ?? []
            }
            let consumers = sources.compactMap { $0.functionArn.flatMap(Self.functionName) }
            guard !consumers.isEmpty else { throw .noConsumer(of: name) }
            var groups: [String] = []
            for consumer in consumers { groups.append(try await groupInUse(ofFunction: consumer)) }
            return groups
        }
    }

    /// The group that the function says it logs into; the usual one where that cannot be asked.
    func groupInUse(ofFunction name: String) async throws(AWSError) -> String {
        do throws(AWSError) {
            let configuration = try await client.call(GetFunctionConfiguration.self, .init(functionName: name))
            return configuration.loggingConfig?.logGroup ?? Self.group(ofFunction: name)
        } catch {
            if error.kind == .cancelled { throw error }
            return Self.group(ofFunction: name)
        }
    }

    /// `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`
    static func functionName(_ arn: String) -> String? {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 7, parts[5] == "function" else { return nil }
        return String(parts[6])
    }
}

extension AWSError {
    fileprivate static func noConsumer(of queue: String) -> AWSError {
        AWSError(
            .notFound, code: "NoConsumer", message: "No Lambda function takes from queue \(queue), so no log belongs to it.",
            hint: "Who else reads it is not known to AWS; its alarms and dead letters may tell more.")
    }
}
