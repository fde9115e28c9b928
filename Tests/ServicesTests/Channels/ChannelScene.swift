import AWS
import Foundation
import Model
import Support

@testable import Services

/// Notifiers against a server on loopback.
struct ChannelScene {
    static let secret = "hush-token-value"

    /// Everything set, all HTTP to one place.
    static func farEnds(_ server: FakeAWSServer?, transport: any Transport = CurlTransport()) -> FarEnds {
        let address = "http://127.0.0.1:\(server?.port ?? 1)"
        return FarEnds(
            environment: [
                "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": secret, "TWILIO_URL": "https://example.org/call.xml?a=1&b=2",
                "TWILIO_HOST": address, "PUBNUB_SERVICE_URL": address, "PUBNUB_UUID": "us", "PUBNUB_PUB_KEY": "pub-key",
                "PUBNUB_SUB_KEY": "sub-key", "HOOK_SECRET": secret,
            ], transport: transport, clock: ManualClock(),
            webhook: WebhookSettings(url: address + "/hook?to=night", secretVariable: "HOOK_SECRET"),
            callerIDs: { CallerIDRegistry(["+385": "+38511", "+3859": "+38599", "default": "+1555"]) })
    }

    static func delivery(_ channel: String, to target: String?, attempt: Int = 1) -> Delivery {
        Delivery(
            processID: "restaurant", notification: EscalationNotification(channel: channel, at: 1_705_312_800, target: target),
            attempt: attempt, key: "key-1")
    }

    static func answer(_ status: Int, _ body: String = "{}", _ headers: [(name: String, value: String)] = [])
        -> FakeAWSServer.Reply
    {
        .answer(HTTPResponse(status: status, headers: headers, body: Data(body.utf8)))
    }

    /// The three channels that speak HTTP, each with a target that it takes.
    static let targets = [("phone", "+385911234567"), ("pubnub", "ops/room 1"), ("webhook", "anybody")]

    static func notifier(_ channel: String, _ farEnds: FarEnds) -> any Notifier {
        // Every channel that a test names is in the list; a console, which none of them tries, would fail it.
        (Channel.all.first { $0.name == channel } ?? .console).make(farEnds)
    }
}

extension DeliveryOutcome {
    var reason: String {
        switch self {
        case .delivered: ""
        case .failed(let reason, _, _), .unknown(let reason): reason
        }
    }

    /// What kind it is, without its text.
    var kind: String {
        switch self {
        case .delivered: "delivered"
        case .failed(_, let isFinal, _): isFinal ? "failed for good" : "failed"
        case .unknown: "unknown"
        }
    }
}
