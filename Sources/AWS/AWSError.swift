package import Model

/// Why a call failed, in words for a person and codes for a program.
package struct AWSError: Error, Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// The service asks to slow down; thrown only after the last retry.
        case throttled
        /// 401/403: no permission (AccessDenied and its relatives).
        case denied
        /// The credentials are expired, invalid or missing.
        case credentials
        /// This endpoint does not offer the call (HTML, 404, 501, InvalidAction …).
        case notOffered
        /// The named thing does not exist.
        case notFound
        /// Any other refusal of the request itself (4xx).
        case rejected
        /// 5xx, after the last retry.
        case server
        /// No answer: not connected, timed out, interrupted, TLS.
        case transport
        /// The answer could not be read (cut, not JSON or XML).
        case unreadable
        case cancelled
    }

    package var kind: Kind
    /// AWS's code, whole and unchanged (`AWS.SimpleQueueService.NonExistentQueue` stays that); our word where there is none.
    package var code: String
    /// What was tried, on what, and why it failed. No secrets.
    package var message: String
    package var hint: String
    package var status: Int?
    package var requestID: String?
    /// True when the service may have carried the call out although no good answer came.
    package var outcomeIsUnknown: Bool
    /// What a person can do about it from inside the console.
    package var remedy: Remedy?

    package init(
        _ kind: Kind, code: String, message: String, hint: String = "", status: Int? = nil, requestID: String? = nil,
        outcomeIsUnknown: Bool = false, remedy: Remedy? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status
        self.requestID = requestID
        self.outcomeIsUnknown = outcomeIsUnknown
        self.remedy = remedy
    }
}
