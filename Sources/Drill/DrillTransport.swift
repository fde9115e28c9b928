package import AWS
import FoundationEssentials
package import Model

/// The far end of the practice context: answers in process what AWS would answer for a ``DrillWorld``.
/// Nothing leaves the machine. As the real ones do, it refuses what is not signed.
package struct DrillTransport: Transport {
    private let quiet: DrillAccount
    private let clock: any WallClock
    private let story: StoryTeller?
    private let edits: PracticeEdits

    /// A world that keeps to its habits.
    package init(world: DrillWorld = .night(), clock: any WallClock, edits: PracticeEdits = PracticeEdits()) {
        quiet = DrillAccount(world: world)
        self.edits = edits
        self.clock = clock
        story = nil
    }

    /// The world of a story, as the story has made it at the moment of each question. Several transports may share one story.
    /// - Parameter edits: What was changed through any of them.
    package init(story: StoryTeller, clock: any WallClock, edits: PracticeEdits = PracticeEdits()) {
        quiet = DrillAccount(world: story.world)
        self.edits = edits
        self.clock = clock
        self.story = story
    }

    private func account(at now: Date) -> DrillAccount {
        var account = quiet
        if let story { account.timeline = story.timeline(at: now) }
        account.edits = edits.now
        return account
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        guard let asked = DrillRequest(request) else { return .unsigned }
        let now = clock.now
        let account = account(at: now)
        switch asked.service {
        case "sts": return STSFarEnd(account: account).answer(asked.action)
        case "lambda": return LambdaFarEnd(account: account, now: now, edits: edits, story: story).answer(asked.action, request)
        case "logs": return LogsFarEnd(account: account, now: now).answer(asked.action, request)
        case "sqs": return SQSFarEnd(account: account, now: now, edits: edits).answer(asked.action, request)
        case "monitoring": return CloudWatchFarEnd(account: account, now: now, edits: edits).answer(asked.action, request)
        default: return .notOffered(asked.service)
        }
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
