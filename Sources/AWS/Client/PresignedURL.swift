package import FoundationEssentials
import SigV4

/// A link that carries its own signature: whoever has it may make this one call until it ends. Its description does not show it.
package struct PresignedURL: Sendable, Equatable, SecretBearing {
    package var url: String
    /// The end of its lifetime or of the credentials that signed it, whichever comes first.
    package var expiresAt: Date
}

extension SigV4Signer {
    /// - Parameters:
    ///   - request: One without a body; its headers other than `Host` would have to be sent along, so they are left out.
    ///   - lifetimeSeconds: 1...604,800.
    package func presign(
        _ request: HTTPRequest, credentials: AWSCredentials, region: String, service: String, at date: Date, lifetimeSeconds: Int
    ) -> PresignedURL {
        let signer = Signer(
            credentials: SigningCredentials(
                accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken),
            region: region, service: service, options: .presigning(for: service))
        let plain = SigningRequest(
            method: request.method, path: request.path, query: request.query, headers: [("Host", request.authority)])
        var signed = request
        signed.query = signer.presign(plain, at: date, lifetimeSeconds: lifetimeSeconds).request.query
        let end = date.addingTimeInterval(Double(lifetimeSeconds))
        return PresignedURL(url: signed.url, expiresAt: min(end, credentials.expiration ?? end))
    }
}

extension AWSClient {
    /// SigV4's own bound.
    private static let longestLifetime = Duration.seconds(604_800)

    /// Makes a link for one call, to be opened by something that has no credentials; asks AWS nothing. What the query protocol
    /// would post becomes the link's query.
    /// - Parameter lifetime: Whole seconds, one to seven days. The link also ends with the credentials.
    /// - Throws: ``AWSError``: no credentials, a lifetime out of bounds, a call whose input does not fit into a link.
    package func presignedURL<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input, lifetime: Duration
    ) async throws(AWSError) -> PresignedURL {
        let call = CallName(target: operation.target, region: region)
        guard lifetime >= .seconds(1), lifetime <= Self.longestLifetime else {
            throw .notPresigned(call, "a link lives from one second to seven days")
        }
        guard operation.isSigned else { throw .notPresigned(call, "it needs no signature") }
        var (request, endpoint) = try draft(operation, input, call: call)
        if request.header("Content-Type") == "application/x-www-form-urlencoded" {
            (request.method, request.query) = ("GET", String(decoding: request.body, as: UTF8.self))
        } else if !request.body.isEmpty {
            throw .notPresigned(call, "its input is a body")
        }
        return SigV4Signer().presign(
            request, credentials: try await identity(call: call), region: endpoint.signingRegion, service: endpoint.signingName,
            at: serviceTime, lifetimeSeconds: Int(lifetime.components.seconds))
    }
}

extension AWSError {
    fileprivate static func notPresigned(_ call: CallName, _ reason: String) -> AWSError {
        AWSError(.rejected, code: "NotPresigned", message: "No link was made for \(call.text): \(reason).")
    }
}
