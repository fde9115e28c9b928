package import FoundationEssentials

/// The services that Nightdesk calls, by endpoint prefix.
package enum AWSService: String, Sendable, CaseIterable {
    case sts, lambda, sqs, cloudWatch = "monitoring", logs, sso = "portal.sso", ssoOIDC = "oidc", signin, ssm
}

/// Which call of which service, as its API reference names it.
package struct Target: Sendable, Equatable {
    package let service: AWSService
    package let name: String

    package init(_ service: AWSService, _ name: String) {
        self.service = service
        self.name = name
    }
}

/// The part of a request that an operation decides; endpoint, credentials, date and signature are the client's.
package struct OperationRequest: Sendable {
    package var method: String
    /// Percent-encoded; appended to the path of the endpoint.
    package var path: String
    /// In order, not yet percent-encoded.
    package var query: [(name: String, value: String)]
    package var headers: [(name: String, value: String)]
    package var body: Data
    /// For calls that may take longer than others, from connecting to the last byte of one attempt; nil for the client's own.
    package var timeout: Duration?

    package init(
        method: String = "POST", path: String = "/", query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], body: Data = Data(), timeout: Duration? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// One AWS call: how its input is written, how its answer is read, and whether it may be sent twice.
/// Conform through ``JSONOperation``, ``RESTOperation`` or ``QueryOperation``.
package protocol AWSOperation: Sendable {
    associatedtype Input: Sendable
    associatedtype Output: Sendable
    static var target: Target { get }
    /// True for calls that are safe to send again when it is not known whether the first arrived.
    static var mayRepeat: Bool { get }
    /// False for calls that carry no signature (STS with a web identity, SSO, OIDC).
    static var isSigned: Bool { get }
    /// What stands before the endpoint's host name (`stream-`); empty for most calls.
    static var hostPrefix: String { get }
    /// What one request costs by the public price list, in dollars; without the free tier.
    static func estimatedCostUSD(_ input: Input) -> Double
    static func encode(_ input: Input) throws -> OperationRequest
    /// - Parameter response: One with a 2xx status.
    static func decode(_ response: HTTPResponse) throws -> Output
}

extension AWSOperation {
    package static var isSigned: Bool { true }
    package static var hostPrefix: String { "" }
    package static func estimatedCostUSD(_ input: Input) -> Double { target.service.requestPriceUSD }
}

/// An operation whose answer comes in pages.
package protocol PagedOperation: AWSOperation {
    /// The input of the page after `output`, or nil at the last one.
    static func next(after output: Output, of input: Input) -> Input?
}
