import AWS
import FoundationEssentials
package import Model

/// The configuration's `webhook` section.
package struct WebhookSettings: Sendable, Equatable {
    /// `http:` or `https:`; may have a query.
    package var url: String
    /// The name of the environment variable that holds the secret; nil: requests are not signed.
    package var secretVariable: String?

    package init(url: String, secretVariable: String?) {
        self.url = url
        self.secretVariable = secretVariable
    }
}

extension Channel {
    static let webhook = Channel("webhook", targetKey: "webhook-target") { WebhookNotifier($0) }
}

/// Posts a notification as JSON to one address, signed (``WebhookSignature``). The target is optional and goes into the body.
/// `Idempotency-Key` is the same for every attempt of a notification.
package struct WebhookNotifier: Notifier {
    package var channel: String { Channel.webhook.name }
    package var targetKey: String { Channel.webhook.targetKey }

    static let timeout = Duration.seconds(10)

    private struct Settings {
        var address: FarEndAddress
        var secret: String?
    }

    private let settings: Result<Settings, SettingMissing>
    private let transport: any Transport
    private let clock: any WallClock

    package init(_ farEnds: FarEnds) {
        settings = Result { () throws(SettingMissing) in
            guard let webhook = farEnds.webhook else { throw SettingMissing(name: "escalations.webhook") }
            guard let address = FarEndAddress(webhook.url) else {
                throw SettingMissing(name: "escalations.webhook.url", problem: "is not an http or https address")
            }
            // A secret that was asked for and is missing must not mean: send unsigned.
            guard let name = webhook.secretVariable else { return Settings(address: address) }
            return Settings(address: address, secret: try farEnds.required(name))
        }
        transport = farEnds.transport
        clock = farEnds.clock
    }

    package func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        switch settings {
        case .failure(let missing): return missing.outcome
        case .success(let settings):
            do {
                let response = try await transport.send(request(for: delivery, with: settings))
                if (200..<300).contains(response.status) { return .delivered(reference: nil) }
                let detail = String(decoding: response.body.prefix(1000), as: UTF8.self)
                return HTTPVerdict(farEnd: "The webhook").outcome(of: response, detail: detail.isEmpty ? nil : detail)
            } catch {
                return HTTPVerdict(farEnd: "The webhook").outcome(of: error)
            }
        }
    }

    private func request(for delivery: Delivery, with settings: Settings) -> HTTPRequest {
        let now = clock.now
        let body = JSONText.object {
            $0.member("processId", delivery.processID)
            $0.member("channel", delivery.notification.channel)
            $0.member("at", delivery.notification.at)
            $0.member("target", delivery.notification.target)
            $0.member("attempt", delivery.attempt)
            $0.member("key", delivery.key)
            $0.member("sentAt", now)
        }
        var request = settings.address.request("POST", body: Data(body.utf8), timeout: Self.timeout)
        let timestamp = String(Int64(now.timeIntervalSince1970.rounded(.down)))
        request.headers = [
            ("Content-Type", "application/json"), ("User-Agent", "\(Product.name)/\(Product.version)"),
            ("Idempotency-Key", delivery.key), (WebhookSignature.timestampHeader, timestamp),
        ]
        if let secret = settings.secret {
            let signature = WebhookSignature.text(of: request.body, timestamp: timestamp, secret: secret)
            request.headers.append((WebhookSignature.header, signature))
        }
        return request
    }
}
