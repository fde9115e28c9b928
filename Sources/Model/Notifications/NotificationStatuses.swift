/// Where a notification is on its way (systems.md 3: CREATED → TRIGGERED → QUEUED → SENT → DELIVERED | FAILED; RETRY re-enters send).
package enum NotificationPhase: String, Sendable, CaseIterable {
    case waiting, retrying, sent, delivered, failed
    /// Nobody knows whether it arrived: it must not be sent again before somebody has looked.
    case unsure
    /// A status that is not known here.
    case other

    /// Whether it still has to be sent, by the sender or by whoever retries it.
    package var isUnsent: Bool { self == .waiting || self == .retrying || self == .failed }
}

/// What the statuses of a table mean. Deployments name them as they like.
package struct NotificationStatuses: Sendable, Equatable {
    package var failed = "FAILED"
    package var retry = "RETRY"
    package var waiting = ["CREATED", "TRIGGERED", "QUEUED", "PENDING", "SCHEDULED"]
    package var sent = ["SENT"]
    package var delivered = ["DELIVERED"]
    package var unsure = ["UNKNOWN"]

    package init() {}

    package func phase(of status: String) -> NotificationPhase {
        switch status {
        case failed: .failed
        case retry: .retrying
        case _ where waiting.contains(status): .waiting
        case _ where sent.contains(status): .sent
        case _ where delivered.contains(status): .delivered
        case _ where unsure.contains(status): .unsure
        default: .other
        }
    }

    /// What an index is asked for, worst first.
    package var ofInterest: [String] { [failed] + unsure + [retry] + waiting }
    /// What is only counted.
    package var settled: [String] { sent + delivered }
}
