import FoundationEssentials

/// The calls of IAM Identity Center's OIDC service in one region.
struct OIDCCaller: Sendable {
    let caller: CredentialCaller
    let region: String

    /// Why the service refused. Source: IAM Identity Center OIDC API Reference, the errors of CreateToken; RFC 8628, section 3.5.
    enum Refusal: Error, Equatable {
        case pending, slowDown, expired, denied
        /// The registration is not known any more.
        case invalidClient
        /// Anything else, by the service's own word.
        case other(code: String, status: Int, requestID: String?)
    }

    /// - Throws: ``Refusal``, or ``AWSError`` when there was no answer.
    func call<Operation: OIDCOperation>(_ operation: Operation.Type, _ input: Operation.Input) async throws -> Operation.Output {
        let wish = try operation.encode(input)
        let request = try caller.request(
            .ssoOIDC, region: region, method: wish.method, path: wish.path, headers: wish.headers, body: wish.body)
        let response = try await caller.send(request)
        guard response.isSuccess else { throw Self.refusal(response) }
        return try operation.decode(response)
    }

    private struct Body: Decodable { let error: String? }

    private static func refusal(_ response: HTTPResponse) -> Refusal {
        let word = (try? JSONDecoder().decode(Body.self, from: response.body))?.error
        let fault = ServiceFault(response)
        switch (word, fault.code) {
        case ("authorization_pending", _), (nil, "AuthorizationPendingException"): return .pending
        case ("slow_down", _), (nil, "SlowDownException"): return .slowDown
        case ("expired_token", _), (nil, "ExpiredTokenException"): return .expired
        case ("access_denied", _), (nil, "AccessDeniedException"): return .denied
        case ("invalid_client", _), ("unauthorized_client", _), (nil, "InvalidClientException"),
            (nil, "UnauthorizedClientException"):
            return .invalidClient
        default:
            let code = ErrorText.clean(word ?? fault.code ?? "HTTP\(response.status)", limit: 60)
            return .other(code: code, status: response.status, requestID: fault.requestID)
        }
    }
}
