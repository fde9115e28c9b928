import FoundationEssentials
import Model
import SigV4

/// `aws login`: credentials of a console session, kept in a file and renewed with a proof of possession.
struct LoginSource: CredentialSource {
    let profileName: String
    let loader: CredentialLoader

    private static let refreshWindowSeconds = 5.0 * 60

    /// A file below `~/.aws/login/cache`, shared with the CLI.
    struct Token: Codable, Equatable {
        struct Keys: Codable, Equatable {
            var accessKeyId: String
            var secretAccessKey: String
            var sessionToken: String
            var accountId: String
            var expiresAt: String
        }
        var accessToken: Keys
        var refreshToken: String
        var clientId: String
        /// PEM of a P-256 key.
        var dpopKey: String
        var idToken: String?
        var tokenType: String?
    }

    func load() async throws -> AWSCredentials? {
        guard let session = loader.profile(profileName)["login_session"] else { return nil }
        let environment = loader.configuration.environment
        let folder = environment["AWS_LOGIN_CACHE_DIRECTORY"] ?? "~/.aws/login/cache"
        let path = environment.expand(path: folder) + "/" + Digest.hex(Digest.sha256(session.utf8)) + ".json"
        guard let data = try environment.contents(ofToken: path) else { throw loginError("has not begun") }
        guard let token = try? JSONDecoder().decode(Token.self, from: data),
            let expiry = ExpiryTime.parse(token.accessToken.expiresAt)
        else { throw loginError("has a token file that cannot be read (\(path))") }
        if expiry.timeIntervalSince(loader.dependencies.clock.now) > Self.refreshWindowSeconds {
            return credentials(token, expiry)
        }
        let (fresh, freshExpiry) = try await refreshed(token)
        // The new credentials count even where they cannot be kept for the next time.
        try? environment.writeFile(path, try TokenFile.encode(fresh))
        return credentials(fresh, freshExpiry)
    }

    private func credentials(_ token: Token, _ expiration: Date) -> AWSCredentials {
        let keys = token.accessToken
        return AWSCredentials(
            accessKeyID: keys.accessKeyId, secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken,
            expiration: expiration, source: "login", accountID: keys.accountId)
    }

    private func loginError(_ reason: String) -> AWSError {
        AWSError(
            .credentials, code: "LoginRefreshRequired", message: "The login session of profile \"\(profileName)\" \(reason).",
            hint: "Run `aws login --profile \(profileName)`.")
    }
}

extension LoginSource {
    private struct TokenRequest: Encodable {
        let grantType = "refresh_token"
        let clientId: String
        let refreshToken: String
    }

    private struct TokenAnswer: Decodable {
        struct Keys: Decodable {
            let accessKeyId: String
            let secretAccessKey: String
            let sessionToken: String
        }
        let accessToken: Keys
        let expiresIn: Double
        let refreshToken: String
    }

    private struct Refusal: Decodable { let error: String? }

    private func refreshed(_ token: Token) async throws -> (Token, Date) {
        let now = loader.dependencies.clock.now
        var request = try loader.caller.request(
            .signin, region: loader.region, method: "POST", path: "/v1/token", headers: [("Content-Type", "application/json")],
            body: JSONEncoder().encode(TokenRequest(clientId: token.clientId, refreshToken: token.refreshToken)))
        let proof = LoginProof(url: request.url, issuedAt: now, random: loader.dependencies.random)
        guard let key = ProofKey(pem: token.dpopKey), let signed = proof.signed(with: key) else {
            throw loginError("has a key that cannot be read")
        }
        request.headers.append((name: "DPoP", value: signed))
        let response = try await loader.caller.send(request)
        guard response.isSuccess else { throw refusal(response) }
        let answer = try response.decoded(TokenAnswer.self, from: "AWS Sign-In")
        let expiry = now.addingTimeInterval(answer.expiresIn)
        var fresh = token
        fresh.refreshToken = answer.refreshToken
        fresh.accessToken = Token.Keys(
            accessKeyId: answer.accessToken.accessKeyId, secretAccessKey: answer.accessToken.secretAccessKey,
            sessionToken: answer.accessToken.sessionToken, accountId: token.accessToken.accountId,
            expiresAt: ExpiryTime.text(expiry))
        return (fresh, expiry)
    }

    private func refusal(_ response: HTTPResponse) -> AWSError {
        let code = (try? JSONDecoder().decode(Refusal.self, from: response.body))?.error
        switch code {
        case "TOKEN_EXPIRED", "USER_CREDENTIALS_CHANGED": return loginError("has expired")
        case "INSUFFICIENT_PERMISSIONS":
            return AWSError(
                .credentials, code: "LoginInsufficientPermissions",
                message: "The user of profile \"\(profileName)\" may not sign in for programs.",
                hint: "Ask for the policy SignInLocalDevelopmentAccess.", status: response.status)
        default: return loginError("could not be renewed (\(code ?? "status \(response.status)"))")
        }
    }
}
