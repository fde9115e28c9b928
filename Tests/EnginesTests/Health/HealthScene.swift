import AWS
import Drill
import FoundationEssentials
import Model
import Support

@testable import Engines

/// What a far end answers to one call.
enum Reply: Sendable {
    case json(String)
    case xml(String)
    /// A refusal: status and AWS's code.
    case refusal(Int, String)
    /// A web server's page where the service is not offered.
    case page
    case timeout
    case refused

    func response(_ request: HTTPRequest) throws -> HTTPResponse {
        switch self {
        case .json(let text):
            return HTTPResponse(status: 200, headers: [("Content-Type", "application/json")], body: Data(text.utf8))
        case .xml(let text): return HTTPResponse(status: 200, headers: [("Content-Type", "text/xml")], body: Data(text.utf8))
        case .refusal(let status, let code):
            let isXML = request.header("X-Amz-Target") == nil
            let body =
                isXML
                ? "<ErrorResponse><Error><Code>\(code)</Code><Message>as told</Message></Error></ErrorResponse>"
                : "{\"__type\":\"\(code)\",\"message\":\"as told\"}"
            return HTTPResponse(status: status, headers: [("x-amzn-ErrorType", code)], body: Data(body.utf8))
        case .page:
            return HTTPResponse(status: 500, headers: [("Content-Type", "text/html")], body: Data("<html></html>".utf8))
        case .timeout: throw TransportError(.timedOut, "no answer in time")
        case .refused: throw TransportError(.notConnected, "connection refused")
        }
    }
}

/// One check against a far end that answers by the name of the call; `GET` for what is not AWS.
struct HealthScene {
    let practice: Practice
    var sources: HealthSources

    init(_ replies: [String: Reply] = [:], clock: ManualClock = ManualClock()) {
        let transport = ScriptedTransport { request in
            let call = DrillRequest(request)?.action ?? request.method
            return try (replies[call] ?? .page).response(request)
        }
        practice = Practice(clock: clock, transport: transport)
        sources = HealthSources(
            client: .success(practice.client), transport: practice.far, clock: clock, environment: ["PATH": "/usr/bin:/bin"])
    }

    func result(of check: HealthCheck) async -> HealthResult {
        let runner = HealthRunner(sources: sources)
        return await runner.run([check], set: "test", context: "test").checks[0]
    }
}
