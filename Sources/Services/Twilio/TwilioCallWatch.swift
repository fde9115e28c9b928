import AWS
import FoundationEssentials
import Model

/// What became of a call that Twilio has taken.
package enum CallResult: Sendable, Equatable {
    /// Somebody, or a machine, has answered and the script was read.
    case answered
    /// Twilio's own word: `busy`, `no-answer`, `failed`, `canceled`.
    case notAnswered(String)
    /// The final status was not seen in time.
    case unknown(reason: String)
}

/// Asks Twilio for a call's status until it is final: the difference between "taken" and "rang".
package struct TwilioCallWatch: Sendable {
    static let final = ["completed", "busy", "failed", "no-answer", "canceled"]

    private let account: TwilioAccount
    private let transport: any Transport
    private let clock: any WallClock
    private let interval: Duration
    private let patience: Duration

    /// - Parameter patience: How long to ask before the result is unknown; a call rings for a minute at most unless told otherwise.
    /// - Returns: nil where Twilio has no settings.
    package init?(_ farEnds: FarEnds, interval: Duration = .seconds(3), patience: Duration = .seconds(120)) {
        guard let account = try? TwilioAccount(farEnds) else { return nil }
        self.account = account
        transport = farEnds.transport
        clock = farEnds.clock
        self.interval = interval
        self.patience = patience
    }

    /// - Parameter call: The reference that ``TwilioNotifier`` delivered with.
    package func result(of call: String) async -> CallResult {
        let deadline = clock.now + patience.seconds
        var trouble = "Twilio has named no status."
        repeat {
            do {
                let response = try await transport.send(account.status(of: call))
                let answer = TwilioAnswer(response)
                if response.status == 200, case .call(let status)? = answer?.status {
                    if Self.final.contains(status) { return status == "completed" ? .answered : .notAnswered(status) }
                    trouble = "The call is still \(DeliveryText.reason(status))."
                } else {
                    trouble = DeliveryText.reason("Twilio answered \(response.status). \(answer?.trouble ?? "")")
                    // A wrong id or wrong credentials do not heal by asking again.
                    if (400..<500).contains(response.status), response.status != 429 { break }
                }
            } catch {
                trouble = DeliveryText.reason((error as? TransportError)?.message ?? "The question was broken off.")
            }
            do { try await clock.sleep(until: clock.now + interval.seconds) } catch { break }
        } while clock.now < deadline
        return .unknown(reason: trouble)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
