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
        guard let serial = role.mfaSerial else {
            return try await trade(identity(below: role, of: name, visited: visited), for: role, of: name, code: nil)
        }
        return try await withCode(CodeQuestion(profile: name, serial: serial), role) {
            try await trade(identity(below: role, of: name, visited: visited), for: role, of: name, code: $0)
        }
    }

    private func identity(below role: RoleSettings, of name: String, visited: [String]) async throws -> AWSCredentials {
        switch role.source {
        case .named(let source): try await credentials(from: source, name)
        case .profile(let source): try await credentials(from: source, visited: visited + [source])
        }
    }

    private func trade(
        _ identity: AWSCredentials, for role: RoleSettings, of name: String, code: OneTimeCode?
    ) async throws -> AWSCredentials {
        let now = Int(loader.dependencies.clock.now.timeIntervalSince1970)
        var input = role.input(defaultSessionName: "nightdesk-\(now)")
        if let code { (input.serialNumber, input.tokenCode) = (role.mfaSerial, code.digits) }
        return try await SecurityTokenService(caller: loader.caller, region: loader.region)
            .call(AssumeRole.self, input, signedBy: identity, word: "assume-role", profile: name)
    }

    /// One code serves until the role's credentials end, here and in the CLI. A code that STS does not take is asked for again.
    private func withCode(
        _ question: CodeQuestion, _ role: RoleSettings, _ trade: (OneTimeCode) async throws -> AWSCredentials
    ) async throws -> AWSCredentials {
        let now = loader.dependencies.clock.now
        let cache = RoleCache(role: role, environment: loader.configuration.environment)
        let kept = cache.credentials(at: now)
        if let kept, !RefreshPolicy.isDue(kept, at: now) { return kept }
        var question = question
        question.validUntil = kept?.expiration
        do {
            var fresh = try await traded(question, trade)
            fresh.isRenewedByHand = true
            cache.keep(fresh)
            return fresh
        } catch let error as AWSError where error.code == "MFARequired" {
            // Nobody has answered yet; meanwhile the old ones serve to their end.
            guard let kept else { throw error }
            return kept
        }
    }

    private func traded(
        _ question: CodeQuestion, _ trade: (OneTimeCode) async throws -> AWSCredentials
    ) async throws -> AWSCredentials {
        var question = question
        while true {
            let code = try await loader.dependencies.codePrompt.code(for: question)
            do {
                return try await trade(code)
            } catch var error as AWSError {
                question.reason = "STS did not take the last code: each serves once, and for half a minute."
                if error.refusesCode { continue }
                question.reason = nil
                error.remedy = error.remedy ?? .enterCode(question)
                throw error
            }
        }
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

extension AWSError {
    /// True when STS found fault with the MFA code, and another one may do.
    fileprivate var refusesCode: Bool { code == "AccessDenied" && message.contains("MultiFactorAuthentication failed") }
}
