import AWS
package import Model

/// Calls through Twilio that are watched until they have ended. Delivered means: somebody, or a machine, has answered. A call that was not
/// answered is a failed attempt, and is made again like any other.
package struct FollowedCalls: Notifier {
    package var channel: String { calls.channel }
    package var targetKey: String { calls.targetKey }

    private let calls: TwilioNotifier
    /// nil where Twilio has no settings: then no call is taken either.
    private let watch: TwilioCallWatch?

    package init(_ farEnds: FarEnds) {
        calls = TwilioNotifier(farEnds)
        watch = TwilioCallWatch(farEnds)
    }

    package func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        let taken = await calls.deliver(delivery)
        guard case .delivered(let reference) = taken else { return taken }
        guard let watch, let reference else { return .unknown(reason: "Twilio has taken the call and named no id to ask for.") }
        switch await watch.result(of: reference) {
        case .answered: return taken
        case .notAnswered(let status):
            return .failed(
                reason: "Nobody has answered: Twilio says \(DeliveryText.reason(status)).", isFinal: false, retryAfter: nil)
        case .unknown(let reason): return .unknown(reason: "Twilio has taken the call. \(reason)")
        }
    }
}
