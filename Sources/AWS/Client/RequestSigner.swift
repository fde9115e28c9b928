package import FoundationEssentials

/// Writes the signature, and the headers that it needs (Host, X-Amz-Date, X-Amz-Security-Token), into a request.
package protocol RequestSigner: Sendable {
    /// - Parameters:
    ///   - region: As in the credential scope.
    ///   - service: The signing name, `monitoring` for CloudWatch.
    ///   - date: The service's time; the machine's may be wrong.
    func sign(_ request: HTTPRequest, credentials: AWSCredentials, region: String, service: String, at date: Date) -> HTTPRequest
}
