package import FoundationEssentials
package import Model
import SigV4

/// The Runtime API, from which a custom runtime on Lambda takes its invocations. Source: AWS, "Using the Lambda runtime API for custom
/// runtimes", version 2018-06-01.
package struct LambdaRuntime: Sendable {
    /// One invocation that has to be answered.
    package struct Invocation: Sendable, Equatable {
        package var requestID: String
        /// When Lambda ends it.
        package var deadline: Date

        package init(requestID: String, deadline: Date) {
            self.requestID = requestID
            self.deadline = deadline
        }
    }

    /// The variable that Lambda sets for a runtime; its presence says that this process is one.
    package static let variable = "AWS_LAMBDA_RUNTIME_API"
    /// Between two invocations the process is frozen for as long as Lambda likes.
    private static let patience = Duration.seconds(14 * 86_400)

    private let base: WebAddress
    private let transport: any Transport
    private let clock: any WallClock

    /// - Returns: nil where the process is no Lambda runtime.
    package init?(environment: [String: String], transport: any Transport, clock: any WallClock = SystemClock()) {
        guard let place = environment[Self.variable], !place.isEmpty, let base = WebAddress("http://\(place)") else { return nil }
        self.base = base
        self.transport = transport
        self.clock = clock
    }

    /// Waits for the next invocation.
    /// - Throws: ``TransportError``; `.invalid` for an answer that is no invocation: the runtime should end then.
    package func next() async throws -> Invocation {
        while true {
            let response: HTTPResponse
            do {
                response = try await transport.send(request("GET", "invocation/next", timeout: Self.patience))
            } catch let error as TransportError where error.code == .timedOut {
                continue
            }
            guard response.status == 200, let id = response.header("Lambda-Runtime-Aws-Request-Id"), !id.isEmpty else {
                throw TransportError(.invalid, "The Runtime API answered \(response.status) instead of an invocation.")
            }
            let milliseconds = response.header("Lambda-Runtime-Deadline-Ms").flatMap { Double($0) }
            let deadline = milliseconds.map { Date(timeIntervalSince1970: $0 / 1000) }
            // Lambda's own default, where no deadline is named.
            return Invocation(requestID: id, deadline: deadline ?? clock.now.addingTimeInterval(3))
        }
    }

    /// - Parameter result: JSON.
    /// - Throws: ``TransportError``
    package func respond(to invocation: Invocation, _ result: String) async throws {
        try await post("invocation/\(PercentEncoding.encode(invocation.requestID))/response", result)
    }

    /// Says that an invocation has failed.
    /// - Throws: ``TransportError``
    package func fail(_ invocation: Invocation, code: String, message: String) async throws {
        try await post("invocation/\(PercentEncoding.encode(invocation.requestID))/error", code: code, message: message)
    }

    /// Says that the runtime cannot start; the process should end then.
    /// - Throws: ``TransportError``
    package func failInit(code: String, message: String) async throws {
        try await post("init/error", code: code, message: message)
    }

    private func post(_ path: String, code: String, message: String) async throws {
        let body = JSONText.object { json in
            json.member("errorMessage", message)
            json.member("errorType", code)
            json.key("stackTrace")
            json.array([String]()) { $0.string($1) }
        }
        try await post(path, body, headers: [("Lambda-Runtime-Function-Error-Type", "Nightdesk.\(code)")])
    }

    private func post(_ path: String, _ body: String, headers: [(name: String, value: String)] = []) async throws {
        var request = request("POST", path, timeout: .seconds(10))
        request.headers = headers + [("Content-Type", "application/json")]
        request.body = Data(body.utf8)
        let response = try await transport.send(request)
        guard (200..<300).contains(response.status) else {
            throw TransportError(.invalid, "The Runtime API answered \(response.status) to \(path).")
        }
    }

    private func request(_ method: String, _ path: String, timeout: Duration) -> HTTPRequest {
        HTTPRequest(
            method: method, scheme: base.scheme, host: base.host, port: base.port, path: "/2018-06-01/runtime/\(path)",
            timeout: timeout)
    }
}
