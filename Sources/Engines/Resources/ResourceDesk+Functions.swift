import AWS
import FoundationEssentials
import Model

extension ResourceDesk {
    // MARK: What is there

    func resize(_ name: String, _ memory: Int?, _ timeout: Int?) async throws(ResourceRefusal) -> FunctionResize {
        let now = try await configuration(of: name)
        guard now.lastUpdateStatus != "InProgress", now.state != "Pending" else {
            throw ResourceRefusal(
                .nothing(
                    "\(name) is being updated by somebody else.",
                    hint: "Try again when its state is Active: nightdesk function show \(name)."))
        }
        func step(_ from: Int?, _ to: Int?) -> Step<Int>? {
            guard let from, let to, from != to else { return nil }
            return Step(from: from, to: to)
        }
        let resize = FunctionResize(
            name: name, memoryMB: step(now.memorySize, memory), timeoutSeconds: step(now.timeout, timeout),
            revisionID: now.revisionId)
        guard resize.memoryMB != nil || resize.timeoutSeconds != nil else {
            throw ResourceRefusal(.nothing("\(name) has that already: \(now.memorySize ?? 0) MB, \(now.timeout ?? 0) s."))
        }
        return resize
    }

    func provision(_ name: String, _ qualifier: String, _ count: Int?) async throws(ResourceRefusal) -> ProvisionedChange {
        let memory = try await configuration(of: name, qualifier).memorySize
        let now: Int?
        do throws(AWSError) {
            now = try await provisioned(name, qualifier)?.requestedProvisionedConcurrentExecutions
        } catch {
            throw ResourceRefusal(error)
        }
        guard now != count else {
            throw ResourceRefusal(
                .nothing("\(name):\(qualifier) has that already: \(now.map(String.init) ?? "none") provisioned."))
        }
        return ProvisionedChange(name: name, qualifier: qualifier, from: now, to: count, memoryMB: memory)
    }

    /// How a function, or a version or alias of it, stands.
    package func standing(of name: String, qualifier: String?) async throws(ResourceRefusal) -> FunctionStanding {
        let configuration = try await configuration(of: name, qualifier)
        var standing = FunctionStanding(
            name: name, qualifier: qualifier, memoryMB: configuration.memorySize, timeoutSeconds: configuration.timeout,
            runtime: configuration.runtime, state: configuration.state, lastUpdateStatus: configuration.lastUpdateStatus)
        if let qualifier, qualifier != "$LATEST" {
            let provisioned = try? await provisioned(name, qualifier)
            standing.provisioned = provisioned?.requestedProvisionedConcurrentExecutions
            standing.allocated = provisioned?.allocatedProvisionedConcurrentExecutions
        }
        standing.reserved =
            (try? await lambda.call(GetFunctionConcurrency.self, .init(functionName: name)))?.reservedConcurrentExecutions
        return standing
    }

    private func configuration(of name: String, _ qualifier: String? = nil) async throws(ResourceRefusal) -> FunctionConfiguration
    {
        do throws(AWSError) {
            return try await lambda.call(GetFunctionConfiguration.self, .init(functionName: name, qualifier: qualifier))
        } catch {
            throw ResourceRefusal(error)
        }
    }

    /// nil where nothing is provisioned.
    private func provisioned(_ name: String, _ qualifier: String) async throws(AWSError) -> ProvisionedConcurrency? {
        do throws(AWSError) {
            return try await lambda.call(
                GetProvisionedConcurrencyConfig.self, QualifiedFunction(functionName: name, qualifier: qualifier))
        } catch {
            if error.code == "ProvisionedConcurrencyConfigNotFoundException" { return nil }
            throw error
        }
    }

    // MARK: Doing it

