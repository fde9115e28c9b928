import AWS
import FoundationEssentials
package import Model
import SigV4

extension Channel {
    static let pubnub = Channel("pubnub", targetKey: "pubnub-channel") { PubNubNotifier($0) }
}

/// Publishes to a PubNub channel. Source: `systems.md` section 4 for the path, PubNub's Publish v1 for the answer.
package struct PubNubNotifier: Notifier {
    package var channel: String { Channel.pubnub.name }
    package var targetKey: String { Channel.pubnub.targetKey }

    static let timeout = Duration.seconds(10)

    private struct Settings {
        var service: FarEndAddress
        var uuid, publishKey, subscribeKey: String
    }

    private let settings: Result<Settings, SettingMissing>
    private let transport: any Transport

    /// Reads `PUBNUB_SERVICE_URL`, `PUBNUB_UUID`, `PUBNUB_PUB_KEY`, `PUBNUB_SUB_KEY`.
    package init(_ farEnds: FarEnds) {
        settings = Result { () throws(SettingMissing) in
            guard let service = FarEndAddress(try farEnds.required("PUBNUB_SERVICE_URL")) else {
                throw SettingMissing(name: "PUBNUB_SERVICE_URL", problem: "is not an http or https address")
            }
            return Settings(
                service: service, uuid: try farEnds.required("PUBNUB_UUID"), publishKey: try farEnds.required("PUBNUB_PUB_KEY"),
                subscribeKey: try farEnds.required("PUBNUB_SUB_KEY"))
        }
        transport = farEnds.transport
    }

    package func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        let settings: Settings
        switch self.settings {
        case .success(let value): settings = value
        case .failure(let missing): return missing.outcome
        }
        guard let target = delivery.notification.target, !target.isEmpty else {
            return .failed(reason: "The notification has no \(targetKey).", isFinal: true, retryAfter: nil)
        }
        do {
            return outcome(of: try await transport.send(request(for: delivery, to: target, with: settings)))
        } catch {
            return HTTPVerdict(farEnd: "PubNub").outcome(of: error)
        }
    }

    private func request(for delivery: Delivery, to target: String, with settings: Settings) -> HTTPRequest {
        let parts = [settings.publishKey, settings.subscribeKey, "0", target, "0"].map { PercentEncoding.encode($0) }
        var request = settings.service.request(
            "POST", "/publish/" + parts.joined(separator: "/"),
            query: PercentEncoding.query([("store", "0"), ("uuid", settings.uuid)]), timeout: Self.timeout)
        request.headers = [("Content-Type", "application/json")]
        let body = JSONText.object {
            $0.member("process-id", delivery.processID)
            $0.member("at", delivery.notification.at)
        }
        request.body = Data(body.utf8)
        return request
    }

    /// PubNub answers `[1,"Sent","…"]`, or `[0,"why not",…]`, which older servers sent with status 200.
    private func outcome(of response: HTTPResponse) -> DeliveryOutcome {
        let answer = try? JSONDecoder().decode(Answer.self, from: response.body)
        guard (200..<300).contains(response.status) else {
            return HTTPVerdict(farEnd: "PubNub").outcome(of: response, detail: answer?.text)
        }
        if answer?.isSent == false {
            let reason = DeliveryText.reason("PubNub refused: \(answer?.text ?? "no reason given")")
            return .failed(reason: reason, isFinal: true, retryAfter: nil)
        }
        return .delivered(reference: answer?.timeToken)
    }

    private struct Answer: Decodable {
        var isSent: Bool
        var text: String?
        var timeToken: String?

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            isSent = try list.decode(Int.self) == 1
            text = try? list.decode(String.self)
            timeToken = try? list.decode(String.self)
        }
    }
}
