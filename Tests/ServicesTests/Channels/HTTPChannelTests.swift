import AWS
import Foundation
import Model
import Support
import Testing

@testable import Services

/// What the three channels over HTTP make of every way in which a far end can answer or not.
@Suite(.timeLimit(.minutes(1))) struct HTTPChannelTests {
    private func outcome(_ channel: String, _ target: String, _ reply: FakeAWSServer.Reply) async throws -> DeliveryOutcome {
        let server = try FakeAWSServer { _ in reply }
        return await ChannelScene.notifier(channel, ChannelScene.farEnds(server)).deliver(
            ChannelScene.delivery(channel, to: target))
    }

    @Test(
        arguments: ChannelScene.targets,
        [
            (200, "delivered"), (201, "delivered"), (302, "failed for good"), (400, "failed for good"), (401, "failed for good"),
            (404, "failed for good"), (408, "failed"), (429, "failed"), (500, "failed"), (502, "failed"), (503, "failed"),
            (504, "unknown"),
        ])
    func judgesTheStatus(channel: (String, String), status: (Int, String)) async throws {
        let outcome = try await outcome(channel.0, channel.1, ChannelScene.answer(status.0))
        #expect(outcome.kind == status.1)
    }

    @Test(arguments: ChannelScene.targets)
    func waitsAsLongAsTheFarEndAsksFor(channel: (String, String)) async throws {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        let cases: [([(name: String, value: String)], Duration?)] = [
            ([("Retry-After", "17")], .seconds(17)), ([("Retry-After", "99999999999999999999")], .seconds(86_400)),
            ([("Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"), ("Date", date)], .seconds(30)),
            ([("Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT"), ("Date", date)], .zero), ([("Retry-After", "soon")], nil),
            ([], nil),
        ]
        for (headers, expected) in cases {
            guard
                case .failed(_, let isFinal, let wait) = try await outcome(
                    channel.0, channel.1, ChannelScene.answer(429, "", headers))
            else {
                Issue.record("429 is a failure")
                continue
            }
            #expect(!isFinal && wait == expected)
        }
    }

    @Test(arguments: ChannelScene.targets)
    func knowsWhatItDoesNotKnow(channel: (String, String)) async throws {
        let afterSending = try await outcome(channel.0, channel.1, .reset)
        #expect(afterSending.kind == "unknown")
        let cut = try await outcome(channel.0, channel.1, .bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"))
        #expect(cut.kind == "unknown")
        // Nobody listens on port 1.
        let refused = await ChannelScene.notifier(channel.0, ChannelScene.farEnds(nil)).deliver(
            ChannelScene.delivery(channel.0, to: channel.1))
        #expect(refused.kind == "failed")
    }

    @Test(arguments: ChannelScene.targets)
    func sendsOnceAndSaysTimeoutWhenTheFarEndHangs(channel: (String, String)) async throws {
        let server = try FakeAWSServer { _ in .hang }
        let farEnds = ChannelScene.farEnds(server, transport: Impatient(limit: .milliseconds(200)))
        let outcome = await ChannelScene.notifier(channel.0, farEnds).deliver(ChannelScene.delivery(channel.0, to: channel.1))
        #expect(outcome.kind == "unknown")
        #expect(server.requests.count == 1)
    }

    @Test(arguments: ChannelScene.targets)
    func showsNoSecretAndNoWholeNumberInAReason(channel: (String, String)) async throws {
        let body = #"{"code":21211,"message":"no +385911234567, token=hush-token-value\u001b[2J","status":400}"#
        let answers: [FakeAWSServer.Reply] = [ChannelScene.answer(400, body), ChannelScene.answer(500, body), .reset]
        for reply in answers {
            let reason = try await outcome(channel.0, channel.1, reply).reason
            #expect(!reason.isEmpty)
            for forbidden in ["91123", ChannelScene.secret, "\u{1B}", "pub-key"] { #expect(!reason.contains(forbidden)) }
        }
    }

    @Test(arguments: ["phone", "pubnub", "email"])
    func endsForGoodWhenThereIsNoTarget(channel: String) async throws {
        var farEnds = ChannelScene.farEnds(nil)
        farEnds.environment.merge(["SMTP_HOST": "127.0.0.1", "MAIL_FROM": "a@b"]) { $1 }
        for target in [nil, ""] {
            let outcome = await ChannelScene.notifier(channel, farEnds).deliver(ChannelScene.delivery(channel, to: target))
            #expect(outcome.kind == "failed for good")
        }
    }

    @Test(arguments: [
        ("phone", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_URL"]), ("email", ["SMTP_HOST", "MAIL_FROM"]),
        ("pubnub", ["PUBNUB_SERVICE_URL", "PUBNUB_UUID", "PUBNUB_PUB_KEY", "PUBNUB_SUB_KEY"]), ("webhook", ["HOOK_SECRET"]),
    ])
    func namesTheSettingThatIsMissing(channel: String, names: [String]) async {
        for name in names {
            var farEnds = ChannelScene.farEnds(nil)
            farEnds.environment.merge(["SMTP_HOST": "127.0.0.1", "MAIL_FROM": "a@b"]) { $1 }
            for absent in [nil, ""] {
                farEnds.environment[name] = absent
                let outcome = await ChannelScene.notifier(channel, farEnds).deliver(ChannelScene.delivery(channel, to: "x@y"))
                #expect(outcome == .failed(reason: "\(name) is not set.", isFinal: true, retryAfter: nil))
            }
        }
    }

    @Test func everyChannelIsListedOnceUnderItsOwnName() {
        let farEnds = ChannelScene.farEnds(nil)
        #expect(Channel.all.map(\.name) == ["phone", "email", "pubnub", "webhook", "console"])
        for channel in Channel.all {
            let notifier = channel.make(farEnds)
            #expect(notifier.channel == channel.name && notifier.targetKey == channel.targetKey)
        }
    }
}

/// The real transport with less patience than the notifiers have.
private struct Impatient: Transport {
    let limit: Duration
    private let transport = CurlTransport()

    init(limit: Duration) { self.limit = limit }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var request = request
        request.timeout = limit
        return try await transport.send(request)
    }

    func stream(_ request: HTTPRequest) async throws -> HTTPStream { try await transport.stream(request) }
}
