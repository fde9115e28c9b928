package import FoundationEssentials

/// What a detail view needs beyond its row: asked for when the view opens, and again while it is open.
package enum DetailRequest: Sendable, Equatable, Hashable {
    case function(name: String)
    case queue(name: String)
    case alarm(id: String)
    case meeting(id: String)
    case escalation(ProcessID)
    case run(id: Int)
}

/// One line of a chart, with the limits to draw in.
package struct Chart: Sendable, Equatable {
    package var title: String
    /// `ms`, `messages`, `%`, `count`, `s`.
    package var unit: String
    package var series: MetricSeries
    package var warning: Double?
    package var critical: Double?

    package init(title: String, unit: String, series: MetricSeries, warning: Double? = nil, critical: Double? = nil) {
        self.title = title
        self.unit = unit
        self.series = series
        self.warning = warning
        self.critical = critical
    }
}

/// A label and its value, one line of a detail view. An unknown value is nil and shown as `–`.
package struct Fact: Sendable, Equatable {
    package var label: String
    package var value: String?

    package init(_ label: String, _ value: String?) {
        self.label = label
        self.value = value
    }
}

/// The answer to a ``DetailRequest``.
package struct Detail: Sendable, Equatable {
    package var request: DetailRequest
    package var asOf: Date
    package var facts: [Fact]
    /// Facts that are shown masked until somebody asks.
    package var personal: [Fact] = []
    package var charts: [Chart]
    /// Newest first.
    package var transitions: [AlarmTransition]
    /// What an escalation has sent and will send.
    package var timeline: [EscalationMoment]
    /// Of a run of the optimizer.
    package var optimizer: OptimizerDetail? = nil
    /// Moments to mark on every chart ("deployed").
    package var marks: [Mark]
    /// Parts that could not be had.
    package var missing: [Problem]

    package struct Mark: Sendable, Equatable {
        package var at: Date
        package var label: String
        package init(at: Date, label: String) {
            self.at = at
            self.label = label
        }
    }

    package init(
        request: DetailRequest, asOf: Date, facts: [Fact] = [], charts: [Chart] = [], transitions: [AlarmTransition] = [],
        timeline: [EscalationMoment] = [], marks: [Mark] = [], missing: [Problem] = []
    ) {
        self.request = request
        self.asOf = asOf
        self.facts = facts
        self.charts = charts
        self.transitions = transitions
        self.timeline = timeline
        self.marks = marks
        self.missing = missing
    }
}
