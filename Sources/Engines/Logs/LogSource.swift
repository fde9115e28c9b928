package import AWS
package import FoundationEssentials
package import Model

/// Which logs, from when, and whether to go on.
package struct LogQuestion: Sendable, Equatable {
    /// Names of log groups (or ARNs, of other accounts).
    package var groups: [String]
    package var from: Date
    /// nil follows the logs; a moment ends the reading there.
    package var to: Date?
    /// In CloudWatch's pattern syntax: what AWS itself leaves out. nil for everything; what a person types into a view is a
    /// ``LogFilter`` instead, so that the lines around a match are there.
    package var pattern: String?

    package init(groups: [String], from: Date, to: Date? = nil, pattern: String? = nil) {
        self.groups = groups
        self.from = from
        self.to = to
        self.pattern = pattern
    }
}

/// One page of one group's events.
package struct LogPageQuestion: Sendable, Equatable {
    package var group: String
    /// Milliseconds since 1970; both ends belong to the range.
    package var fromMs: Int64
    package var toMs: Int64?
    package var pattern: String?
    /// nil for the first page.
    package var token: String?
}

package struct LogPage: Sendable, Equatable {
    package var events: [LogEvent]
    /// nil at the last page.
    package var next: String?

    package init(events: [LogEvent], next: String? = nil) {
        self.events = events
        self.next = next
    }
}

/// Events that have come in by live tail, without ids.
package struct LiveTailNews: Sendable, Equatable {
    package var events: [LogEvent]
    package var isSampled: Bool

    package init(events: [LogEvent], isSampled: Bool = false) {
        self.events = events
        self.isSampled = isSampled
    }
}

/// A live tail that stands. Letting it go ends it.
package protocol LiveTailSession: Sendable {
    /// - Returns: nil when the service has ended the session.
    func next() async throws(AWSError) -> LiveTailNews?
}

/// Where log events come from: CloudWatch Logs, or a test's far end.
package protocol LogSource: Sendable {
    func page(_ question: LogPageQuestion) async throws(AWSError) -> LogPage
    /// - Parameter groups: At most ten.
    func openLiveTail(groups: [String], pattern: String?) async throws(AWSError) -> any LiveTailSession
}
