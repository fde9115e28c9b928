package import AWS
import FoundationEssentials
package import Model
import Synchronization

/// What goes wrong with a call.
package enum Fault: Sendable, Equatable {
    /// 400 ThrottlingException, in the words of each protocol.
    case throttled
    case denied
    case expiredToken
    /// A web server's error page with status 500.
    case html
    case serverError
    /// No answer until the request's own time-out.
    case hang
    case connectionReset
    case notConnected
    /// A good answer of which the second half is missing.
    case truncated
    /// Carried out, and no answer until the request's own time-out.
    case lateAnswer
}

/// Wraps a transport, breaks the calls that it is told to break, and counts all of them.
package final class FaultyTransport: Transport {
    private struct State {
        /// By action (`GetMetricData`), service (`lambda`) or `*`.
        var faults: [String: Fault] = [:]
        var calls: [String: Int] = [:]
    }

    private let inner: any Transport
    private let clock: any WallClock
    private let state = Mutex(State())

    package init(_ inner: any Transport, clock: any WallClock) {
        self.inner = inner
        self.clock = clock
    }

    /// - Parameter match: An action (`GetMetricData`), a service (`lambda`) or `*`; nil as fault mends it.
    package func set(_ fault: Fault?, for match: String) { state.withLock { $0.faults[match] = fault } }

    /// How many requests came in, by action; repetitions count.
    package var calls: [String: Int] { state.withLock { $0.calls } }
    package func forgetCalls() { state.withLock { $0.calls = [:] } }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let asked = DrillRequest(request)
        let (action, service) = (asked?.action ?? "", asked?.service ?? "")
        let fault = state.withLock { state in
            state.calls[action, default: 0] += 1
            return state.faults[action] ?? state.faults[service] ?? state.faults["*"]
        }
        guard let fault else { return try await inner.send(request) }
        return try await answer(fault, request, service)
    }

    private func answer(_ fault: Fault, _ request: HTTPRequest, _ service: String) async throws -> HTTPResponse {
        let isQuery = service == "monitoring" || service == "sts"
        func refuse(_ code: String, _ message: String, _ status: Int) -> HTTPResponse {
            isQuery ? .queryRefusal(code, message, status: status) : .refusal(code, message, status: status)
        }
        switch fault {
        case .throttled:
            return isQuery ? refuse("Throttling", "Rate exceeded", 400) : refuse("ThrottlingException", "Rate exceeded", 400)
        case .denied:
            return isQuery
                ? refuse("AccessDenied", "User is not authorized to perform this action", 403)
                : refuse("AccessDeniedException", "User is not authorized to perform this action", 403)
        case .expiredToken: return refuse("ExpiredToken", "The security token included in the request is expired", 403)
        case .html:
            return HTTPResponse(
                status: 500, headers: [("Content-Type", "text/html")], body: Data("<html><body>Oops</body></html>".utf8))
        case .serverError: return refuse("InternalFailure", "The request processing has failed", 500)
        case .hang:
            let seconds = Double(request.timeout.components.seconds)
            try await clock.sleep(until: clock.now.addingTimeInterval(seconds))
            throw TransportError(.timedOut, "no answer from \(request.host) within \(Int(seconds)) s")
        case .lateAnswer:
            _ = try await inner.send(request)
            let seconds = Double(request.timeout.components.seconds)
            try await clock.sleep(until: clock.now.addingTimeInterval(seconds))
            throw TransportError(.timedOut, "no answer from \(request.host) within \(Int(seconds)) s")
        case .connectionReset: throw TransportError(.interrupted, "\(request.host) has broken the connection")
        case .notConnected: throw TransportError(.notConnected, "could not connect to \(request.host)")
        case .truncated:
            var response = try await inner.send(request)
            response.body = response.body.prefix(response.body.count / 2)
            return response
        }
    }
}
