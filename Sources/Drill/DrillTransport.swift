package import AWS
import FoundationEssentials
package import Model

/// The far end of the practice context: answers in process what AWS would answer for a ``DrillWorld``.
/// Nothing leaves the machine. As the real ones do, it refuses what is not signed.
package struct DrillTransport: Transport {
    private let quiet: DrillAccount
    private let clock: any WallClock
    private let story: StoryTeller?
    private let table: PracticeTable?

    /// A world that keeps to its habits.
    package init(world: DrillWorld = .night(), table: PracticeTable? = nil, clock: any WallClock) {
        quiet = DrillAccount(world: world)
        self.clock = clock
        self.table = table
        story = nil
    }

    /// The world of a story, as the story has made it at the moment of each question. Several transports may share one story.
    package init(story: StoryTeller, table: PracticeTable? = nil, clock: any WallClock) {
        quiet = DrillAccount(world: story.world)
        self.clock = clock
        self.table = table
        self.story = story
    }

    private func account(at now: Date) -> DrillAccount {
        var account = quiet
        account.table = table
        if let story { account.timeline = story.timeline(at: now) }
        return account
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        if let page = PracticeSite.answer(request) { return page }
        guard let asked = DrillRequest(request) else { return .unsigned }
        let now = clock.now
        let account = account(at: now)
        switch asked.service {
        case "sts": return STSFarEnd(account: account).answer(asked.action)
        case "lambda": return LambdaFarEnd(account: account, now: now, story: story).answer(asked.action, request)
        case "logs": return LogsFarEnd(account: account, now: now).answer(asked.action, request)
        case "sqs": return SQSFarEnd(account: account, now: now).answer(asked.action, request)
        case "monitoring": return CloudWatchFarEnd(account: account, now: now).answer(asked.action, request)
        case "dynamodb": return answer(table: asked, request, account: account, now: now)
        default: return AccountFarEnd(now: now).answer(asked, request) ?? .notOffered(asked.service)
        }
    }

    /// The one table that changes, where this world has it; all others only answer a health check.
    private func answer(table asked: DrillRequest, _ request: HTTPRequest, account: DrillAccount, now: Date) -> HTTPResponse {
        let body = String(decoding: request.body, as: UTF8.self)
        if let answer = TopologyFarEnd(now: now).answer(asked.action, body) { return answer }
        guard let table else { return AccountFarEnd(now: now).answer(asked, request) ?? .notOffered(asked.service) }
        return DynamoDBFarEnd(account: account, table: table, now: now).answer(asked.action, request)
    }
}

extension HTTPResponse {
    static func json(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "application/json"), ("x-amzn-RequestId", drillRequestID)],
            body: Data(text.utf8))
    }

    static func xml(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "text/xml"), ("x-amzn-RequestId", drillRequestID)], body: Data(text.utf8))
    }

    /// A refusal in the words of the JSON protocols.
    static func refusal(_ code: String, _ message: String, status: Int = 400) -> HTTPResponse {
        let body = JSONText.object { json in
            json.member("__type", code)
            json.member("message", message)
        }
        var response = HTTPResponse.json(body, status: status)
        response.headers.append(("x-amzn-ErrorType", code))
        return response
    }

    /// A refusal in the words of the query protocol.
    static func queryRefusal(_ code: String, _ message: String, status: Int = 400) -> HTTPResponse {
        .xml(
            "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>\(drillRequestID)</RequestId></ErrorResponse>", status: status)
    }

    static var unsigned: HTTPResponse {
        .refusal("MissingAuthenticationTokenException", "Request is missing Authentication Token", status: 403)
    }

    static func notOffered(_ service: String) -> HTTPResponse {
        HTTPResponse(
            status: 501, headers: [("Content-Type", "text/html")],
            body: Data("<html><body>The practice world has no \(service).</body></html>".utf8))
    }

    private static var drillRequestID: String { "00000000-0000-4000-8000-000000003292" }
}
