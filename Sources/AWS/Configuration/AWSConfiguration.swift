/// All settings of one AWS context, resolved by the rules of AWS CLI v2: flag, variable, profile, default.
package struct AWSConfiguration: Sendable {
    package enum RetryMode: String, Sendable, CaseIterable { case legacy, standard, adaptive }

    package let options: AWSOptions
    package let environment: AWSEnvironment
    package let files: SharedFiles
    /// The profile that was asked for; nil when none was and `default` serves, if there is one.
    package let profileName: String?
    package let region: String?
    /// Of the first try and all repeats, at least 1.
    package let maxAttempts: Int
    package let retryMode: RetryMode
    /// Path of a PEM file that replaces the system's certificate authorities.
    package let caBundle: String?
    package let usesFIPS: Bool
    package let usesDualStack: Bool
    package let metadata: MetadataSettings

    /// - Throws: ``ConfigurationError``: a file that cannot be parsed, `ProfileNotFound`, a number that is none.
    package init(options: AWSOptions = AWSOptions(), environment: AWSEnvironment = .current()) throws(ConfigurationError) {
        self.options = options
        self.environment = environment
        files = try SharedFiles(environment)
        profileName = Self.profileName(options, environment)
        if let profileName, files.profiles[profileName] == nil {
            throw ConfigurationError(
                code: "ProfileNotFound",
                message: "The AWS profile \"\(profileName)\" is neither in \(files.configPath) nor in \(files.credentialsPath).",
                hint:
                    "Choose one that is (`aws configure list-profiles`), or make it with `aws configure --profile \(profileName)`."
            )
        }
        let settings = Settings(profile: files.profiles[profileName ?? "default"] ?? Profile(), environment: environment)
        region = options.region ?? settings["region", "AWS_REGION", "AWS_DEFAULT_REGION"]
        maxAttempts = try settings.number("max_attempts", "AWS_MAX_ATTEMPTS") ?? 3
        retryMode = try settings.choice("retry_mode", "AWS_RETRY_MODE") ?? .standard
        caBundle = settings["ca_bundle", "AWS_CA_BUNDLE"]
        usesFIPS = settings.flag("use_fips_endpoint", "AWS_USE_FIPS_ENDPOINT")
        usesDualStack = settings.flag("use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT")
        metadata = try MetadataSettings(settings)
    }

    /// The profile in use; empty when there is none.
    package var profile: Profile { files.profiles[effectiveProfileName] ?? Profile() }

    package var effectiveProfileName: String { profileName ?? "default" }

    /// True when a flag or a context names the profile: then the variables with keys and tokens do not count.
    package var namesProfileExplicitly: Bool { options.profile != nil }

    static func profileName(_ options: AWSOptions, _ environment: AWSEnvironment) -> String? {
        options.profile ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"]
    }

    var settings: Settings { Settings(profile: profile, environment: environment) }
}

/// One look at a setting: its variables in their order, then its key in the profile.
struct Settings {
    let profile: Profile
    let environment: AWSEnvironment

    subscript(_ key: String, _ variables: String...) -> String? { value(key, variables) }

    private func value(_ key: String, _ variables: [String]) -> String? {
        for variable in variables {
            if let value = environment[variable] { return value }
        }
        return profile[key].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// True for `true` in any case, as in botocore; anything else is false.
    func flag(_ key: String, _ variable: String) -> Bool { self[key, variable]?.lowercased() == "true" }

    func number(_ key: String, _ variable: String) throws(ConfigurationError) -> Int? {
        guard let text = self[key, variable] else { return nil }
        guard let number = Int(text), number > 0 else { throw invalid(key, variable, text, "a whole number from 1") }
        return number
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ variable: String
    ) throws(ConfigurationError) -> Choice? where Choice.RawValue == String {
        guard let text = self[key, variable] else { return nil }
        guard let choice = Choice(rawValue: text.lowercased()) else {
            throw invalid(key, variable, text, Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    private func invalid(_ key: String, _ variable: String, _ text: String, _ wanted: String) -> ConfigurationError {
        let place = environment[variable] != nil ? "The variable \(variable)" : "The key \(key) of the AWS profile"
        return ConfigurationError(
            code: "InvalidConfigError", message: "\(place) is \"\(text)\".", hint: "Set it to \(wanted), or take it away.")
    }
}
