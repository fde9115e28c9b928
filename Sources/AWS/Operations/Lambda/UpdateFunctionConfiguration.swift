import FoundationEssentials
import Model

/// Sets memory or time-out of a function's unpublished version. The function is updated for a while afterwards; `lastUpdateStatus`
/// tells how it went. Source: Lambda API Reference, UpdateFunctionConfiguration.
package enum UpdateFunctionConfiguration: RESTOperation {
    package static let target = Target(.lambda, "UpdateFunctionConfiguration")
    /// With a revision a second one is refused although the first has worked.
    package static let mayRepeat = false

    package struct Input: Sendable {
        /// Name or ARN.
        package var functionName: String
        /// 128...10,240; nil leaves it.
        package var memoryMB: Int?
        /// 1...900; nil leaves it.
        package var timeoutSeconds: Int?
        /// Refused with `PreconditionFailedException` when the function has another one by now.
        package var revisionID: String?

        package init(functionName: String, memoryMB: Int? = nil, timeoutSeconds: Int? = nil, revisionID: String? = nil) {
            self.functionName = functionName
            self.memoryMB = memoryMB
            self.timeoutSeconds = timeoutSeconds
            self.revisionID = revisionID
        }
    }

    package typealias Output = FunctionConfiguration

    package static func encode(_ input: Input) -> OperationRequest {
        let body = JSONText.object { json in
            if let memory = input.memoryMB { json.member("MemorySize", memory) }
            if let timeout = input.timeoutSeconds { json.member("Timeout", timeout) }
            if let revision = input.revisionID { json.member("RevisionId", revision) }
        }
        return .rest("PUT", ["2015-03-31", "functions", input.functionName, "configuration"], body: .init(body.utf8))
    }
}
