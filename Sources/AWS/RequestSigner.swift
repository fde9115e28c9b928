package import FoundationEssentials

/// Puts a signature on a request. The real one is ``SigV4Signer``.
package protocol RequestSigner: Sendable {
    /// - Parameter service: The signing name of the endpoint, which may differ from its host name.
    /// - Parameter at: The service's time, clock skew corrected.
    func sign(_ request: HTTPRequest, credentials: AWSCredentials, region: String, service: String, at: Date) -> HTTPRequest
}
