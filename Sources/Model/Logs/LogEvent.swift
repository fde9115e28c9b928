package import FoundationEssentials

/// One event of a log, as CloudWatch Logs keeps it.
package struct LogEvent: Sendable, Equatable {
    /// AWS's id of the event; empty for one that came by live tail, which gives none.
    package var id: String
    /// The name of the log group.
    package var group: String
    /// The name of the log stream.
    package var stream: String
    /// When it happened, in milliseconds since 1970, by the clock of whoever wrote it.
    package var atMs: Int64
    /// When CloudWatch took it in, likewise; nil where it was not told.
    package var ingestedMs: Int64?
    /// Text of strangers: it may hold anything, and is made harmless where it is shown (``HarmlessText``). What was no UTF-8 has
    /// become U+FFFD.
    package var message: String

    package init(id: String, group: String, stream: String, atMs: Int64, ingestedMs: Int64? = nil, message: String) {
        self.id = id
        self.group = group
        self.stream = stream
        self.atMs = atMs
        self.ingestedMs = ingestedMs
        self.message = message
    }

    package var at: Date { Date(milliseconds: atMs) }
}

extension LogEvent {
    /// The order of a log: by time, then by id, which rises within a stream; events without an id stay as they came when the sort
    /// is stable.
    package func isBefore(_ other: LogEvent) -> Bool {
        if atMs != other.atMs { return atMs < other.atMs }
        // Ids are decimal numbers: the shorter is the smaller one.
        let (left, right) = (id.utf8, other.id.utf8)
        return left.count != right.count ? left.count < right.count : left.lexicographicallyPrecedes(right)
    }
}

extension Date {
    package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Milliseconds since 1970, the nearest.
    package var milliseconds: Int64 {
        // A date that no log can have (a damaged file, distantFuture) must not trap.
        Int64(exactly: (timeIntervalSince1970 * 1000).rounded()) ?? (timeIntervalSince1970 < 0 ? .min : .max)
    }
}
