package import FoundationEssentials

/// How a profile stands with what a person has to renew: its IAM Identity Center session and its MFA device. Shows no token.
package enum SignInState: Sendable, Equatable {
    /// - Parameter refreshes: True when it is renewed without a person as long as the registration lasts.
    case session(name: String, profile: String, validUntil: Date, refreshes: Bool)
    /// No token, or one that has ended and cannot be renewed; the reason in words.
    case noSession(name: String, profile: String, reason: String)
    /// - Parameter validUntil: nil when a code will be asked for.
    case device(serial: String, profile: String, validUntil: Date?)
}

extension AWSConfiguration {
    /// Of the profile in use and those that its role starts from, in that order. Reads the CLI's caches, asks no network.
    /// - Throws: ``AWSError`` for settings that contradict each other.
    package func signInStates(at now: Date) throws -> [SignInState] {
        var states: [SignInState] = []
        var visited: [String] = []
        var next: String? = effectiveProfileName
        while let name = next, !visited.contains(name) {
            visited.append(name)
            next = nil
            if let profile = files.profiles[name], RoleSettings.areIn(profile) {
                let role = try RoleSettings(of: name, in: files.profiles, visited: visited)
                if let serial = role.mfaSerial {
                    let kept = RoleCache(role: role, environment: environment).credentials(at: now)
                    states.append(.device(serial: serial, profile: name, validUntil: kept?.expiration))
                }
                if case .profile(let source) = role.source { next = source }
            } else if let settings = try SSOSettings(of: name, in: files) {
                states.append(try settings.state(environment, at: now))
            }
        }
        return states
    }
}

extension SSOSettings {
    func state(_ environment: AWSEnvironment, at now: Date) throws -> SignInState {
        let name = sessionName ?? startURL
        func none(_ reason: String) -> SignInState { .noSession(name: name, profile: profileName, reason: reason) }
        guard let data = try environment.contents(ofToken: environment.expand(path: tokenPath)) else {
            return none("has not begun")
        }
        guard let token = try? JSONDecoder().decode(SSOToken.self, from: data), let expiry = ExpiryTime.parse(token.expiresAt)
        else {
            return none("has a token file that cannot be read")
        }
        let refreshes = sessionName != nil && token.canRefresh(at: now)
        guard expiry > now || refreshes else { return none("has expired") }
        return .session(name: name, profile: profileName, validUntil: expiry, refreshes: refreshes)
    }
}

extension SSOToken {
    /// True when the token's own registration and refresh token are there and good.
    func canRefresh(at now: Date) -> Bool {
        guard refreshToken != nil, clientId != nil, clientSecret != nil, let registrationExpiresAt,
            let end = ExpiryTime.parse(registrationExpiresAt)
        else { return false }
        return end > now
    }
}
