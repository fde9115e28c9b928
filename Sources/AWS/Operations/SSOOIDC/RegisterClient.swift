/// Registers this program for some months. Source: IAM Identity Center OIDC API Reference, RegisterClient.
package enum RegisterClient: OIDCOperation {
    package static let target = Target(.ssoOIDC, "RegisterClient")
    package static let path = ["client", "register"]
    /// A second registration is one that nobody uses.
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        package var clientName: String
        package let clientType = "public"
        /// nil for none, and then there is no refresh token.
        package var scopes: [String]?
    }

    package struct Output: Decodable, Sendable, SecretBearing {
        package var clientId: String
        package var clientSecret: String
        /// Seconds since 1970.
        package var clientSecretExpiresAt: Double
    }
}
