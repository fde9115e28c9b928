import FoundationEssentials

/// Asks all sources, in the order of botocore's `create_credential_resolver`; the first that has credentials wins.
struct CredentialLoader: Sendable {
    let configuration: AWSConfiguration
    let dependencies: CredentialDependencies

    func load() async throws -> AWSCredentials {
        for source in sources {
            if let credentials = try await source.load() { return credentials }
        }
        throw AWSError(
            .credentials, code: "NoCredentialsError",
            message: "No AWS credentials: none in the environment, in profile \"\(configuration.effectiveProfileName)\" of "
                + "\(configuration.files.configPath) or \(configuration.files.credentialsPath), from a container or from an instance role.",
            hint: "Choose a profile with --profile or AWS_PROFILE, or make one with `aws configure` or `aws configure sso`.")
    }

    private var sources: [any CredentialSource] {
        let profile = configuration.effectiveProfileName
        let first: [any CredentialSource] = configuration.namesProfileExplicitly ? [] : [environmentSource]
        return first + [AssumeRoleSource(profileName: profile, loader: self)]
            + profileSources(profile, readsVariables: !configuration.namesProfileExplicitly)
            + [containerSource, instanceSource]
    }

    /// What one profile can give without assuming a role from another.
    func profileSources(_ name: String, readsVariables: Bool) -> [any CredentialSource] {
        [
            WebIdentitySource(profileName: name, readsVariables: readsVariables, loader: self),
            SSOSource(profileName: name, loader: self),
            FileKeysSource(
                profile: configuration.files.credentialProfiles[name], place: configuration.files.credentialsPath,
                word: "shared-credentials-file"),
            LoginSource(profileName: name, loader: self),
            ProcessSource(profileName: name, loader: self),
            FileKeysSource(
                profile: configuration.files.configProfiles[name], place: configuration.files.configPath, word: "config-file"),
        ]
    }

    var environmentSource: EnvironmentSource { EnvironmentSource(environment: configuration.environment) }
    var containerSource: ContainerSource { ContainerSource(environment: configuration.environment, dependencies: dependencies) }
    var instanceSource: InstanceMetadataSource {
        InstanceMetadataSource(settings: configuration.metadata, dependencies: dependencies)
    }

    func profile(_ name: String) -> Profile { configuration.files.profiles[name] ?? Profile() }

    /// The session's region; services without one of their own are asked in us-east-1 then.
    var region: String { configuration.region ?? "us-east-1" }

    var caller: CredentialCaller {
        CredentialCaller(dependencies: dependencies, endpoints: StandardEndpoints(configuration))
    }
}
