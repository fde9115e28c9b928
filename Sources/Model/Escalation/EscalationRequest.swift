/// A valid request to start or to stop a process. Source: `systems.md` section 4.
package struct EscalationRequest: Sendable, Equatable {
    /// One notification of a start request.
    package struct Entry: Sendable, Equatable {
        package var notification: EscalationNotification
        /// Its JSON object as the request had it, unknown keys included.
        package var source: String

        package init(notification: EscalationNotification, source: String) {
            self.notification = notification
            self.source = source
        }
    }

    package enum Action: Sendable, Equatable {
        /// Never empty.
        case start([Entry])
        case stop
    }

    package var processID: ProcessID
    package var action: Action

    package init(processID: ProcessID, action: Action) {
        self.processID = processID
        self.action = action
    }
}

/// Why a request is skipped, for a person.
package struct EscalationRefusal: Error, Sendable, Equatable {
    /// One line, without values of the request that might be secret.
    package var reason: String
    /// nil where the request names none that can be read.
    package var processID: ProcessID?

    package init(_ reason: String, processID: ProcessID? = nil) {
        self.reason = reason
        self.processID = processID
    }
}

/// The channels that requests may name, with the key of each one's target.
package struct EscalationChannels: Sendable, Equatable {
    /// `escalations.channels` of the configuration.
    package var allowed: [String]
    /// By channel, such as `phone-number` of `phone`; a channel without an entry has no target.
    package var targetKeys: [String: String]

    package init(allowed: [String] = ["phone", "email", "pubnub"], targetKeys: [String: String] = Self.originalTargetKeys) {
        self.allowed = allowed
        self.targetKeys = targetKeys
    }

    /// Those of the original.
    package static let originalTargetKeys = ["phone": "phone-number", "email": "email", "pubnub": "pubnub-channel"]

    func allows(_ channel: String) -> Bool { allowed.contains { $0.utf8.elementsEqual(channel.utf8) } }
}
