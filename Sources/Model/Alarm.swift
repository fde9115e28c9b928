package import FoundationEssentials

/// One alarm: a row of pane `alarms`, from CloudWatch or from a rule that Nightdesk evaluates itself.
package struct Alarm: Sendable, Equatable, Identifiable, Codable {
    package enum Source: String, Sendable, Codable { case cloudwatch, local }
    package enum Kind: String, Sendable, Codable { case metric, composite, local }

    package var name: String
    /// AWS's word: `ALARM`, `OK`, `INSUFFICIENT_DATA`.
    package var state: String
    package var since: Date?
    package var reason: String
    package var source: Source
    package var kind: Kind
    package var acknowledged: Bool
    package var severity: Severity
    package var arn: String?
    package var summary: String?
    package var namespace: String?
    package var metricName: String?
    package var dimensions: [String: String]
    package var statistic: String?
    package var periodSeconds: Int?
    package var threshold: Double?
    package var comparison: String?
    package var evaluationPeriods: Int?
    package var treatMissingData: String?
    /// The rule of a composite alarm.
    package var rule: String?
    package var actionsEnabled: Bool
    /// Why this alarm can never fire ("AWS/Lambda has no metric ErrorRate"); nil when it can.
    package var neverFires: String?
    /// The function or queue that the alarm watches, where its dimensions name one.
    package var functionName: String? { dimensions["FunctionName"] }
    package var queueName: String? { dimensions["QueueName"] }

    package var id: String { source.rawValue + ":" + name }

    package init(name: String, state: String, since: Date?, reason: String, source: Source, kind: Kind) {
        self.name = name
        self.state = state
        self.since = since
        self.reason = reason
        self.source = source
        self.kind = kind
        self.acknowledged = false
        self.severity = Alarm.severity(ofState: state)
        self.dimensions = [:]
        self.actionsEnabled = true
    }

    /// ALARM critical, INSUFFICIENT_DATA unknown, OK ok (contract, Default severities).
    package static func severity(ofState state: String) -> Severity {
        switch state {
        case "ALARM": .critical
        case "OK": .ok
        default: .unknown
        }
    }
}

/// One line of an alarm's history. Source: CloudWatch API Reference, AlarmHistoryItem.
package struct AlarmTransition: Sendable, Equatable, Codable {
    package var at: Date
    /// `StateUpdate`, `ConfigurationUpdate` or `Action`.
    package var type: String
    package var summary: String

    package init(at: Date, type: String, summary: String) {
        self.at = at
        self.type = type
        self.summary = summary
    }
}
