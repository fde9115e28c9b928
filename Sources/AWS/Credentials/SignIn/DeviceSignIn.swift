import FoundationEssentials
package import Model

/// Signs a person in to IAM Identity Center with a link and a code, as `aws sso login --use-device-code` does, and keeps the token
/// where the CLI keeps it, so that both go on with it.
package struct DeviceSignIn: Sendable {
    package typealias Tell = @Sendable (SignInStep) async -> Void

    private let settings: SSOSettings
    private let environment: AWSEnvironment
    private let clock: any WallClock
    private let oidc: OIDCCaller

    /// - Parameter profile: One with `sso_account_id` and `sso_role_name`, in either form.
    /// - Throws: ``AWSError`` for a profile that does not sign in so, or whose settings contradict each other.
    package init(profile: String, configuration: AWSConfiguration, dependencies: CredentialDependencies) throws {
        guard let settings = try SSOSettings(of: profile, in: configuration.files) else {
            throw AWSError.invalidConfig(
                "Profile \"\(profile)\" does not sign in through IAM Identity Center.",
                hint: "Run `aws configure sso` to make one.")
        }
        self.settings = settings
        environment = configuration.environment
        clock = dependencies.clock
        let caller = CredentialCaller(dependencies: dependencies, endpoints: StandardEndpoints(configuration))
        oidc = OIDCCaller(caller: caller, region: settings.region)
    }

    var profileName: String { settings.profileName }

    /// Tells each step; the last one is `.done` or `.failed`. Ends without a word when the task is cancelled.
    package func run(_ tell: Tell) async {
        await tell(.starting)
        do {
            let registration = try await registration()
            let (client, device) = try await authorization(registration)
            let expiry = try await token(client, device, tell)
            await tell(.done(validUntil: expiry))
        } catch let error as AWSError where error.kind == .cancelled {
            return
        } catch is CancellationError {
            return
        } catch {
            await tell(.failed(problem(error)))
        }
    }
}

extension DeviceSignIn {
    /// The one in the cache, or a new one.
    private func registration(isFresh: Bool = false) async throws -> ClientRegistration {
        let path = environment.expand(path: ClientRegistration.path(settings))
        if !isFresh, let data = try environment.contents(ofToken: path),
            let kept = try? JSONDecoder().decode(ClientRegistration.self, from: data), kept.isUsable(at: clock.now)
        {
            return kept
        }
        // The CLI's own way: the session's name, or the time where a profile has none.
        let name = settings.sessionName ?? String(Int(clock.now.timeIntervalSince1970))
        let answer = try await oidc.call(
            RegisterClient.self, RegisterClient.Input(clientName: "nightdesk-\(name)", scopes: settings.scopes))
        let made = ClientRegistration(
            clientId: answer.clientId, clientSecret: answer.clientSecret,
            expiresAt: ExpiryTime.text(Date(timeIntervalSince1970: answer.clientSecretExpiresAt)), scopes: settings.scopes)
        // It counts also where it cannot be kept for the next time.
        try? environment.writeFile(path, try TokenFile.encode(made))
        return made
    }

    private typealias Device = (code: String, link: DeviceLink, poll: DevicePoll)

    /// A registration that the service has forgotten is made anew, once.
    private func authorization(_ kept: ClientRegistration) async throws -> (ClientRegistration, Device) {
        do {
            return (kept, try await start(kept))
        } catch OIDCCaller.Refusal.invalidClient {
            let fresh = try await registration(isFresh: true)
            return (fresh, try await start(fresh))
        }
    }

    private func start(_ client: ClientRegistration) async throws -> Device {
        let answer = try await oidc.call(
            StartDeviceAuthorization.self,
            .init(clientId: client.clientId, clientSecret: client.clientSecret, startUrl: settings.startURL))
        let expiresAt = clock.now.addingTimeInterval(answer.expiresIn)
        let link = DeviceLink(
            url: answer.verificationUri, urlWithCode: answer.verificationUriComplete ?? answer.verificationUri,
            userCode: answer.userCode, expiresAt: expiresAt)
        guard Self.isPlain(link.url), Self.isPlain(link.urlWithCode) else {
            throw CodecError("the link in the answer to StartDeviceAuthorization is no URL")
        }
        return (answer.deviceCode, link, DevicePoll(expiresAt: expiresAt, intervalSeconds: answer.interval))
    }

    /// A URL of the web in printable ASCII: it is going to be pasted into a browser, perhaps into a shell.
    private static func isPlain(_ url: String) -> Bool {
        (url.hasPrefix("https://") || url.hasPrefix("http://")) && url.utf8.allSatisfy { (33...126).contains($0) }
    }

    /// Asks until a person has allowed it or the code has run out; keeps the token.
    private func token(_ client: ClientRegistration, _ device: Device, _ tell: Tell) async throws -> Date {
        var poll = device.poll
        var next = poll.first(after: clock.now)
        var trouble: String?
        await tell(.waiting(device.link, trouble: nil))
        while true {
            try await clock.sleep(until: next)
            let answer: DevicePoll.Answer
            switch try await ask(client, device) {
            case .token(let token): return try keep(token, client)
            case .none(let why, let news):
                answer = why
                if news != trouble { await tell(.waiting(device.link, trouble: news)) }
                trouble = news
            }
            switch poll.step(after: answer, at: clock.now) {
            case .tryAgain(let moment): next = moment
            case .end(let failure): throw failure
            }
        }
    }

    private enum Reply {
        case token(CreateToken.Output)
        case none(DevicePoll.Answer, trouble: String?)
    }

    /// A fault of the network or the service ends nothing: it may be over before the code is.
    private func ask(_ client: ClientRegistration, _ device: Device) async throws -> Reply {
        do {
            let input = CreateToken.Input.device(device.code, clientId: client.clientId, clientSecret: client.clientSecret)
            return .token(try await oidc.call(CreateToken.self, input))
        } catch let refusal as OIDCCaller.Refusal {
            if let fault = refusal.fault { return .none(.noConnection, trouble: fault) }
            return .none(refusal.answer, trouble: nil)
        } catch let error as AWSError where error.kind != .cancelled {
            return .none(.noConnection, trouble: error.message)
        }
    }

    private func keep(_ answer: CreateToken.Output, _ client: ClientRegistration) throws -> Date {
        let expiry = clock.now.addingTimeInterval(answer.expiresIn)
        let token = SSOToken(
            startUrl: settings.startURL, region: settings.region, accessToken: answer.accessToken,
            expiresAt: ExpiryTime.text(expiry), clientId: client.clientId, clientSecret: client.clientSecret,
            registrationExpiresAt: client.expiresAt, refreshToken: answer.refreshToken)
        try environment.writeFile(environment.expand(path: settings.tokenPath), try TokenFile.encode(token))
        return expiry
    }
}

extension OIDCCaller.Refusal {
    /// A fault on the service's side, in words; nil for a real refusal.
    fileprivate var fault: String? {
        guard case .other(let code, let status, _) = self, status >= 500 || status == 429 else { return nil }
        return "IAM Identity Center has a fault of its own (\(code))."
    }

    fileprivate var answer: DevicePoll.Answer {
        switch self {
        case .pending: .pending
        case .slowDown: .slowDown
        case .expired: .expired
        case .denied: .denied
        case .invalidClient: .refused("invalid_client")
        case .other(let code, _, _): .refused(code)
        }
    }
}
