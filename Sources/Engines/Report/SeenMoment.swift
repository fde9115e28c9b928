package import FoundationEssentials
package import Model

/// What changed for the worse or the better on one pane, at the instant of its data.
package struct SeenMoment: Sendable, Equatable {
    /// A row that changed.
    package struct Change: Sendable, Equatable {
        package var name: String
        /// nil when the row was not known before.
        package var from: Severity?
        /// nil when the row is gone.
        package var to: Severity?
        /// Why it is as it is now ("error rate 12 % > 5 %"); may be empty.
        package var reason: String

        package init(name: String, from: Severity?, to: Severity?, reason: String = "") {
            self.name = name
            self.from = from
            self.to = to
            self.reason = reason
        }
    }

    /// Whether the pane itself could be read.
    package enum Reading: Sendable, Equatable {
        case failed(Problem)
        case recovered
    }

    package var at: Date
    package var pane: PaneKind
    package var changes: [Change]
    /// nil when nothing about it changed.
    package var reading: Reading?

    package init(at: Date, pane: PaneKind, changes: [Change] = [], reading: Reading? = nil) {
        self.at = at
        self.pane = pane
        self.changes = changes
        self.reading = reading
    }
}

/// How a pane stood at one instant.
package struct PaneSummary: Sendable, Equatable {
    package struct Row: Sendable, Equatable {
        package var name: String
        package var severity: Severity
        package var reason: String

        package init(name: String, severity: Severity, reason: String) {
            self.name = name
            self.severity = severity
            self.reason = reason
        }
    }

    package var pane: PaneKind
    package var asOf: Date?
    package var problem: Problem?
    /// How many rows of each severity; none is absent.
    package var counts: [Severity: Int]
    /// The rows that are not ok, worst first, then by name.
    package var notOK: [Row]

    package init(pane: PaneKind, asOf: Date?, problem: Problem? = nil, rows: [Row]) {
        self.pane = pane
        self.asOf = asOf
        self.problem = problem
        counts = rows.reduce(into: [:]) { $0[$1.severity, default: 0] += 1 }
        notOK = rows.filter { $0.severity != .ok }.sorted { ($1.severity, $0.name) < ($0.severity, $1.name) }
    }
}

/// A row as the note tells of it.
protocol ReportedRow: Identifiable where ID == String {
    var name: String { get }
    var severity: Severity { get }
    var reasonText: String { get }
}

extension ReportedRow {
    var summary: PaneSummary.Row { PaneSummary.Row(name: name, severity: severity, reason: reasonText) }
}

extension Escalation: ReportedRow {
    var name: String { HarmlessText.line(processID.text) }

    var reasonText: String {
        guard severity == .critical else { return "" }
        if dead > 0 { return dead == 1 ? "one notification was given up" : "\(dead) notifications were given up" }
        return state == .unreadable ? "cannot be read" : "overdue: nobody is delivering"
    }
}

extension LambdaFunction: ReportedRow {
    var reasonText: String { reasons.joined(separator: ", ") }
}

extension Queue: ReportedRow {
    var reasonText: String { reasons.joined(separator: ", ") }
}

extension Alarm: ReportedRow {
    var reasonText: String { state + (reason.isEmpty ? "" : ": " + reason) }
}

extension WorkerRow: ReportedRow {
    /// Without the address: the note leaves the desk.
    var name: String { who }
    var reasonText: String { headline ?? "" }
}

extension OptimizerRow: ReportedRow {
    var name: String { "\(run.id) \(HarmlessText.line(run.provider))" }
    var reasonText: String { reasons.first ?? "" }
}
