package import AWS
import FoundationEssentials
import Synchronization

/// Answers a client from a list, in order, and keeps what was sent.
package final class FakeAWSTransport: Transport {
    package enum Step: Sendable {
        case answer(HTTPResponse)
        case fail(TransportError)
        /// No answer until the task is cancelled.
        case hang
    }

    private struct State {
        var steps: [Step]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    package init(_ steps: [Step]) { state = Mutex(State(steps: steps)) }

    package var requests: [HTTPRequest] { state.withLock { $0.requests } }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let step = state.withLock { state -> Step in
            state.requests.append(request)
            return state.steps.isEmpty ? .fail(TransportError(.invalid, "The script is over.")) : state.steps.removeFirst()
        }
        switch step {
        case .answer(let response): return response
        case .fail(let error): throw error
        case .hang:
            let never = AsyncStream<Never> { _ in }
            for await _ in never {}
            throw TransportError(.cancelled, "Cancelled.")
        }
    }
}

extension FakeAWSTransport.Step {
    package static func json(_ status: Int, _ body: String, headers: [(name: String, value: String)] = []) -> Self {
        .answer(
            HTTPResponse(
                status: status, headers: [("Content-Type", "application/x-amz-json-1.0")] + headers, body: Data(body.utf8)))
    }

    package static func xml(_ status: Int, _ body: String, headers: [(name: String, value: String)] = []) -> Self {
        .answer(HTTPResponse(status: status, headers: [("Content-Type", "text/xml")] + headers, body: Data(body.utf8)))
    }
}
