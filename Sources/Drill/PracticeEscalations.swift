package import FoundationEssentials
package import Model

/// Escalations that the practice world begins with. The numbers are kept for fiction (Ofcom, numbering for drama).
package enum PracticeEscalations {
    package static func requests(at now: Date) -> [EscalationRequest] {
        [
            request("harbour-kitchen", at: now, [("phone", 45, "+442079460111"), ("email", 240, "kitchen@example.org")]),
            request("old-town-grill", at: now, [("phone", 20, "+442079460000"), ("phone", 600, "+442079460222")]),
            request("night-market", at: now, [("pubnub", 900, "orders-night-market"), ("phone", 1200, "+442079460333")]),
        ]
    }

    private static func request(
        _ name: String, at now: Date, _ plan: [(channel: String, after: Double, target: String)]
    ) -> EscalationRequest {
        let entries = plan.map { step in
            let at = (now.timeIntervalSince1970 + step.after).rounded()
            let key = EscalationChannels.originalTargetKeys[step.channel] ?? "target"
            let source = JSONText.object { json in
                json.member("channel", step.channel)
                json.member("at", at)
                json.member(key, step.target)
            }
            return EscalationRequest.Entry(
                notification: EscalationNotification(channel: step.channel, at: at, target: step.target), source: source)
        }
        return EscalationRequest(processID: ProcessID(name), action: .start(entries))
    }
}
