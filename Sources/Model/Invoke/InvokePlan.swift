/// An invocation as it will be sent, checked and frozen at the key press.
package struct InvokePlan: Sendable, Equatable {
    package enum Mode: Sendable, Equatable, CaseIterable {
        /// Waits for the function's result.
        case requestResponse
        /// Hands the event over and does not wait.
        case event
    }

    /// Name or ARN.
    package let functionName: String
    /// Version or alias; nil for `$LATEST`.
    package let qualifier: String?
    package let mode: Mode
    package let payload: Payload
    package let place: Place
    /// The function's own time-out; nil when it is not known.
    package let timeoutSeconds: Int?

    /// - Throws: ``Problem`` for a payload that Lambda would refuse; nothing has been sent then.
    package init(
        functionName: String, qualifier: String? = nil, mode: Mode = .requestResponse, payload: Payload, place: Place,
        timeoutSeconds: Int? = nil
    ) throws(Problem) {
        try payload.check(for: mode)
        self.functionName = functionName
        self.qualifier = qualifier
        self.mode = mode
        self.payload = payload
        self.place = place
        self.timeoutSeconds = timeoutSeconds
    }

    /// The log group that Lambda writes into unless the function says otherwise.
    package var logGroup: String {
        let name = functionName.split(separator: ":", omittingEmptySubsequences: false)
        let isARN = name.first == "arn" && name.count > 6
        return "/aws/lambda/" + (isARN ? name[6] : name[0])
    }

    /// The name and what of it is meant, `CheckFunction:live`.
    package var target: String { functionName + (qualifier.map { ":" + $0 } ?? "") }

    package var change: Change {
        Change(
            action: mode == .event ? "lambda.invoke-async" : "lambda.invoke", targets: [target], permission: .execute,
            place: place, summary: preview,
            whatToCheck: "Look into log group \(logGroup) in \(place.region) for a run of that time before invoking again.")
    }
}

extension InvokePlan {
    private static let previewLines = 200

    /// What is asked about: function, qualifier, account, region, the call itself and the payload, masked.
    package var preview: [String] {
        var lines = [
            "Function   \(functionName)",
            "Qualifier  \(qualifier ?? "$LATEST")",
            "Account    \(place.account ?? "not known yet")",
            "Region     \(place.region)",
            "Context    \(place.context)\(place.isProduction ? " (production)" : "")",
            "Call       Lambda Invoke, \(mode == .event ? "asynchronous: the result is not waited for" : "waits for the result")",
            "Payload    \(payload.name), \(payload.byteCount) bytes",
        ]
        if let warning = payload.warning { lines.append("Mind       \(warning)") }
        return lines + payload.previewLines(most: Self.previewLines)
    }
}
