package import AWS
package import Model

/// Learns which account the context is in: once, and again after a failure until it is known.
package actor IdentityPoller {
    /// The twelve digits, or why they are not known.
    package typealias Emit = @Sendable (Result<String, Problem>) async -> Void

    private let client: AWSClient
    private let clock: any WallClock
    private let emit: Emit
    private let nap: Nap
    private var pace = Pace(base: .seconds(60))

    package init(client: AWSClient, clock: any WallClock = SystemClock(), emit: @escaping Emit) {
        self.client = client
        self.clock = clock
        self.emit = emit
        nap = Nap(clock: clock)
    }

    /// Returns as soon as the account is known, or when the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let answer = await collect()
            guard !Task.isCancelled else { return }
            await emit(answer)
            if case .success = answer { return }
            await nap.sleep(until: clock.now + pace.delay)
        }
    }

    /// Asks at once instead of after the pause that follows a failure.
    package func refresh() async { await nap.knock() }

    /// Asks once.
    package func collect() async -> Result<String, Problem> {
        switch await client.attempt(GetCallerIdentity.self, GetCallerIdentity.Input()) {
        case .success(let identity): return .success(identity.account)
        case .failure(let error):
            pace.note(.failed(error.kind))
            return .failure(Problem(error))
        }
    }
}
