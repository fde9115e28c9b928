import FoundationEssentials
import Model

/// A profile with `role_arn`, and the chain of profiles below it.
struct AssumeRoleSource: CredentialSource {
    let profileName: String
    let loader: CredentialLoader

    func load() async throws -> AWSCredentials? {
        guard RoleSettings.areIn(loader.profile(profileName)) else { return nil }
        return try await assume(profileName, visited: [profileName])
    }

    private func assume(_ name: String, visited: [String]) async throws -> AWSCredentials {
        let role = try RoleSettings(of: name, in: loader.configuration.files.profiles, visited: visited)
        if role.mfaSerial != nil { return try CLICache(loader: loader).credentials(of: role, profile: name) }
        let identity =
            switch role.source {
            case .named(let source): try await credentials(from: source, name)
            case .profile(let source): try await credentials(from: source, visited: visited + [source])
            }
        let now = Int(loader.dependencies.clock.now.timeIntervalSince1970)
        return try await SecurityTokenService(caller: loader.caller, region: loader.region)
            .call(
                AssumeRole.self, role.input(defaultSessionName: "nightdesk-\(now)"), signedBy: identity, word: "assume-role",
                profile: name)
    }

    /// Own credentials of the profile go before a role that it names too.
    private func credentials(from name: String, visited: [String]) async throws -> AWSCredentials {
        let profile = loader.profile(name)
        guard RoleSettings.hasKeys(profile) || !RoleSettings.areIn(profile) else {
            return try await assume(name, visited: visited)
        }
        for source in loader.profileSources(name, readsVariables: false) {
            if let credentials = try await source.load() { return credentials }
        }
        throw AWSError.invalidConfig(
            "The source_profile \"\(name)\" has no credentials.", hint: "Give it some (`aws configure --profile \(name)`).")
    }

    private func credentials(from source: RoleSettings.NamedSource, _ name: String) async throws -> AWSCredentials {
        let credentials =
            switch source {
            case .environment: try loader.environmentSource.load()
            case .container: try await loader.containerSource.load()
            case .instance: try await loader.instanceSource.load()
            }
        guard let credentials else {
            throw AWSError.retrieval(
                "Profile \"\(name)\" takes its credentials from \(source.rawValue), and there are none.",
                hint: "Run where they are, or name a source_profile instead.")
        }
        return credentials
    }
}

/// What the AWS CLI has got for a role that asks for an MFA code, which a full-screen console cannot ask for by itself.
struct CLICache {
    let loader: CredentialLoader

    private struct Entry: Decodable {
        struct Keys: Decodable {
            let AccessKeyId: String
            let SecretAccessKey: String
            let SessionToken: String
            let Expiration: String
        }
        let Credentials: Keys
    }

    func credentials(of role: RoleSettings, profile: String) throws -> AWSCredentials {
        let environment = loader.configuration.environment
        let path = environment.expand(path: "~/.aws/cli/cache/" + role.cliCacheName)
        guard let data = try? environment.readFile(path), let entry = try? JSONDecoder().decode(Entry.self, from: data),
            let expiration = ExpiryTime.parse(entry.Credentials.Expiration), expiration > loader.dependencies.clock.now
        else {
            throw AWSError(
                .credentials, code: "MFARequired",
                message:
                    "Profile \"\(profile)\" asks for an MFA code (mfa_serial), and the AWS CLI has no valid credentials of it.",
                hint: "Run `aws sts get-caller-identity --profile \(profile)` once and type the code there.")
        }
        return AWSCredentials(
            accessKeyID: entry.Credentials.AccessKeyId, secretAccessKey: entry.Credentials.SecretAccessKey,
            sessionToken: entry.Credentials.SessionToken, expiration: expiration, source: "assume-role")
    }
}
