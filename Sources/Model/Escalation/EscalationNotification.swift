package import FoundationEssentials

/// One thing that an escalation has to send: through which channel, when, to whom.
///
/// Source: `systems.md` section 4, requests.
package struct EscalationNotification: Sendable, Hashable {
    /// Lower case, such as `phone`, `email`, `pubnub`, `console`, `webhook`.
    package var channel: String
    /// Seconds since 1970, as given: may be fractional, negative, or as large as Int64.
    package var at: Double
    /// The channel's own field: a phone number, an address, a name. Nil where the request gave none that can be used; such a
    /// notification ends as a dead letter.
    package var target: String?

    package init(channel: String, at: Double, target: String?) {
        self.channel = channel
        self.at = at
        self.target = target
    }

    /// Due at the whole second: the original compares `now` in whole seconds with `at`.
    package func isDue(at now: Date) -> Bool { now.timeIntervalSince1970.rounded(.down) >= at }
}
