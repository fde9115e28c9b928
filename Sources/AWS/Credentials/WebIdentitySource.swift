import FoundationEssentials
import Model

/// A token in a file, exchanged for a role: EKS service accounts and the like.
struct WebIdentitySource: CredentialSource {
    let profileName: String
    /// False where a profile was named on purpose, and for source profiles.
    let readsVariables: Bool
    let loader: CredentialLoader

    func load() async throws -> AWSCredentials? {
        guard let path = setting("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE") else { return nil }
        guard let role = setting("role_arn", "AWS_ROLE_ARN") else {
            throw AWSError.invalidConfig(
                "There is a web identity token (\(path)), but no role for it.",
                hint: "Set AWS_ROLE_ARN, or role_arn in profile \"\(profileName)\".")
        }
        guard let data = try loader.configuration.environment.contents(ofToken: path) else {
            throw AWSError.retrieval(
                "The web identity token file \(path) does not exist.", hint: "Check AWS_WEB_IDENTITY_TOKEN_FILE or the profile.")
        }
        let now = Int(loader.dependencies.clock.now.timeIntervalSince1970)
        let session = setting("role_session_name", "AWS_ROLE_SESSION_NAME") ?? "nightdesk-\(now)"
        return try await SecurityTokenService(caller: loader.caller, region: loader.region)
            .call(
                AssumeRoleWithWebIdentity.self,
                AssumeRoleWithWebIdentity.Input(
                    roleARN: role, roleSessionName: session, webIdentityToken: String(decoding: data, as: UTF8.self)),
                signedBy: nil, word: "assume-role-with-web-identity", profile: profileName)
    }

    private func setting(_ key: String, _ variable: String) -> String? {
        (readsVariables ? loader.configuration.environment[variable] : nil) ?? loader.profile(profileName)[key]
    }
}

extension AWSEnvironment {
    /// A file of credentials' making; nil where there is none.
    /// - Throws: ``AWSError``
    func contents(ofToken path: String) throws -> Data? {
        do throws(ConfigurationError) {
            return try contents(of: path)
        } catch {
            throw error.asCredentialsError
        }
    }
}
