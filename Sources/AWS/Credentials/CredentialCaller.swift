import FoundationEssentials
import Model

/// Sends the few calls that fetch credentials. The client cannot: it needs the credentials first.
struct CredentialCaller: Sendable {
    let dependencies: CredentialDependencies
    let endpoints: any EndpointResolver

    private static let attempts = 3
    private static let timeout = Duration.seconds(10)

    /// - Parameter path: Appended to that of the endpoint.
    func request(
        _ service: AWSService, region: String, method: String, path: String, query: String? = nil,
        headers: [(name: String, value: String)] = [], body: Data = Data()
    ) throws -> HTTPRequest {
        let endpoint = try endpoints.endpoint(for: service, region: region)
        return HTTPRequest(
            method: method, scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port, path: endpoint.path + path,
            query: query, headers: headers, body: body, timeout: Self.timeout)
    }

    /// Sends it again after a fault of the connection or the service, as each of these calls may be.
    /// - Parameter prepare: Called for each attempt, so that a signature carries the time of sending.
    /// - Throws: ``AWSError``; any HTTP status is an answer.
    func send(_ request: HTTPRequest, prepare: (HTTPRequest, Date) -> HTTPRequest = { request, _ in request }) async throws
        -> HTTPResponse
    {
        var attempt = 1
        while true {
            do {
                let response = try await dependencies.transport.send(prepare(request, dependencies.clock.now))
                guard attempt < Self.attempts, response.status == 429 || response.status >= 500 else { return response }
            } catch let error as TransportError {
                if error.code == .cancelled { throw AWSError.cancelledWhileFetching }
                guard attempt < Self.attempts, error.code != .tls, error.code != .invalid else {
                    throw AWSError.retrieval(
                        "Could not fetch credentials from \(request.host): \(error.message)",
                        hint: "Check the network, proxies and the endpoint; it is tried again by itself.")
                }
            }
            try await pause(before: attempt)
            attempt += 1
        }
    }

    private func pause(before attempt: Int) async throws {
        let milliseconds = dependencies.random(50...(250 << attempt))
        do {
            try await dependencies.clock.sleep(until: dependencies.clock.now.addingTimeInterval(Double(milliseconds) / 1000))
        } catch {
            throw AWSError.cancelledWhileFetching
        }
    }
}

extension HTTPResponse {
    var isSuccess: Bool { (200...299).contains(status) }

    /// - Throws: ``AWSError`` that names `place` and shows nothing of the body, which may hold secrets.
    func decoded<Answer: Decodable>(_ type: Answer.Type, from place: String) throws -> Answer {
        do {
            return try JSONDecoder().decode(type, from: body)
        } catch {
            throw AWSError.retrieval(
                "\(place) answered with status \(status), but with no credentials that can be read.",
                hint: "Check that the endpoint is the right one.")
        }
    }
}
