package import FoundationEssentials
package import Model

/// An escalation that the practice world begins with.
package struct EscalationHabits: Sendable, Equatable {
    package struct Call: Sendable, Equatable {
        package var channel: String
        /// From the opening of the console.
        package var after: Duration
        /// One that ends in `000` is answered by nobody.
        package var target: String

        package init(_ channel: String, after: Duration, _ target: String) {
            self.channel = channel
            self.after = after
            self.target = target
        }
    }

    package var name: String
    package var calls: [Call]

    package init(_ name: String, _ calls: [Call]) {
        self.name = name
        self.calls = calls
    }

    static let channels = ["phone", "email", "pubnub", "console"]

    /// A call that succeeds, one that nobody answers, and a minute to look around first. The numbers are kept for fiction (Ofcom, numbering for drama).
    package static let usual = [
        EscalationHabits(
            "harbour-kitchen",
            [.init("phone", after: .seconds(150), "+442079460111"), .init("email", after: .seconds(420), "kitchen@example.org")]),
        EscalationHabits(
            "old-town-grill",
            [.init("phone", after: .seconds(75), "+442079460000"), .init("phone", after: .seconds(900), "+442079460222")]),
        EscalationHabits(
            "night-market",
            [
                .init("pubnub", after: .seconds(1000), "orders-night-market"),
                .init("phone", after: .seconds(1200), "+442079460333"),
            ]),
    ]

    /// What starts it.
    package func request(at now: Date) -> EscalationRequest {
        let entries = calls.map { call in
            let at = (now.timeIntervalSince1970 + call.after.seconds).rounded()
            let key = EscalationChannels.originalTargetKeys[call.channel] ?? (call.channel == "console" ? "message" : "target")
            let source = JSONText.object { json in
                json.member("channel", call.channel)
                json.member("at", at)
                json.member(key, call.target)
            }
            return EscalationRequest.Entry(
                notification: EscalationNotification(channel: call.channel, at: at, target: call.target), source: source)
        }
        return EscalationRequest(processID: ProcessID(name), action: .start(entries))
    }
}
