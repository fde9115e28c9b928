import FoundationEssentials
package import Model

/// Mails of our own text to several people at once, through the mail server that the environment names.
package struct MailPost: Sendable {
    private let settings: SMTPSettings
    private let clock: any WallClock

    /// - Parameter environment: `SMTP_HOST` and the names beside it.
    /// - Returns: nil where no `SMTP_HOST` is given.
    /// - Throws: ``Problem`` `BadSettings` for what is missing beside it, or is not what it should be; it quotes no value.
    package init?(environment: [String: String], clock: any WallClock) throws(Problem) {
        let named = NamedSettings(environment: environment)
        guard named.optional("SMTP_HOST") != nil else { return nil }
        do throws(SettingMissing) {
            settings = try SMTPSettings(named)
        } catch {
            throw .badSettings("\(error.name) \(error.problem).")
        }
        self.clock = clock
    }

    /// `mail.example.org:587`
    package var server: String { "\(settings.host):\(settings.port)" }

    /// Returns when the server has taken the mail for at least one of them.
    /// - Parameters:
    ///   - recipients: At least one; what is no mail address is left out as long as another one is.
    ///   - key: Repetitions of one mail have the same key.
    /// - Throws: ``Problem`` when it was not taken, or nobody knows whether it was.
    package func send(subject: String, body: String, to recipients: [String], key: String) async throws(Problem) {
        let addresses = recipients.compactMap { MailAddress($0) }
        guard let first = addresses.first else {
            throw .badSettings("none of the \(recipients.count) recipients is a mail address.")
        }
        let message = MailMessage(
            from: settings.from, to: first, others: Array(addresses.dropFirst()), subject: subject, body: body, date: clock.now,
            key: key)
        let settings = settings
        let outcome = await OwnThread.run { SMTPTransfer.send(message, with: settings) }
        switch outcome {
        case .delivered: return
        case .failed(let reason, _, _): throw .unsent(reason)
        case .unknown(let reason): throw .unsent("\(reason) It may have arrived all the same.")
        case nil: throw .unsent("No thread for the mail could be started.")
        }
    }

    /// Says hello to the server and goes.
    /// - Throws: ``Problem`` where it does not answer, or refuses the sender.
    package func probe() async throws(Problem) {
        let settings = settings
        if let reason = await OwnThread.run({ (SMTPTransfer.greet(settings), {}) }) ?? "no thread could be started" {
            throw .unsent(reason)
        }
    }
}

extension Problem {
    fileprivate static func unsent(_ reason: String) -> Problem {
        Problem(
            code: "MailNotSent", message: "Could not send a mail: \(reason)",
            hint: "Look at the mail server, and tell people by hand; it is tried again with every check.")
    }
}
