package import FoundationEssentials
package import Model

/// Sends the notifications of our own store: takes what is due, tells each recipient through the channel's notifier, and writes down
/// what became of it. Whoever runs it has the right to: one sender at a time.
package struct NotificationSender: Sendable {
    private let outbox: any NotificationOutbox
    private let notifiers: [String: any Notifier]
    private let clock: any WallClock

    package init(outbox: any NotificationOutbox, notifiers: [any Notifier], clock: any WallClock = SystemClock()) {
        self.outbox = outbox
        self.notifiers = Dictionary(notifiers.map { ($0.channel, $0) }) { first, _ in first }
        self.clock = clock
    }

    /// What an earlier sender has begun and not ended becomes unknown; call it once, with the right to send.
    package func takeOver() async throws(Problem) -> Int { try await outbox.adopt(at: clock.now) }

    /// Sends everything that is due now. What has begun is ended, also when the task is cancelled.
    /// - Returns: How many deliveries were tried.
    package func sendDue() async throws(Problem) -> Int {
        var count = 0
        while !Task.isCancelled {
            let claims = try await outbox.claim(at: clock.now)
            guard !claims.isEmpty else { return count }
            count += claims.count
            let work = Task { [self] in await send(claims) }
            if let problem = await work.value { throw problem }
        }
        return count
    }

    package func nextDue() async throws(Problem) -> Date? { try await outbox.nextDue() }

    /// - Returns: Why something could not be written down; nil when all was.
    private func send(_ claims: [ClaimedNotification]) async -> Problem? {
        await withTaskGroup(of: Problem?.self) { group in
            for claim in claims {
                group.addTask {
                    let outcome = await deliver(claim.delivery)
                    do throws(Problem) {
                        try await outbox.end(claim, outcome, at: clock.now)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var first: Problem?
            for await problem in group where first == nil { first = problem }
            return first
        }
    }

    private func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        let channel = delivery.notification.channel
        guard let notifier = notifiers[channel] else {
            return .failed(reason: "This context has no channel \(HarmlessText.line(channel)).", isFinal: true, retryAfter: nil)
        }
        return await notifier.deliver(delivery)
    }
}
