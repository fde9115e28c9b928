import Model

/// Credentials of one AWS context: found in the CLI's order, kept, renewed before they expire, one renewal at a time.
/// Each renewal reads the files anew, so what `aws sso login` or an editor changes is seen without a restart.
package actor CredentialChain: CredentialsProvider {
    private let load: @Sendable () async throws -> AWSCredentials
    private let clock: any WallClock
    private var policy = RefreshPolicy()
    /// The one renewal under way.
    private var flight: Task<Void, Never>?
    /// False when nobody waits for it on purpose: it then ends by itself.
    private var flightEndsWithItsWaiters = false
    private var waiters: [Int: CheckedContinuation<AWSCredentials, any Error>] = [:]
    private var nextWaiter = 0

    /// - Parameter configuration: Tells where to look; its files are read again at each renewal.
    package init(configuration: AWSConfiguration, dependencies: CredentialDependencies) {
        clock = dependencies.clock
        load = {
            let current: AWSConfiguration
            do throws(ConfigurationError) {
                current = try AWSConfiguration(options: configuration.options, environment: configuration.environment)
            } catch {
                throw error.asCredentialsError
            }
            return try await CredentialLoader(configuration: current, dependencies: dependencies).load()
        }
    }

    /// - Throws: ``AWSError``: `.credentials`, or `.cancelled` when the caller's task was cancelled.
    package func credentials() async throws -> AWSCredentials {
        switch policy.step(at: clock.now) {
        case .use(let credentials):
            return credentials
        case .useAndRefresh(let credentials):
            if flight == nil { start(endsWithItsWaiters: false) }
            return credentials
        case .waitForRefresh:
            return try await wait()
        }
    }

    package func invalidate(_ credentials: AWSCredentials) {
        policy.refuse(credentials)
    }

    private func wait() async throws -> AWSCredentials {
        let id = nextWaiter
        nextWaiter += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard !Task.isCancelled else { return continuation.resume(throwing: AWSError.cancelledWhileFetching) }
                waiters[id] = continuation
                if flight == nil { start(endsWithItsWaiters: true) }
            }
        } onCancel: {
            Task { await self.leave(id) }
        }
    }

    /// Ends one waiting at once; the last to leave ends the renewal too.
    private func leave(_ id: Int) {
        waiters.removeValue(forKey: id)?.resume(throwing: AWSError.cancelledWhileFetching)
        if waiters.isEmpty, flightEndsWithItsWaiters { flight?.cancel() }
    }

    private func start(endsWithItsWaiters: Bool) {
        flightEndsWithItsWaiters = endsWithItsWaiters
        flight = Task { [load] in
            do {
                let credentials = try await load()
                land(.success(credentials))
            } catch {
                land(.failure(error))
            }
        }
    }

    private func land(_ result: Result<AWSCredentials, any Error>) {
        let wasCancelled = flight?.isCancelled == true
        flight = nil
        let now = clock.now
        var result = result
        if case .success(let credentials) = result {
            if let expiration = credentials.expiration, expiration <= now {
                result = .failure(Self.stillExpired(credentials))
            } else {
                policy.succeed(credentials, at: now)
            }
        }
        if case .failure = result {
            policy.fail(at: now)
            // Those who came after the last had left wait for one of their own.
            if wasCancelled, !waiters.isEmpty { return start(endsWithItsWaiters: true) }
        }
        let landed = waiters.values
        waiters = [:]
        for waiter in landed { waiter.resume(with: result) }
    }

    private static func stillExpired(_ credentials: AWSCredentials) -> AWSError {
        AWSError(
            .credentials, code: "ExpiredCredentials", message: "The AWS credentials from \(credentials.source) have expired.",
            hint: "Renew them where they come from; check the machine's clock if they should still be valid.")
    }
}
