import FoundationEssentials
import Model
import SigV4

/// IAM Identity Center: a token that `aws sso login` has got, exchanged for the credentials of a role.
struct SSOSource: CredentialSource {
    let profileName: String
    let loader: CredentialLoader

    /// Tokens are renewed when they have less than this left.
    private static let refreshWindowSeconds = 15.0 * 60

    private struct RoleAnswer: Decodable {
        struct Keys: Decodable {
            let accessKeyId: String
            let secretAccessKey: String
            let sessionToken: String
            /// Milliseconds since 1970.
            let expiration: Double
        }
        let roleCredentials: Keys
    }

    func load() async throws -> AWSCredentials? {
        guard let settings = try SSOSettings(of: profileName, in: loader.configuration.files) else { return nil }
        let token = try await token(settings)
        let query = PercentEncoding.query([("role_name", settings.roleName), ("account_id", settings.accountID)])
        let request = try loader.caller.request(
            .sso, region: settings.region, method: "GET", path: "/federation/credentials", query: query,
            headers: [("x-amz-sso_bearer_token", token)])
        let response = try await loader.caller.send(request)
        if response.status == 401 { throw settings.signInError("was refused by IAM Identity Center") }
        guard response.isSuccess else {
            throw AWSError(
                .credentials, code: response.header("x-amzn-ErrorType") ?? "HTTP\(response.status)",
                message: "IAM Identity Center gave no credentials for role \(settings.roleName) in account \(settings.accountID)"
                    + " (status \(response.status)).",
                hint: "Check sso_role_name and sso_account_id of profile \"\(profileName)\", and that you are assigned to them.",
                status: response.status, requestID: response.header("x-amzn-RequestId"))
        }
        let keys = try response.decoded(RoleAnswer.self, from: "IAM Identity Center").roleCredentials
        return AWSCredentials(
            accessKeyID: keys.accessKeyId, secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken,
            expiration: Date(timeIntervalSince1970: keys.expiration / 1000), source: "sso", accountID: settings.accountID)
    }

    private func token(_ settings: SSOSettings) async throws -> String {
        let environment = loader.configuration.environment
        let path = environment.expand(path: settings.tokenPath)
        guard let data = try environment.contents(ofToken: path) else { throw settings.signInError("has not begun") }
        guard let token = try? JSONDecoder().decode(SSOToken.self, from: data), let expiry = ExpiryTime.parse(token.expiresAt)
        else { throw settings.signInError("has a token file that cannot be read (\(path))") }
        let secondsLeft = expiry.timeIntervalSince(loader.dependencies.clock.now)
        if settings.sessionName != nil, secondsLeft < Self.refreshWindowSeconds, let fresh = try await refreshed(token, settings)
        {
            // The new token counts even where it cannot be kept for the next time.
            try? environment.writeFile(path, try TokenFile.encode(fresh))
            return fresh.accessToken
        }
        guard secondsLeft > 0 else { throw settings.signInError("has expired") }
        return token.accessToken
    }
}

extension SSOSource {
    /// - Returns: nil when the token cannot be renewed, or its renewal failed: it then serves as long as it lasts.
    private func refreshed(_ token: SSOToken, _ settings: SSOSettings) async throws -> SSOToken? {
        let now = loader.dependencies.clock.now
        guard let refreshToken = token.refreshToken, let client = token.clientId, let secret = token.clientSecret,
            let registration = token.registrationExpiresAt.flatMap(ExpiryTime.parse), registration > now
        else { return nil }
        do {
            let answer = try await OIDCCaller(caller: loader.caller, region: settings.region)
                .call(CreateToken.self, .refresh(refreshToken, clientId: client, clientSecret: secret))
            var fresh = token
            fresh.startUrl = settings.startURL
            fresh.region = settings.region
            fresh.accessToken = answer.accessToken
            fresh.expiresAt = ExpiryTime.text(now.addingTimeInterval(answer.expiresIn))
            fresh.refreshToken = answer.refreshToken ?? refreshToken
            return fresh
        } catch let error as AWSError where error.kind == .cancelled {
            throw error
        } catch {
            return nil
        }
    }
}
