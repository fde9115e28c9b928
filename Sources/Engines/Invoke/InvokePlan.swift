package import AWS
import FoundationEssentials
package import Model

/// An invocation as it will be sent, checked and frozen at the key press.
package struct InvokePlan: Sendable, Equatable {
    /// Name or ARN.
    package let functionName: String
    /// Version or alias; nil for `$LATEST`.
    package let qualifier: String?
    /// `.requestResponse` or `.event`.
    package let mode: Invoke.Mode
    package let payload: Payload
    package let place: Place
    /// The function's own time-out; nil when it is not known.
    package let timeoutSeconds: Int?

    /// - Throws: ``Problem`` for a payload that Lambda would refuse; nothing has been sent then.
    package init(
        functionName: String, qualifier: String? = nil, mode: Invoke.Mode = .requestResponse, payload: Payload, place: Place,
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

    func input(_ mode: Invoke.Mode) -> Invoke.Input {
        Invoke.Input(
            functionName: functionName, qualifier: qualifier, mode: mode, payload: Data(payload.text.utf8),
            functionTimeoutSeconds: timeoutSeconds)
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
    private static let previewLineCharacters = 500

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
        return lines + payloadLines
    }

    private var payloadLines: [String] {
        let lines = payload.maskedText.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let shown = lines.prefix(Self.previewLines).map { line in
            line.count <= Self.previewLineCharacters ? String(line) : line.prefix(Self.previewLineCharacters) + "…"
        }
        return lines.count <= Self.previewLines ? shown : shown + ["… and \(lines.count - Self.previewLines) more lines"]
    }
}