    func carryOut(_ resize: FunctionResize) async throws(AWSError) -> Outcome {
        let look: () async -> Outcome? = {
            guard let now = try? await lambda.call(GetFunctionConfiguration.self, .init(functionName: resize.name)) else {
                return nil
            }
            return resize.verdict(now)
        }
        do throws(AWSError) {
            let input = UpdateFunctionConfiguration.Input(
                functionName: resize.name, memoryMB: resize.memoryMB?.to, timeoutSeconds: resize.timeoutSeconds?.to,
                revisionID: resize.revisionID)
            _ = try await lambda.call(UpdateFunctionConfiguration.self, input)
        } catch {
            if error.code == "PreconditionFailedException" {
                return Outcome(
                    .failed(
                        Problem(
                            code: error.code,
                            message: "Not done: somebody has changed \(resize.name) since this was asked. Nothing has changed.",
                            hint: "Look at it again, then order it again.")), requestID: error.requestID)
            }
            return try await settle(error, look)
        }
        return await waitForEffect(look)
            ?? Outcome(.confirmed, note: "Lambda has taken it and is still updating the function.")
    }

    func carryOut(_ change: ProvisionedChange) async throws(AWSError) -> Outcome {
        let function = QualifiedFunction(functionName: change.name, qualifier: change.qualifier)
        let look: () async -> Outcome? = {
            do throws(AWSError) {
                return change.verdict(try await provisioned(change.name, change.qualifier))
            } catch {
                return nil
            }
        }
        do throws(AWSError) {
            if let count = change.to {
                _ = try await lambda.call(PutProvisionedConcurrencyConfig.self, .init(function: function, count: count))
            } else {
                _ = try await lambda.call(DeleteProvisionedConcurrencyConfig.self, function)
            }
        } catch {
            return try await settle(error, look)
        }
        return await waitForEffect(look) ?? Outcome(.confirmed, note: "Lambda has taken it and is still making the instances.")
    }
}

extension FunctionResize {
    /// What the function tells about this change; nil while it is not decided.
    func verdict(_ now: FunctionConfiguration) -> Outcome? {
        let isThere =
            (memoryMB.map { now.memorySize == $0.to } ?? true) && (timeoutSeconds.map { now.timeout == $0.to } ?? true)
        switch now.lastUpdateStatus {
        case "InProgress": return nil
        case "Failed" where isThere:
            let reason = now.lastUpdateStatusReason.map { ": \($0)" } ?? ""
            return Outcome(
                .failed(
                    Problem(
                        code: now.lastUpdateStatusReasonCode ?? "UpdateFailed",
                        message: "Lambda could not update \(name)\(reason).")))
        default: return isThere ? Outcome(.confirmed) : nil
        }
    }
}

extension ProvisionedChange {
    func verdict(_ now: ProvisionedConcurrency?) -> Outcome? {
        guard let to else { return now == nil ? Outcome(.confirmed) : nil }
        guard let now, now.requestedProvisionedConcurrentExecutions == to else { return nil }
        switch now.status {
        case "FAILED":
            let reason = now.statusReason.map { ": \($0)" } ?? ""
            return Outcome(.failed(Problem(code: "ProvisioningFailed", message: "Lambda could not make the instances\(reason).")))
        case "READY": return Outcome(.confirmed)
        default: return nil
        }
    }
}

/// What can be set of a function, as it is.
package struct FunctionStanding: Sendable, Equatable {
    package var name: String
    package var qualifier: String?
    package var memoryMB: Int?
    package var timeoutSeconds: Int?
    package var runtime: String?
    package var state: String?
    package var lastUpdateStatus: String?
    /// nil: none is reserved, or it is not known.
    package var reserved: Int?
    /// Of the qualifier; nil where none are provisioned.
    package var provisioned: Int?
    package var allocated: Int?

    package var json: String {
        JSONText.object { json in
            json.member("name", name)
            json.member("qualifier", qualifier)
            json.member("memoryMB", memoryMB)
            json.member("timeoutSeconds", timeoutSeconds)
            json.member("runtime", runtime)
            json.member("state", state)
            json.member("lastUpdateStatus", lastUpdateStatus)
            json.member("reservedConcurrency", reserved)
            json.member("provisionedConcurrency", provisioned)
            json.member("allocatedConcurrency", allocated)
        }
    }
}
