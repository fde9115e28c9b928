import FoundationEssentials
package import Model

/// Looks at snapshots one after the other, oldest first, and keeps only what changed: the memory that it needs does not grow with
/// the number of snapshots.
package struct IncidentWatch: Sendable {
    private struct Known: Sendable {
        var asOf: Date?
        var failed = false
        var rows: [String: PaneSummary.Row] = [:]
    }

    /// In the order in which they were seen.
    package private(set) var moments: [SeenMoment] = []
    /// How the panes stood when last seen; panes that are off are left out.
    package var end: [PaneSummary] {
        [.workers, .lambda, .queues, .escalations, .optimizer, .alarms].compactMap { summaries[$0] }
    }
    private var summaries: [PaneKind: PaneSummary] = [:]
    private var known: [PaneKind: Known] = [:]
    private var last: Snapshot?

    package init() {}

    package mutating func see(_ snapshot: Snapshot) {
        // From one moment to the next mostly one pane changes; the others share their rows with the last one, which compares at once.
        if last?.lambda != snapshot.lambda { see(snapshot.lambda, .lambda, at: snapshot.takenAt) }
        if last?.queues != snapshot.queues { see(snapshot.queues, .queues, at: snapshot.takenAt) }
        if last?.alarms != snapshot.alarms { see(snapshot.alarms, .alarms, at: snapshot.takenAt) }
        if last?.workers != snapshot.workers { see(snapshot.workers, .workers, at: snapshot.takenAt) }
        if last?.escalations != snapshot.escalations { see(snapshot.escalations, .escalations, at: snapshot.takenAt) }
        if last?.optimizer != snapshot.optimizer { see(snapshot.optimizer, .optimizer, at: snapshot.takenAt) }
        last = snapshot
    }

    private mutating func see<Row: ReportedRow>(_ pane: PaneSnapshot<Row>, _ kind: PaneKind, at takenAt: Date) {
        guard pane.isOn else {
            summaries[kind] = nil
            return
        }
        summaries[kind] = PaneSummary(pane: kind, asOf: pane.asOf, problem: pane.error, rows: pane.rows.map(\.summary))
        var before = known[kind] ?? Known()
        if let error = pane.error, !before.failed {
            moments.append(SeenMoment(at: takenAt, pane: kind, reading: .failed(error)))
        } else if pane.error == nil, pane.asOf != nil, before.failed {
            moments.append(SeenMoment(at: takenAt, pane: kind, reading: .recovered))
        }
        before.failed = pane.error != nil
        if let asOf = pane.asOf, asOf != before.asOf {
            let rows = Dictionary(pane.rows.map { ($0.id, $0.summary) }) { first, _ in first }
            let changes = Self.changes(from: before.rows, to: rows)
            if !changes.isEmpty { moments.append(SeenMoment(at: asOf, pane: kind, changes: changes)) }
            before.rows = rows
            before.asOf = asOf
        }
        known[kind] = before
    }

    /// Worst first, then by name. Only what is or was a warning or critical is told.
    private static func changes(from old: [String: PaneSummary.Row], to new: [String: PaneSummary.Row]) -> [SeenMoment.Change] {
        var changes: [SeenMoment.Change] = []
        for (id, row) in new
        where row.severity != old[id]?.severity && (row.severity.isTrouble || old[id]?.severity.isTrouble == true) {
            changes.append(.init(name: row.name, from: old[id]?.severity, to: row.severity, reason: row.reason))
        }
        for (id, row) in old where new[id] == nil && row.severity.isTrouble {
            changes.append(.init(name: row.name, from: row.severity, to: nil))
        }
        return changes.sorted { ($1.to ?? .ok, $0.name) < ($0.to ?? .ok, $1.name) }
    }
}

extension Severity {
    var isTrouble: Bool { self >= .warning }
}
