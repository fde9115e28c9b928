package import Model

/// What the console shows, with a bell, when an escalation names it.
package struct ConsoleNotice: Sendable, Equatable {
    package var processID: String
    /// The notification's own words; nil where it has none. Not yet made harmless for a terminal.
    package var message: String?

    package init(processID: String, message: String?) {
        self.processID = processID
        self.message = message
    }
}

extension Channel {
    static let console = Channel("console", targetKey: "message") { ConsoleNotifier($0) }
}

/// Rings the console's bell and writes into its feed.
package struct ConsoleNotifier: Notifier {
    package var channel: String { Channel.console.name }
    package var targetKey: String { Channel.console.targetKey }

    private let show: @Sendable (ConsoleNotice) async -> Bool

    package init(_ farEnds: FarEnds) { show = farEnds.console }

    package func deliver(_ delivery: Delivery) async -> DeliveryOutcome {
        let notice = ConsoleNotice(processID: delivery.processID, message: delivery.notification.target)
        if await show(notice) { return .delivered(reference: nil) }
        return .failed(reason: "No console is open here.", isFinal: false, retryAfter: nil)
    }
}
