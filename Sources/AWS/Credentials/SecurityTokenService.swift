import FoundationEssentials
import Model

/// The calls of STS that trade one identity for another.
struct SecurityTokenService: Sendable {
    let caller: CredentialCaller
    let region: String

    /// Signatures are good for five minutes; a clock that is wrong by more is corrected once, as the client does.
    private static let tolerableSkewSeconds = 240.0

    /// - Parameters:
    ///   - identity: Signs the call; nil where a token in the input does.
    ///   - word: ``AWSCredentials/source`` of the answer.
    ///   - profile: For messages.
    /// - Throws: ``AWSError``
    func call<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input, signedBy identity: AWSCredentials?, word: String, profile: String
    ) async throws -> AWSCredentials where Operation.Output == AssumedRole {
        let endpoint = try caller.endpoints.endpoint(for: .sts, region: region)
        let wish = try operation.encode(input)
        let request = try caller.request(
            .sts, region: region, method: wish.method, path: wish.path, headers: wish.headers, body: wish.body)
        func send(skewSeconds: Double) async throws -> HTTPResponse {
            try await caller.send(request) { request, now in
                guard let identity else { return request }
                return SigV4Signer().sign(
                    request, credentials: identity, region: endpoint.signingRegion, service: endpoint.signingName,
                    at: now.addingTimeInterval(skewSeconds))
            }
        }
        var response = try await send(skewSeconds: 0)
        if identity != nil, let skewSeconds = skew(response) { response = try await send(skewSeconds: skewSeconds) }
        guard response.isSuccess else { throw failure(response, operation.target.name, profile, identity) }
        guard let role = try? operation.decode(response) else {
            throw AWSError.retrieval(
                "STS \(operation.target.name) for profile \"\(profile)\" answered without credentials.",
                hint: "Check the STS endpoint.")
        }
        return AWSCredentials(
            accessKeyID: role.accessKeyID, secretAccessKey: role.secretAccessKey, sessionToken: role.sessionToken,
            expiration: role.expiration, source: word, accountID: role.arn.flatMap(Self.account))
    }

    /// How far the service's clock is ahead of ours, when that is why it refused.
    private func skew(_ response: HTTPResponse) -> Double? {
        guard !response.isSuccess, let code = ServiceFault(response).code,
            ErrorCodes.clock.contains(code) || ErrorCodes.signature.contains(code),
            let date = response.header("Date").flatMap(HTTPDate.date)
        else { return nil }
        let seconds = date.timeIntervalSince(caller.dependencies.clock.now)
        return abs(seconds) > Self.tolerableSkewSeconds ? seconds : nil
    }

    private func failure(
        _ response: HTTPResponse, _ action: String, _ profile: String, _ identity: AWSCredentials?
    ) -> AWSError {
        let fault = ServiceFault(response)
        let isDenied = fault.kind(status: response.status) == .denied
        let secrets = [identity?.secretAccessKey, identity?.sessionToken].compactMap(\.self)
        let reason = ErrorText.clean(fault.message ?? "status \(response.status)", secrets: secrets)
        return AWSError(
            .credentials, code: fault.code ?? "HTTP\(response.status)",
            message: "STS refused \(action) for profile \"\(profile)\": \(reason)",
            hint: isDenied
                ? "Check the role's trust policy, its external id and the caller's right to sts:AssumeRole."
                : "Renew the credentials that the profile starts from, and check the machine's clock.",
            status: response.status, requestID: fault.requestID)
    }

    /// The fifth part of `arn:aws:sts::123456789012:assumed-role/…`.
    private static func account(_ arn: String) -> String? {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 5 && !parts[4].isEmpty ? String(parts[4]) : nil
    }
}
