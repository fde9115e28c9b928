package import AWS
package import FoundationEssentials
import Model
import Synchronization

/// Hands out one set of credentials after the other: the next one after each refusal, the last one for ever.
package actor FakeAWSCredentials: CredentialsProvider {
    private var sets: [AWSCredentials]
    package private(set) var refused: [AWSCredentials] = []

    package init(_ sets: [AWSCredentials] = [.example("1")]) { self.sets = sets }

    package func credentials() throws -> AWSCredentials {
        guard let first = sets.first else {
            throw AWSError(.credentials, code: "CredentialsUnavailable", message: "There are no credentials.")
        }
        return first
    }

    package func invalidate(_ credentials: AWSCredentials) {
        refused.append(credentials)
        if sets.count > 1 { sets.removeFirst() }
    }
}

extension AWSCredentials {
    package static func example(_ name: String) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: "AKIDEXAMPLE\(name)", secretAccessKey: "secret-key-\(name)", sessionToken: "session-token-\(name)",
            source: "test")
    }
}

/// Every service at one address.
package struct FakeAWSEndpoints: EndpointResolver {
    package var host: String
    package var port: Int?

    package init(host: String = "aws.test", port: Int? = nil) {
        self.host = host
        self.port = port
    }

    package func endpoint(for service: AWSService, region: String) -> Endpoint {
        Endpoint(scheme: "http", host: host, port: port, signingRegion: region, signingName: service.rawValue)
    }
}

/// Time that leaps to whatever is waited for, so that a test sees how long was waited without waiting.
package final class FakeAWSClock: WallClock {
    private struct State {
        var now: Date
        var waits: [Duration] = []
    }

    private let state: Mutex<State>

    package init(now: Date = Date(timeIntervalSince1970: 1_782_900_000)) { state = Mutex(State(now: now)) }

    package var now: Date { state.withLock { $0.now } }

    /// Every wait so far, in order.
    package var waits: [Duration] { state.withLock { $0.waits } }

    package func sleep(until deadline: Date) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.waits.append(.seconds(deadline.timeIntervalSince(state.now)))
            state.now = max(state.now, deadline)
        }
    }
}
