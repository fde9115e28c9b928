/// Keys that stand in a profile of one file.
struct FileKeysSource: CredentialSource {
    let profile: Profile?
    /// The file, for messages.
    let place: String
    /// ``AWSCredentials/source``
    let word: String

    func load() throws -> AWSCredentials? {
        guard let profile, let key = profile["aws_access_key_id"] else { return nil }
        guard let secret = profile["aws_secret_access_key"] else {
            throw AWSError.partialCredentials(place, missing: "aws_secret_access_key")
        }
        return AWSCredentials(
            accessKeyID: key, secretAccessKey: secret,
            sessionToken: profile["aws_security_token"] ?? profile["aws_session_token"], source: word,
            accountID: profile["aws_account_id"])
    }
}
