package import AWS
import FoundationEssentials
package import Model
import SigV4

/// Calls Microsoft Graph: one token for all calls, renewed before it ends or when it is refused; waits where it is asked to.
package actor GraphClient {
    /// Attempts of one call, the first included.
    private static let mostAttempts = 4
    /// A longer wait than this is not waited for: the next run comes sooner.
    private static let longestWait = 30.0
    /// A token is renewed so long before its end.
    private static let margin = 300.0

    package let account: GraphAccount
    private let transport: any Transport
    private let clock: any WallClock
    private var token: (text: String, until: Date)?

    package init(account: GraphAccount, transport: any Transport, clock: any WallClock = SystemClock()) {
        self.account = account
        self.transport = transport
        self.clock = clock
    }

    /// - Parameters:
    ///   - path: Percent-encoded, from `/v1.0` on, with its query.
    ///   - mayRepeat: False where a second arrival would do harm; what was refused is repeated all the same.
    /// - Returns: Any answer but 401, 429, 5xx.
    /// - Throws: ``Problem``: `Graph.401`, `Graph.429`, `Graph.503`, or the transport's; codes of 401 and 403 count as no permission.
    func send(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: Data = Data(),
        mayRepeat: Bool = true
    ) async throws(Problem) -> HTTPResponse {
        var isRenewed = false
        for attempt in 1... {
            let bearer = try await currentToken()
            var request = HTTPRequest(
                method: method, scheme: account.graph.scheme, host: account.graph.host, port: account.graph.port,
                headers: [("Authorization", "Bearer \(bearer)"), ("Accept", "application/json")] + headers, body: body)
            (request.path, request.query) = Self.split(account.graph.path + path)
            request.mayRepeat = mayRepeat
            let response = try await exchange(request, "call Microsoft Graph", mayRepeat: mayRepeat, attempt)
            guard let response else { continue }
            switch response.status {
            case 401 where !isRenewed:
                isRenewed = true
                token = nil
            case 401: throw .graph(response, doing: "call Microsoft Graph", isDenied: true)
            case 429, 500...599:
                let isSafe = mayRepeat || response.status == 429 || response.status == 503
                guard isSafe, attempt < Self.mostAttempts, let wait = Self.wait(response, attempt) else {
                    throw .graph(response, doing: "call Microsoft Graph")
                }
                try await pause(wait)
            default: return response
            }
        }
        throw Problem(code: "InternalError", message: "Microsoft Graph was not called.")
    }

    /// - Returns: nil when the attempt failed and another one is due.
    private func exchange(
        _ request: HTTPRequest, _ doing: String, mayRepeat: Bool, _ attempt: Int
    ) async throws(Problem) -> HTTPResponse? {
        do {
            return try await transport.send(request)
        } catch {
            let failure = error as? TransportError
            let isSafe = mayRepeat || failure?.isSafeToRepeat == true
            guard isSafe, attempt < Self.mostAttempts, failure?.code != .tls, failure?.code != .cancelled else {
                throw Problem(
                    code: "Graph.\(failure?.code.rawValue ?? "failed")",
                    message: "Could not \(doing): \(failure?.message ?? "the connection failed").",
                    hint: "Check the network; it is tried again with the next run.")
            }
        }
        try await pause(Double(attempt))
        return nil
    }

    private func pause(_ seconds: Double) async throws(Problem) {
        guard (try? await clock.sleep(until: clock.now.addingTimeInterval(seconds))) != nil else {
            throw Problem(code: "Cancelled", message: "The call was cancelled.")
        }
    }

    /// What `Retry-After` asks for, in seconds; else a little longer each time. nil for longer than is waited.
    private static func wait(_ response: HTTPResponse, _ attempt: Int) -> Double? {
        let seconds = response.header("Retry-After").flatMap(Double.init) ?? Double(1 << (attempt - 1))
        return seconds <= longestWait ? max(0, seconds) : nil
    }

    private static func split(_ target: String) -> (path: String, query: String?) {
        guard let mark = target.firstIndex(of: "?") else { return (target, nil) }
        return (String(target[..<mark]), String(target[target.index(after: mark)...]))
    }

    // MARK: The token

    private struct TokenAnswer: Decodable {
        var access_token: String
        var expires_in: Double?
    }

    /// The permissions of the app registration, as the token has them; nil for a token that says nothing about itself.
    func permissions() async throws(Problem) -> [String]? {
        struct Claims: Decodable { var roles: [String]? }
        let parts = try await currentToken().split(separator: ".")
        guard parts.count == 3 else { return nil }
        var text = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text).flatMap { try? JSONDecoder().decode(Claims.self, from: $0).roles }
    }

    /// Gets a token, or the one there is.
    func signIn() async throws(Problem) { _ = try await currentToken() }

    private func currentToken() async throws(Problem) -> String {
        if let token, clock.now.addingTimeInterval(Self.margin) < token.until { return token.text }
        let form = [
            ("client_id", account.clientID), ("client_secret", account.clientSecret), ("grant_type", "client_credentials"),
            ("scope", "https://graph.microsoft.com/.default"),
        ]
        let body = PercentEncoding.query(form.map { (name: $0.0, value: $0.1) })
        let login = account.login
        let request = HTTPRequest(
            method: "POST", scheme: login.scheme, host: login.host, port: login.port,
            path: "\(login.path)/\(PercentEncoding.encode(account.tenant))/oauth2/v2.0/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Data(body.utf8))
        for attempt in 1... {
            guard let response = try await exchange(request, "get a token from Microsoft", mayRepeat: true, attempt) else {
                continue
            }
            if response.status == 429 || response.status >= 500, attempt < Self.mostAttempts,
                let wait = Self.wait(response, attempt)
            {
                try await pause(wait)
                continue
            }
            guard response.status == 200, let answer = try? JSONDecoder().decode(TokenAnswer.self, from: response.body) else {
                // A wrong secret or client is answered with 400 or 401.
                throw .graph(response, doing: "get a token from Microsoft", isDenied: [400, 401, 403].contains(response.status))
            }
            token = (answer.access_token, clock.now.addingTimeInterval(answer.expires_in ?? 3600))
            return answer.access_token
        }
        throw Problem(code: "InternalError", message: "No token was asked for.")
    }
}

extension Problem {
    private struct GraphFault: Decodable {
        struct Detail: Decodable {
            var code: String?
            var message: String?
        }
        var error: Detail?
    }

    private struct LoginFault: Decodable {
        var error: String?
    }

    /// Of an answer that is no success. The login's own text is left out: it may quote what was sent. Graph's may name people.
    static func graph(_ response: HTTPResponse, doing: String, isDenied: Bool? = nil) -> Problem {
        let detail = try? JSONDecoder().decode(GraphFault.self, from: response.body).error
        let login = try? JSONDecoder().decode(LoginFault.self, from: response.body).error
        let code = detail?.code ?? login ?? "status \(response.status)"
        let isDenied = isDenied ?? [401, 403].contains(response.status)
        let reason = detail?.message.map { "\(Masker.masked(HarmlessText.line($0))) (\(code))" } ?? code
        return Problem(
            code: isDenied ? "Graph.Unauthorized.\(response.status)" : "Graph.\(response.status)",
            message: "Could not \(doing): \(reason)",
            hint: isDenied
                ? "Check the client secret, its expiry and the permissions of the app registration."
                : "It is tried again with the next run.", requestID: response.header("request-id"))
    }
}
