package import FoundationEssentials

/// What signs a request. Its description shows no secret.
package struct AWSCredentials: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String?
    /// nil: does not expire.
    package var expiration: Date?
    /// Where they came from, in the CLI's words (`env`, `assume-role`, `sso`, `iam-role` …).
    package var source: String
    package var accountID: String?
    /// True when new ones need a person with an MFA device: they are then used to their last minute.
    package var isRenewedByHand = false

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil, source: String,
        accountID: String? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.source = source
        self.accountID = accountID
    }

    package var description: String { "credentials …\(accessKeyID.suffix(4)) from \(source)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

/// Gives credentials that are valid now, fetching or refreshing them first where needed.
package protocol CredentialsProvider: Sendable {
    /// - Throws: ``AWSError`` of kind `.credentials` with a hint that says what to do.
    func credentials() async throws -> AWSCredentials
    /// Tells that AWS refused `credentials` as expired, so that the next call fetches new ones.
    func invalidate(_ credentials: AWSCredentials) async
}

/// Where a service is reached and what its requests are signed for.
package struct Endpoint: Sendable, Equatable {
    package var scheme: String
    package var host: String
    package var port: Int?
    /// Path prefix, empty or beginning with `/` and without a trailing one.
    package var path: String
    package var signingRegion: String
    package var signingName: String
    /// False where a call's host prefix is not to be put before the host (`disable_host_prefix_injection`).
    package var allowsHostPrefix = true

    package init(scheme: String, host: String, port: Int? = nil, path: String = "", signingRegion: String, signingName: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.signingRegion = signingRegion
        self.signingName = signingName
    }
}

extension Endpoint {
    /// A number is no name that something could be put before.
    var takesHostPrefix: Bool {
        allowsHostPrefix && !host.hasPrefix("[") && !host.allSatisfy { $0.isNumber || $0 == "." }
    }
}

/// Finds the endpoint of a service in a region.
package protocol EndpointResolver: Sendable {
    /// - Throws: ``AWSError`` for a region or URL that is not valid.
    func endpoint(for service: AWSService, region: String) throws -> Endpoint
}
