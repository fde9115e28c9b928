import FoundationEssentials

/// `credential_process`: a program that prints credentials as JSON.
struct ProcessSource: CredentialSource {
    let profileName: String
    let loader: CredentialLoader

    private struct Answer: Decodable {
        let Version: Int
        let AccessKeyId: String?
        let SecretAccessKey: String?
        let SessionToken: String?
        let Expiration: String?
        let AccountId: String?
    }

    func load() async throws -> AWSCredentials? {
        let profile = loader.profile(profileName)
        guard let command = profile["credential_process"] else { return nil }
        guard let words = ShellWords.split(command), let program = words.first else {
            throw AWSError.invalidConfig(
                "The credential_process of profile \"\(profileName)\" cannot be split into words.", hint: "Check its quotes.")
        }
        let output = try await loader.dependencies.runProcess(words, loader.configuration.environment.variables)
        guard output.status == 0 else {
            throw failure(program, "ended with status \(output.status)")
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: output.standardOutput) else {
            throw failure(program, "printed no JSON with Version 1")
        }
        guard answer.Version == 1 else { throw failure(program, "printed version \(answer.Version); only 1 is known") }
        guard let key = answer.AccessKeyId, let secret = answer.SecretAccessKey else {
            throw failure(program, "printed no \(answer.AccessKeyId == nil ? "AccessKeyId" : "SecretAccessKey")")
        }
        let expiration = answer.Expiration.flatMap(ExpiryTime.parse)
        guard (expiration == nil) == (answer.Expiration == nil) else { throw failure(program, "printed no readable Expiration") }
        return AWSCredentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: answer.SessionToken, expiration: expiration,
            source: "custom-process", accountID: answer.AccountId ?? profile["aws_account_id"])
    }

    /// Names the program only: its arguments and what it printed may hold secrets.
    private func failure(_ program: String, _ reason: String) -> AWSError {
        AWSError.retrieval(
            "The credential_process of profile \"\(profileName)\" (\(program)) \(reason).",
            hint: "Run the command of the profile by hand to see its own message.")
    }
}
