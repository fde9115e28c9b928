import FoundationEssentials
import SigV4

/// This program as IAM Identity Center knows it: a file below `~/.aws/sso/cache`, shared with the CLI.
/// Source: aws-cli 2, `botocore.utils.SSOTokenFetcher`.
struct ClientRegistration: Codable, Equatable, SecretBearing {
    var clientId: String
    var clientSecret: String
    var expiresAt: String
    var scopes: [String]?
    /// Only the CLI's browser flow writes it; such a registration is no good for a device code.
    var grantTypes: [String]?

    /// One that would run out on the way is renewed.
    private static let leastSecondsLeft = 15.0 * 60

    func isUsable(at now: Date) -> Bool {
        guard grantTypes?.contains("authorization_code") != true, let expiry = ExpiryTime.parse(expiresAt) else { return false }
        return expiry.timeIntervalSince(now) >= Self.leastSecondsLeft
    }

    /// The file's place.
    static func path(_ settings: SSOSettings) -> String {
        let key = PythonJSON.object([
            ("region", PythonJSON.string(settings.region)), ("scopes", settings.scopes.map(PythonJSON.array) ?? "null"),
            ("session_name", settings.sessionName.map(PythonJSON.string) ?? "null"),
            ("startUrl", PythonJSON.string(settings.startURL)), ("tool", PythonJSON.string("botocore")),
        ])
        return SSOSettings.cacheFolder + Digest.hex(Digest.sha1(key)) + ".json"
    }
}
