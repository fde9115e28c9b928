extension AWSConfiguration {
    /// Keys of a profile that say where its credentials come from.
    private static let credentialKeys = [
        "aws_access_key_id", "role_arn", "web_identity_token_file", "sso_session", "sso_account_id", "sso_role_name",
        "login_session", "credential_process",
    ]

    private static let credentialVariables = [
        "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ]

    /// True when a flag, the environment or the shared files say where credentials come from: the implicit context is then `aws`
    /// and else `drill` (contract, "Files and environment"). Asks no network and reads two files at most. A file that cannot be
    /// parsed counts, so that its error is seen instead of a practice world.
    package static func hasCredentialHints(options: AWSOptions, environment: AWSEnvironment) -> Bool {
        if options.profile != nil || credentialVariables.contains(where: { environment[$0] != nil }) { return true }
        guard let files = try? SharedFiles(environment) else { return true }
        return files.profiles["default"]?.has(anyOf: credentialKeys) == true
    }
}
