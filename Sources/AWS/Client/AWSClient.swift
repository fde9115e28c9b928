import FoundationEssentials
package import Model
import Synchronization

/// Calls AWS in one region with one identity: retry around (credentials, sign with the time now, send), then decode.
/// Requests in one client share the retry budget and what has been learnt about the service's clock.
package final class AWSClient: Sendable {
    package let region: String
    package let meter: APIMeterRecorder
    package let limiter: RateLimiter
    let transport: any Transport
    let credentials: any CredentialsProvider
    let endpoints: any EndpointResolver
    let signer: any RequestSigner
    let clock: any WallClock
    let policy: RetryPolicy
    let userAgent: String
    let timeout: Duration
    let jitter: @Sendable () -> Double
    private let memory = Mutex(Memory())

    private struct Memory {
        var budget = RetryBudget()
        /// Service's time − ours, in seconds.
        var clockOffset = 0.0
    }

    /// - Parameters:
    ///   - limiter: Shared by the clients of one account; nil for one of its own.
    ///   - timeout: Of one attempt, from connecting to the last byte.
    ///   - jitter: Gives 0..<1; tests hand in a fixed sequence.
    package init(
        transport: any Transport, credentials: any CredentialsProvider, endpoints: any EndpointResolver,
        signer: any RequestSigner,
        region: String, clock: any WallClock = SystemClock(), retry: RetryPolicy = RetryPolicy(), limiter: RateLimiter? = nil,
        meter: APIMeterRecorder = APIMeterRecorder(), version: String = "0", timeout: Duration = .seconds(30),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.transport = transport
        self.credentials = credentials
        self.endpoints = endpoints
        self.signer = signer
        self.region = region
        self.clock = clock
        self.policy = retry
        self.limiter = limiter ?? RateLimiter(clock: clock)
        self.meter = meter
        self.userAgent = "nightdesk/\(version)"
        self.timeout = timeout
        self.jitter = jitter
    }

    /// Calls and waits for the answer, retries included.
    /// - Throws: ``AWSError``; `.cancelled` at once when the task is cancelled, also while it waits before a retry.
    package func call<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input
    ) async throws(AWSError) -> Operation.Output {
        let transport = transport
        return try await call(operation, input) { try await transport.send($0) }
    }

    /// - Parameter send: Sends the signed request of one attempt; throws ``TransportError``.
    func call<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input,
        over send: @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) async throws(AWSError) -> Operation.Output {
        let call = CallName(target: Operation.target, region: region)
        let draft = try draft(operation, input, call: call)
        var state = RetryState(policy: policy, mayRepeat: Operation.mayRepeat)
        var refused: AWSCredentials?
        while true {
            let attempt = try await makeAttempt(operation, input, draft, refused: refused, call: call, over: send)
            switch attempt.result {
            case .success(let output):
                memory.withLock { $0.budget.giveBack(state.reward()) }
                return output
            case .failure(let failure):
                let jitter = jitter()
                switch memory.withLock({ state.step(after: failure, budget: &$0.budget, jitter: jitter) }) {
                case .giveUp: throw failure.error
                case .wait(let delay): try await wait(delay, call: call)
                case .correctClock(let serviceTime): learn(serviceTime)
                case .renewCredentials:
                    guard let used = attempt.credentials else { throw failure.error }
                    await credentials.invalidate(used)
                    refused = used
                }
            }
        }
    }

    /// Seconds that the service's clock is ahead of the machine's, as far as a refused signature has shown; else 0.
    package var clockOffset: Double { memory.withLock { $0.clockOffset } }

    /// The machine's time, corrected by what services have said.
    var serviceTime: Date { clock.now.addingTimeInterval(clockOffset) }

    private func learn(_ serviceTime: Date) {
        let offset = serviceTime.timeIntervalSince(clock.now)
        memory.withLock { $0.clockOffset = offset }
    }

    private func wait(_ delay: Duration, call: CallName) async throws(AWSError) {
        do {
            try await clock.sleep(until: clock.now.addingTimeInterval(delay / .seconds(1)))
        } catch {
            throw .cancelled(call)
        }
    }
}

extension AWSError {
    static func cancelled(_ call: CallName) -> AWSError {
        AWSError(.cancelled, code: "Cancelled", message: "\(call.text) was cancelled.")
    }
}
