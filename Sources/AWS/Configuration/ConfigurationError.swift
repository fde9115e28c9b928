/// A setting of AWS's files, variables or flags that cannot be used. Shows no secret.
package struct ConfigurationError: Error, Sendable, Equatable {
    /// botocore's name for it where it has one: `ConfigParseError`, `ProfileNotFound`, `InvalidConfigError` …
    package var code: String
    /// What was read, where, and what is wrong with it.
    package var message: String
    package var hint: String

    package init(code: String, message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The same for those who ask for credentials.
    package var asCredentialsError: AWSError { AWSError(.credentials, code: code, message: message, hint: hint) }
}
