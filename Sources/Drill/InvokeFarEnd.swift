import AWS
import FoundationEssentials
import Model

/// Answers Lambda's Invoke for one function; a story hears of it. Source: Lambda API Reference, Invoke.
/// The answer comes at once; the time that the run has taken stands in its log.
struct InvokeFarEnd {
    private static let mostBytes = 6 << 20
    private static let mostBytesOfEvent = 1 << 20

    let account: DrillAccount
    let now: Date
    let story: StoryTeller?
    let function: DrillFunction

    func answer(_ request: HTTPRequest) -> HTTPResponse {
        let type = request.header("X-Amz-Invocation-Type") ?? "RequestResponse"
        if let refusal = refusal(of: request, type: type) { return refusal }
        if type == "DryRun" { return HTTPResponse(status: 204) }
        if isThrottled { return .throttledInvocation }
        let payload = String(decoding: request.body, as: UTF8.self)
        let effect = story?.take(.actionDone(name: StoryFix.invoke, target: function.name, payload: payload)) ?? .nothing
        if type == "Event" { return HTTPResponse(status: 202) }
        return result(of: payload, effect, withTail: request.header("X-Amz-Log-Type") == "Tail")
    }

    private func refusal(of request: HTTPRequest, type: String) -> HTTPResponse? {
        let most = type == "Event" ? Self.mostBytesOfEvent : Self.mostBytes
        if request.body.count > most {
            return .refusal(
                "RequestTooLargeException", "Request must be smaller than \(most) bytes for the InvokeFunction operation",
                status: 413)
        }
        if !request.body.isEmpty, (try? JSONDecoder().decode(AnyValue.self, from: request.body)) == nil {
            return .refusal("InvalidRequestContentException", "Could not parse request body into json")
        }
        let qualifier = FormBody(query: request.query)["Qualifier"] ?? "$LATEST"
        guard qualifier == "$LATEST" else {
            let arn = account.arn("lambda", "function:\(function.name):\(qualifier)")
            return .refusal("ResourceNotFoundException", "Function not found: \(arn)", status: 404)
        }
        return nil
    }

    /// Accepts whatever is JSON.
    private struct AnyValue: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    private func chance(_ figure: Int) -> Double {
        let index = account.functionIndex[function.name] ?? 0
        return account.world.noise.unit(index, figure, Int(now.timeIntervalSince1970 * 1000))
    }

    private var isThrottled: Bool {
        let asked = function.throttlesPerMinute + function.invocationsPerMinute
        return function.throttlesPerMinute > 0 && chance(31) * asked < function.throttlesPerMinute
    }

    private func result(of payload: String, _ effect: StoryState.Effect, withTail: Bool) -> HTTPResponse {
        var failure: String?
        var body = PracticeAnswer(function: function.name, payload: payload).text
        if case .fix(let answer) = effect {
            body = answer ?? body
        } else if chance(32) < function.errorRate {
            let said = account.failure(of: function, at: now.timeIntervalSince1970)
            failure = said
            body = Self.errorText(said)
        }
        var headers = [
            ("Content-Type", "application/json"), ("x-amzn-RequestId", requestID), ("X-Amz-Executed-Version", "$LATEST"),
        ]
        if failure != nil { headers.append(("X-Amz-Function-Error", "Unhandled")) }
        if withTail { headers.append(("X-Amz-Log-Result", tail(failure))) }
        return HTTPResponse(status: 200, headers: headers, body: Data(body.utf8))
    }

    private var requestID: String {
        account.world.noise.requestID(account.functionIndex[function.name] ?? 0, 33, Int(now.timeIntervalSince1970 * 1000))
    }

    /// The end of the run's log in Base64, as the header has it.
    private func tail(_ failure: String?) -> String {
        let invocation = DrillInvocation(
            function: function, requestID: requestID, began: Int(now.timeIntervalSince1970 * 1000),
            durationMs: function.durationP95Ms * (0.4 + 0.6 * chance(34)), failure: failure)
        return Data(invocation.lines.map { $0.text + "\n" }.joined().utf8).base64EncodedString()
    }

    /// `TypeOfError: message` as Lambda's runtimes put it.
    private static func errorText(_ failure: String) -> String {
        let parts = failure.split(separator: ":", maxSplits: 1)
        return JSONText.object { json in
            json.member("errorType", parts.count == 2 ? String(parts[0]) : "Error")
            json.member("errorMessage", parts.count == 2 ? String(parts[1].drop { $0 == " " }) : failure)
            json.key("trace")
            json.array([String]()) { $0.string($1) }
        }
    }
}

extension HTTPResponse {
    fileprivate static var throttledInvocation: HTTPResponse {
        let body = JSONText.object { json in
            json.member("Reason", "ConcurrentInvocationLimitExceeded")
            json.member("Type", "User")
            json.member("message", "Rate Exceeded.")
        }
        var response = HTTPResponse.json(body, status: 429)
        response.headers.append(("x-amzn-ErrorType", "TooManyRequestsException"))
        return response
    }
}
