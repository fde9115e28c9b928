package import Model

extension Channel {
    static let email = Channel("email", targetKey: "email") { SMTPNotifier($0) }
}

/// Sends a mail. Delivered means: the server has taken it.
package struct SMTPNotifier: Notifier {
    package var channel: String { Channel.email.name }
    package var targetKey: String { Channel.email.targetKey }

    private let settings: Result<SMTPSettings, SettingMissing>
    private let clock: any WallClock

    package init(_ farEnds: FarEnds) {
        settings = Result { () throws(SettingMissing) in try SMTPSettings(farEnds) }
        clock = farEnds.clock
    }

    package func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        let settings: SMTPSettings
        switch self.settings {
        case .success(let value): settings = value
        case .failure(let missing): return missing.outcome
        }
        guard let target = delivery.notification.target, !target.isEmpty else {
            return .failed(reason: "The notification has no \(targetKey).", isFinal: true, retryAfter: nil)
        }
        guard let to = MailAddress(target) else {
            return .failed(reason: "The target is not one mail address.", isFinal: true, retryAfter: nil)
        }
        let message = MailMessage(
            from: settings.from, to: to, subject: settings.subject, body: settings.body, date: clock.now, key: delivery.key)
        return await OwnThread.run { SMTPTransfer.send(message, with: settings) }
            ?? .failed(reason: "No thread for the mail could be started.", isFinal: false, retryAfter: nil)
    }
}
