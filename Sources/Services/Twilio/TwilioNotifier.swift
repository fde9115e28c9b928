import AWS
package import Model

extension Channel {
    static let phone = Channel("phone", targetKey: "phone-number") { farEnds -> any Notifier in
        if farEnds.followsCalls { FollowedCalls(farEnds) } else { TwilioNotifier(farEnds) }
    }
}

/// Calls a number through Twilio and has it read a script. Delivered means: Twilio has taken the call; whether somebody answered says
/// ``TwilioCallWatch``; see ``FollowedCalls``.
package struct TwilioNotifier: Notifier {
    package var channel: String { Channel.phone.name }
    package var targetKey: String { Channel.phone.targetKey }

    private struct Settings {
        var account: TwilioAccount
        var script: String
    }

    private let settings: Result<Settings, SettingMissing>
    private let transport: any Transport
    private let callerIDs: @Sendable () async throws -> CallerIDRegistry

    /// Reads `TWILIO_ACCOUNT_SID`, `TWILIO_AUTH_TOKEN`, `TWILIO_URL`, and `TWILIO_HOST` (default `api.twilio.com`).
    package init(_ farEnds: FarEnds) {
        settings = Result { () throws(SettingMissing) in
            Settings(account: try TwilioAccount(farEnds), script: try farEnds.required("TWILIO_URL"))
        }
        transport = farEnds.transport
        callerIDs = farEnds.callerIDs
    }

    package func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        let settings: Settings
        switch self.settings {
        case .success(let value): settings = value
        case .failure(let missing): return missing.outcome
        }
        guard let number = delivery.notification.target, !number.isEmpty else {
            return .failed(reason: "The notification has no \(targetKey).", isFinal: true, retryAfter: nil)
        }
        do {
            guard let callerID = try await callerIDs().callerID(for: number) else {
                let reason = "The caller-id registry has neither a prefix of \(DeliveryText.masked(number)) nor a default."
                return .failed(reason: reason, isFinal: true, retryAfter: nil)
            }
            return await call(settings.account.call(to: number, from: callerID, script: settings.script))
        } catch {
            let reason = DeliveryText.reason("The caller-id registry could not be read: \(error)")
            return .failed(reason: reason, isFinal: false, retryAfter: nil)
        }
    }

    private func call(_ request: HTTPRequest) async -> DeliveryOutcome {
        do {
            let response = try await transport.send(request)
            let answer = TwilioAnswer(response)
            guard (200..<300).contains(response.status) else {
                return HTTPVerdict(farEnd: "Twilio").outcome(of: response, detail: answer?.trouble)
            }
            return .delivered(reference: answer?.sid)
        } catch {
            return HTTPVerdict(farEnd: "Twilio").outcome(of: error)
        }
    }
}
