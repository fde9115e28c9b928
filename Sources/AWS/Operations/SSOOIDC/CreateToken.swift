/// Trades a device code that a person has allowed, or a refresh token, for an access token.
/// Source: IAM Identity Center OIDC API Reference, CreateToken.
package enum CreateToken: OIDCOperation {
    package static let target = Target(.ssoOIDC, "CreateToken")
    package static let path = ["token"]
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable, SecretBearing {
        package var grantType: String
        package var clientId: String
        package var clientSecret: String
        package var deviceCode: String?
        package var refreshToken: String?

        static func device(_ code: String, clientId: String, clientSecret: String) -> Input {
            Input(
                grantType: "urn:ietf:params:oauth:grant-type:device_code", clientId: clientId, clientSecret: clientSecret,
                deviceCode: code)
        }

        static func refresh(_ token: String, clientId: String, clientSecret: String) -> Input {
            Input(grantType: "refresh_token", clientId: clientId, clientSecret: clientSecret, refreshToken: token)
        }
    }

    package struct Output: Decodable, Sendable, SecretBearing {
        package var accessToken: String
        /// Seconds.
        package var expiresIn: Double
        package var refreshToken: String?
    }
}
