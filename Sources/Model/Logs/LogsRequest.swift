package import FoundationEssentials

/// The log that a view wants to show.
package struct LogsRequest: Sendable, Equatable {
    /// Whose log.
    package enum Subject: Sendable, Equatable {
        /// By its name; it may log into any group.
        case function(String)
        /// The functions that take from it.
        case queue(name: String, arn: String)
        case group(String)
    }

    /// Tells the news of this request from those of an earlier one.
    package var number: Int
    package var subjects: [Subject]
    package var since: Date
    /// Costs $0.01 a minute; else the log is asked for every two seconds, at no charge.
    package var usesLiveTail: Bool

    package init(number: Int, subjects: [Subject], since: Date, usesLiveTail: Bool = false) {
        self.number = number
        self.subjects = subjects
        self.since = since
        self.usesLiveTail = usesLiveTail
    }
}

/// What has become of a ``LogsRequest``.
package enum LogsNews: Sendable, Equatable {
    /// The log groups are known, with what could not be found. Never empty.
    case groups([String], missing: [Problem])
    /// New lines, and what all lines so far amount to.
    case batch(LogBatch, LogDigest)
    /// Nothing will come.
    case failed(Problem)
}

/// A query of Logs Insights that a view wants to be run.
package struct InsightsRequest: Sendable, Equatable {
    /// Tells the news of this request from those of an earlier one.
    package var number: Int
    package var query: InsightsQuery
    /// 1...50.
    package var groups: [String]
    package var from: Date
    package var to: Date

    package init(number: Int, query: InsightsQuery, groups: [String], from: Date, to: Date) {
        self.number = number
        self.query = query
        self.groups = groups
        self.from = from
        self.to = to
    }

    /// Source: CloudWatch Logs API Reference, StartQuery.
    package static let mostGroups = 50
}

/// What has become of an ``InsightsRequest``.
package enum InsightsNews: Sendable, Equatable {
    case progress(InsightsProgress)
    case answer(InsightsAnswer)
    case failed(Problem)
}
