import FoundationEssentials

/// One profile, sso-session or services section.
package struct Profile: Sendable, Equatable {
    package var values: [String: String] = [:]
    /// Keys whose value is an indented block, as in `[services x]`.
    package var blocks: [String: [String: String]] = [:]

    package init(values: [String: String] = [:], blocks: [String: [String: String]] = [:]) {
        self.values = values
        self.blocks = blocks
    }

    package subscript(_ key: String) -> String? { values[key] }

    func has(anyOf keys: [String]) -> Bool { keys.contains { values[$0] != nil } }

    mutating func merge(_ other: Profile) {
        values.merge(other.values) { _, theirs in theirs }
        blocks.merge(other.blocks) { _, theirs in theirs }
    }
}

/// `~/.aws/config` and `~/.aws/credentials`, read once.
package struct SharedFiles: Sendable, Equatable {
    /// Of both files; keys of the credentials file win.
    package private(set) var profiles: [String: Profile] = [:]
    package private(set) var ssoSessions: [String: Profile] = [:]
    package private(set) var services: [String: Profile] = [:]
    /// Of the configuration file alone.
    package private(set) var configProfiles: [String: Profile] = [:]
    /// Of the credentials file alone.
    package private(set) var credentialProfiles: [String: Profile] = [:]
    package let configPath: String
    package let credentialsPath: String

    /// Reads two files at most; one that is not there counts as empty.
    /// - Throws: ``ConfigurationError``
    package init(_ environment: AWSEnvironment) throws(ConfigurationError) {
        configPath = environment.expand(path: environment["AWS_CONFIG_FILE"] ?? "~/.aws/config")
        credentialsPath = environment.expand(path: environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials")
        for section in try Self.sections(configPath, environment) { add(section.name, section.content) }
        profiles = configProfiles
        for section in try Self.sections(credentialsPath, environment) {
            credentialProfiles[section.name] = section.content
            profiles[section.name, default: Profile()].merge(section.content)
        }
    }

    private static func sections(
        _ path: String, _ environment: AWSEnvironment
    ) throws(ConfigurationError) -> [(name: String, content: Profile)] {
        guard let data = try environment.contents(of: path) else { return [] }
        return try INIFile(data, path: path).sections
    }

    /// `[profile x]`, `[sso-session x]`, `[services x]` and `[default]`; other sections mean nothing to us. Of two that name the
    /// same thing (`[profile x]`, `[profile "x"]`) the later one holds.
    private mutating func add(_ section: String, _ profile: Profile) {
        if section == "default" {
            configProfiles[section] = profile
        } else if let words = ShellWords.split(section), words.count == 2 {
            if section.hasPrefix("profile") {
                configProfiles[words[1]] = profile
            } else if section.hasPrefix("sso-session") {
                ssoSessions[words[1]] = profile
            } else if section.hasPrefix("services") {
                services[words[1]] = profile
            }
        }
    }
}

extension AWSEnvironment {
    /// ``readFile`` with the one error that it may throw.
    func contents(of path: String) throws(ConfigurationError) -> Data? {
        do {
            return try readFile(path)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(code: "FileAccess", message: "Could not read \(path).", hint: "Check the file.")
        }
    }
}
