/// Asks for a link and a code with which a person allows the sign-in.
/// Source: IAM Identity Center OIDC API Reference, StartDeviceAuthorization.
package enum StartDeviceAuthorization: OIDCOperation {
    package static let target = Target(.ssoOIDC, "StartDeviceAuthorization")
    package static let path = ["device_authorization"]
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable, SecretBearing {
        package var clientId: String
        package var clientSecret: String
        package var startUrl: String
    }

    package struct Output: Decodable, Sendable, SecretBearing {
        package var deviceCode: String
        package var userCode: String
        package var verificationUri: String
        package var verificationUriComplete: String?
        /// Seconds; ten minutes at present.
        package var expiresIn: Double
        /// Seconds between two calls of ``CreateToken``; nil means 5.
        package var interval: Double?
    }
}
