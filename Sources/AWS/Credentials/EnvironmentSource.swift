import FoundationEssentials

/// `AWS_ACCESS_KEY_ID` and its companions.
struct EnvironmentSource: CredentialSource {
    let environment: AWSEnvironment

    func load() throws -> AWSCredentials? {
        guard let key = environment["AWS_ACCESS_KEY_ID"] else { return nil }
        guard let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
            throw AWSError.partialCredentials("the environment", missing: "AWS_SECRET_ACCESS_KEY")
        }
        return AWSCredentials(
            accessKeyID: key, secretAccessKey: secret,
            sessionToken: environment["AWS_SECURITY_TOKEN"] ?? environment["AWS_SESSION_TOKEN"], expiration: try expiration(),
            source: "env", accountID: environment["AWS_ACCOUNT_ID"])
    }

    private func expiration() throws -> Date? {
        guard let text = environment["AWS_CREDENTIAL_EXPIRATION"] else { return nil }
        guard let date = ExpiryTime.parse(text) else {
            throw AWSError.invalidConfig(
                "The variable AWS_CREDENTIAL_EXPIRATION is \"\(text)\", which is no time.",
                hint: "Write it like 2026-07-04T10:00:00Z, or take it away.")
        }
        return date
    }
}
