import FoundationEssentials
import Model

/// What a role with an MFA code gave: a file below `~/.aws/cli/cache`, shared with the CLI, so that one code serves both.
/// Source: aws-cli, `customizations/assumerole.py`; botocore, `AssumeRoleCredentialFetcher`.
struct RoleCache {
    let role: RoleSettings
    let environment: AWSEnvironment

    private struct Entry: Codable {
        struct Keys: Codable {
            let AccessKeyId: String
            let SecretAccessKey: String
            let SessionToken: String
            let Expiration: String
            var AccountId: String?
        }
        let Credentials: Keys
    }

    private var path: String { environment.expand(path: "~/.aws/cli/cache/" + role.cliCacheName) }

    /// nil where there are none, or none that are still valid.
    func credentials(at now: Date) -> AWSCredentials? {
        guard let data = try? environment.readFile(path),
            let keys = try? JSONDecoder().decode(Entry.self, from: data).Credentials,
            let expiration = ExpiryTime.parse(keys.Expiration), expiration > now
        else { return nil }
        var credentials = AWSCredentials(
            accessKeyID: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey, sessionToken: keys.SessionToken,
            expiration: expiration, source: "assume-role", accountID: keys.AccountId)
        credentials.isRenewedByHand = true
        return credentials
    }

    /// They count also where they cannot be kept; the next program has to ask again then.
    func keep(_ credentials: AWSCredentials) {
        guard let token = credentials.sessionToken, let expiration = credentials.expiration else { return }
        let entry = Entry(
            Credentials: Entry.Keys(
                AccessKeyId: credentials.accessKeyID, SecretAccessKey: credentials.secretAccessKey, SessionToken: token,
                Expiration: ExpiryTime.text(expiration), AccountId: credentials.accountID))
        try? environment.writeFile(path, try TokenFile.encode(entry))
    }
}
