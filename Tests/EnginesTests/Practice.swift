import AWS
import Drill
import FoundationEssentials
import Model
import Support
import Synchronization

@testable import Engines

/// A client whose far end is the practice world, breakable, on a clock that stands still.
struct Practice {
    let clock: ManualClock
    let far: FaultyTransport
    let client: AWSClient

    init(
        _ world: DrillWorld = .night(), clock: ManualClock = ManualClock(), transport: (any Transport)? = nil, attempts: Int = 1
    ) {
        far = FaultyTransport(transport ?? DrillTransport(world: world, clock: clock), clock: clock)
        client = AWSClient(
            transport: far, credentials: FixedCredentials(), endpoints: FixedEndpoints(), signer: SigV4Signer(),
            region: "us-east-1",
            clock: clock, retry: RetryPolicy(maximumAttempts: attempts), jitter: { 0.5 })
        self.clock = clock
    }
}

private struct FixedCredentials: CredentialsProvider {
    func credentials() async throws -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", source: "test")
    }

    func invalidate(_ credentials: AWSCredentials) async {}
}

private struct FixedEndpoints: EndpointResolver {
    func endpoint(for service: AWSService, region: String) throws -> Endpoint {
        Endpoint(
            scheme: "https", host: "\(service.rawValue).\(region).amazonaws.com", signingRegion: region,
            signingName: service.rawValue)
    }
}

/// Collects what a poller tells, so that a test can wait for the next word.
final class Emissions<Row: Sendable & Equatable>: Sendable {
    private let list = Mutex<[PaneSnapshot<Row>]>([])

    var all: [PaneSnapshot<Row>] { list.withLock { $0 } }
    var last: PaneSnapshot<Row>? { all.last }

    func add(_ snapshot: PaneSnapshot<Row>) { list.withLock { $0.append(snapshot) } }
}

extension Practice {
    func lambda(
        _ settings: LambdaSettings = LambdaSettings(), last: PaneSnapshot<LambdaFunction>? = nil,
        budget: Budget = Budget(dollarsPerHour: 1000)
    ) -> (poller: LambdaPoller, heard: Emissions<LambdaFunction>) {
        let heard = Emissions<LambdaFunction>()
        return (
            LambdaPoller(client: client, settings: settings, budget: budget, clock: clock, last: last) { heard.add($0) }, heard
        )
    }

    func queues(
        _ settings: QueuesSettings = QueuesSettings(), budget: Budget = Budget(dollarsPerHour: 1000)
    ) -> (poller: QueuesPoller, heard: Emissions<Queue>) {
        let heard = Emissions<Queue>()
        return (QueuesPoller(client: client, settings: settings, budget: budget, clock: clock) { heard.add($0) }, heard)
    }

    func alarms(_ settings: AlarmsSettings = AlarmsSettings()) -> (poller: AlarmsPoller, heard: Emissions<Alarm>) {
        let heard = Emissions<Alarm>()
        return (AlarmsPoller(client: client, settings: settings, clock: clock) { heard.add($0) }, heard)
    }
}

/// Answers as a closure says, for far ends that misbehave in ways of their own.
struct ScriptedTransport: Transport {
    let answer: @Sendable (HTTPRequest) async throws -> HTTPResponse
    func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await answer(request) }
}

extension Practice {
    /// Runs `body` to its end, letting time pass whenever it waits for it.
    func drive<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        let ticking = Task { [clock] in
            while !Task.isCancelled {
                await clock.waitForSleepers()
                clock.advanceToNextDeadline()
            }
        }
        defer { ticking.cancel() }
        return await body()
    }

    /// Lets time pass from one sleeper to the next until something has come about.
    func wait(until isTrue: () -> Bool) async {
        while !isTrue() {
            await clock.waitForSleepers()
            guard !isTrue() else { return }
            clock.advanceToNextDeadline()
        }
    }
}
