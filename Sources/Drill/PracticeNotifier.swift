import FoundationEssentials
package import Model

/// The far end of the practice world: takes a second, reaches nobody. A target that ends in `000` is one that nobody answers at.
package struct PracticeNotifier: Notifier {
    package let channel: String
    package let targetKey: String
    private let clock: any WallClock

    private static let latency = 1.0

    package init(channel: String, targetKey: String, clock: any WallClock) {
        self.channel = channel
        self.targetKey = targetKey
        self.clock = clock
    }

    package func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        try? await clock.sleep(until: clock.now.addingTimeInterval(Self.latency))
        guard let target = delivery.notification.target else {
            return .failed(reason: "The notification names no target.", isFinal: true, retryAfter: nil)
        }
        if target.hasSuffix("000") { return .failed(reason: "Nobody answers (practice).", isFinal: false, retryAfter: nil) }
        return .delivered(reference: "practice")
    }
}
