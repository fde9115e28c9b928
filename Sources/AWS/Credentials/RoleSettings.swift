import SigV4

/// How a profile assumes its role, checked as botocore's AssumeRoleProvider does.
struct RoleSettings: Equatable {
    enum Source: Equatable {
        case profile(String)
        case named(NamedSource)
    }

    /// `credential_source`; spelled exactly so.
    enum NamedSource: String, CaseIterable {
        case environment = "Environment"
        case instance = "Ec2InstanceMetadata"
        case container = "EcsContainer"
    }

    let roleARN: String
    let source: Source
    let externalID: String?
    let sessionName: String?
    /// As written, when it is a whole number.
    let durationSeconds: Int?
    let mfaSerial: String?

    /// A profile with a web identity token is not meant here, though it has a role.
    static func areIn(_ profile: Profile) -> Bool {
        profile["role_arn"] != nil && profile["web_identity_token_file"] == nil
    }

    static func hasKeys(_ profile: Profile) -> Bool { profile.has(anyOf: ["aws_access_key_id", "aws_secret_access_key"]) }

    /// - Parameter visited: The profiles that led here, this one last.
    /// - Throws: ``AWSError``: a source too many or too few, one that does not exist, a circle.
    init(of name: String, in profiles: [String: Profile], visited: [String]) throws {
        let profile = profiles[name] ?? Profile()
        roleARN = profile["role_arn"] ?? ""
        externalID = profile["external_id"]
        sessionName = profile["role_session_name"]
        durationSeconds = profile["duration_seconds"].flatMap { Int($0) }
        mfaSerial = profile["mfa_serial"]
        switch (profile["source_profile"], profile["credential_source"]) {
        case (.some, .some):
            throw AWSError.invalidConfig(
                "Profile \"\(name)\" has both source_profile and credential_source.", hint: "Take one of the two away.")
        case (nil, nil):
            throw AWSError.partialCredentials("profile \"\(name)\"", missing: "source_profile or credential_source")
        case (nil, let word?):
            guard let source = NamedSource(rawValue: word) else {
                throw AWSError.invalidConfig(
                    "Profile \"\(name)\" has the credential_source \"\(word)\", which is not known.",
                    hint: "Known are \(NamedSource.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            self.source = .named(source)
        case (let other?, nil):
            try Self.check(other, from: name, profiles, visited)
            source = .profile(other)
        }
    }

    /// A profile may name itself when it has keys of its own, but only as the first.
    private static func check(
        _ source: String, from name: String, _ profiles: [String: Profile], _ visited: [String]
    ) throws {
        guard let profile = profiles[source] else {
            throw AWSError.invalidConfig(
                "Profile \"\(name)\" has the source_profile \"\(source)\", which does not exist.",
                hint: "Correct the name, or add [profile \(source)].")
        }
        guard visited.contains(source) else { return }
        guard source == name, hasKeys(profile) else {
            throw AWSError(
                .credentials, code: "InfiniteLoopConfigError",
                message: "The source_profile keys go round in a circle: \((visited + [source]).joined(separator: " → ")).",
                hint: "Let one of these profiles have credentials of its own.")
        }
    }

    /// - Parameter defaultSessionName: Where the profile names none.
    func input(defaultSessionName: String) -> AssumeRole.Input {
        AssumeRole.Input(
            roleARN: roleARN, roleSessionName: sessionName ?? defaultSessionName, externalID: externalID,
            durationSeconds: durationSeconds)
    }

    /// The file below `~/.aws/cli/cache` where the AWS CLI keeps what this role gave it: SHA-1 of Python's sorted JSON.
    var cliCacheName: String {
        let json = PythonJSON.object([
            ("DurationSeconds", durationSeconds.map(String.init)), ("ExternalId", externalID.map(PythonJSON.string)),
            ("RoleArn", PythonJSON.string(roleARN)), ("RoleSessionName", sessionName.map(PythonJSON.string)),
            ("SerialNumber", mfaSerial.map(PythonJSON.string)),
        ])
        return Digest.hex(Digest.sha1(json)) + ".json"
    }
}
