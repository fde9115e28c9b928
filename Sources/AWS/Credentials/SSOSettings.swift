import FoundationEssentials
import Model
import SigV4

/// How a profile signs in through IAM Identity Center, checked as botocore's SSOProvider does.
struct SSOSettings: Equatable {
    let profileName: String
    /// nil for the older form, which has all keys in the profile.
    let sessionName: String?
    let startURL: String
    let region: String
    let roleName: String
    let accountID: String
    /// `sso_registration_scopes` of the session.
    let scopes: [String]?

    /// - Returns: nil for a profile that is not about SSO.
    /// - Throws: ``AWSError``: a session that does not exist, keys that are missing or say two things.
    init?(of name: String, in files: SharedFiles) throws {
        let profile = files.profiles[name] ?? Profile()
        guard profile.has(anyOf: ["sso_role_name", "sso_account_id"]) else { return nil }
        profileName = name
        sessionName = profile["sso_session"]
        let values = try Self.merged(profile, session: sessionName, files)
        let wanted = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"]
        let missing = wanted.filter { values[$0] == nil }
        guard missing.isEmpty, let role = values["sso_role_name"], let account = values["sso_account_id"],
            let url = values["sso_start_url"], let region = values["sso_region"]
        else {
            throw AWSError.invalidConfig(
                "Profile \"\(name)\" is set up for SSO, but has no \(missing.joined(separator: ", ")).",
                hint: "Run `aws configure sso --profile \(name)`.")
        }
        (startURL, self.region, roleName, accountID) = (url, region, role, account)
        let words = values["sso_registration_scopes"]?.split(separator: ",").map { String($0.filter { $0 != " " }) } ?? []
        let named = words.filter { !$0.isEmpty }
        scopes = sessionName == nil || named.isEmpty ? nil : named
    }

    private static func merged(_ profile: Profile, session name: String?, _ files: SharedFiles) throws -> [String: String] {
        guard let name else { return profile.values }
        guard let session = files.ssoSessions[name] else {
            throw AWSError.invalidConfig(
                "The sso-session \"\(name)\" does not exist in \(files.configPath).",
                hint: "Add [sso-session \(name)], or correct the profile's sso_session.")
        }
        return try profile.values.merging(session.values) { own, shared in
            guard own == shared else {
                throw AWSError.invalidConfig(
                    "A profile and its sso-session \"\(name)\" disagree: \"\(own)\" and \"\(shared)\".",
                    hint: "Keep the key in the sso-session only.")
            }
            return shared
        }
    }

    static let cacheFolder = "~/.aws/sso/cache/"

    /// Where the CLI keeps the token.
    var tokenPath: String { Self.cacheFolder + Digest.hex(Digest.sha1(sessionName ?? startURL)) + ".json" }

    /// - Parameter reason: Why there is no valid token.
    func signInError(_ reason: String) -> AWSError {
        AWSError(
            .credentials, code: "UnauthorizedSSOTokenError", message: "The SSO session of profile \"\(profileName)\" \(reason).",
            hint: "Run `aws sso login --profile \(profileName)`.", remedy: .signIn(profile: profileName))
    }
}

/// A file below `~/.aws/sso/cache`, shared with the CLI.
struct SSOToken: Codable, Equatable, SecretBearing {
    var startUrl: String?
    var region: String?
    var accessToken: String
    var expiresAt: String
    var clientId: String?
    var clientSecret: String?
    var registrationExpiresAt: String?
    var refreshToken: String?
}
