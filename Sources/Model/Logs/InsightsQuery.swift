/// A query of CloudWatch Logs Insights that has a name.
package struct InsightsQuery: Sendable, Equatable {
    /// As it is typed behind `--insights`.
    package var name: String
    /// What it answers, for a person.
    package var title: String
    /// In the language of Logs Insights.
    package var text: String

    package init(name: String, title: String, text: String) {
        self.name = name
        self.title = title
        self.text = text
    }
}

extension InsightsQuery {
    /// The queries that come with the program: those of the operations documents, and what a person on call asks next.
    package static let shipped: [InsightsQuery] = [
        InsightsQuery(
            name: "errors", title: "Errors, newest first",
            text: """
                fields @timestamp, @message, @logStream
                | filter level = "error" or @message like /ERROR|Task timed out/
                | sort @timestamp desc
                | limit 100
                """),
        InsightsQuery(
            name: "error-counts", title: "Errors by five minutes",
            text: """
                filter level = "error" or @message like /ERROR|Task timed out/
                | stats count(*) as errors by bin(5m)
                """),
        InsightsQuery(
            name: "slowest", title: "Slowest invocations",
            text: """
                fields @timestamp, @requestId, @duration, @maxMemoryUsed
                | filter @type = "REPORT"
                | sort @duration desc
                | limit 25
                """),
        InsightsQuery(
            name: "cold-starts", title: "Cold starts, newest first",
            text: """
                fields @timestamp, @initDuration
                | filter @type = "REPORT"
                | filter @initDuration > 0
                | sort @timestamp desc
                | limit 100
                """),
        InsightsQuery(
            name: "send-latency", title: "Notification send latency by five minutes",
            text: """
                fields @timestamp, duration
                | filter message like /notification sent/
                | stats avg(duration), max(duration), min(duration) by bin(5m)
                """),
        InsightsQuery(
            name: "memory", title: "Memory used against memory given, in bytes",
            text: """
                filter @type = "REPORT"
                | stats max(@memorySize) as given, max(@maxMemoryUsed) as used, avg(@maxMemoryUsed) as mean by bin(1h)
                """),
        InsightsQuery(
            name: "durations", title: "Durations by five minutes",
            text: """
                filter @type = "REPORT"
                | stats count(*) as invocations, avg(@duration) as mean, pct(@duration, 95) as p95, max(@duration) as longest by bin(5m)
                """),
        InsightsQuery(
            name: "timeouts", title: "Invocations that ran out of time",
            text: """
                fields @timestamp, @requestId, @message
                | filter @message like /Task timed out/
                | sort @timestamp desc
                | limit 100
                """),
    ]

    /// - Returns: The shipped query of that name; nil where there is none, so that the text may be a query itself.
    package static func named(_ name: String) -> InsightsQuery? { shipped.first { $0.name == name.lowercased() } }

    /// A query for the lines that name one thing, such as the fourth step of the runbook for a notification that was not sent.
    package static func mentioning(_ word: String) -> InsightsQuery {
        let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return InsightsQuery(
            name: "mentioning", title: "Lines that mention \(word)",
            text:
                "fields @timestamp, @message\n| filter strcontains(@message, \"\(escaped)\")\n| sort @timestamp desc\n| limit 100"
        )
    }
}
