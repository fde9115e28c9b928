import AWS
import Foundation
import Model
import Support
import Synchronization
import Testing

@testable import Services

@Suite(.timeLimit(.minutes(1))) struct OtherChannelTests {
    @Test func publishesAsPubNubWantsIt() async throws {
        let server = try FakeAWSServer { _ in ChannelScene.answer(200, #"[1,"Sent","17053128300000000"]"#) }
        let outcome = await PubNubNotifier(ChannelScene.farEnds(server)).deliver(ChannelScene.delivery("pubnub", to: "ch/1 ?"))
        #expect(outcome == .delivered(reference: "17053128300000000"))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.path == "/publish/pub-key/sub-key/0/ch%2F1%20%3F/0")
        #expect(request.query == "store=0&uuid=us")
        #expect(request.header("Content-Type") == "application/json")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"process-id":"restaurant","at":1705312800}"#)
    }

    @Test func takesPubNubsWordOverItsStatus() async throws {
        let server = try FakeAWSServer { _ in ChannelScene.answer(200, #"[0,"Invalid Key","17"]"#) }
        let outcome = await PubNubNotifier(ChannelScene.farEnds(server)).deliver(ChannelScene.delivery("pubnub", to: "ch"))
        #expect(outcome == .failed(reason: "PubNub refused: Invalid Key", isFinal: true, retryAfter: nil))
    }

    @Test func postsASignedWebhook() async throws {
        let server = try FakeAWSServer { _ in ChannelScene.answer(204, "") }
        let notifier = WebhookNotifier(ChannelScene.farEnds(server))
        #expect(await notifier.deliver(ChannelScene.delivery("webhook", to: nil, attempt: 2)) == .delivered(reference: nil))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.path == "/hook" && request.query == "to=night")
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(
            body == #"{"processId":"restaurant","channel":"webhook","at":1705312800,"target":null,"attempt":2,"key":"key-1","#
                + #""sentAt":"2024-01-15T10:00:30.000Z"}"#)
        #expect(request.header("Idempotency-Key") == "key-1")
        #expect(request.header("X-Nightdesk-Timestamp") == "1705312830")
        let signature = WebhookSignature.text(of: request.body, timestamp: "1705312830", secret: ChannelScene.secret)
        #expect(request.header("X-Nightdesk-Signature") == signature)
    }

    /// The value was computed with `openssl dgst -sha256 -hmac key`.
    @Test func signsAsDocumented() {
        let signature = WebhookSignature.text(of: Data("{}".utf8), timestamp: "1705312830", secret: "key")
        #expect(signature == "v1=5d85321812116dc0326aafa49b51969028b2e2f307d774dcb01bc2855c502ea6")
    }

    @Test func sendsNothingUnsignedWhenASecretWasAskedFor() async throws {
        let server = try FakeAWSServer { _ in ChannelScene.answer(204, "") }
        var farEnds = ChannelScene.farEnds(server)
        farEnds.environment["HOOK_SECRET"] = nil
        #expect(await WebhookNotifier(farEnds).deliver(ChannelScene.delivery("webhook", to: nil)).kind == "failed for good")
        #expect(server.requests.isEmpty)
        farEnds.webhook?.secretVariable = nil
        #expect(await WebhookNotifier(farEnds).deliver(ChannelScene.delivery("webhook", to: nil)).kind == "delivered")
        #expect(server.requests.first?.header("X-Nightdesk-Signature") == nil)
    }

    @Test func ringsTheConsoleThatIsOpen() async {
        let notices = Mutex<[ConsoleNotice]>([])
        var farEnds = ChannelScene.farEnds(nil)
        #expect(await ConsoleNotifier(farEnds).deliver(ChannelScene.delivery("console", to: "x")).kind == "failed")
        farEnds.console = { notice in
            notices.withLock { $0.append(notice) }
            return true
        }
        #expect(await ConsoleNotifier(farEnds).deliver(ChannelScene.delivery("console", to: "Wake up")).kind == "delivered")
        #expect(notices.withLock { $0 } == [ConsoleNotice(processID: "restaurant", message: "Wake up")])
    }
}
