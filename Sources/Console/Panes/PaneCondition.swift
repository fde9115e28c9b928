import FoundationEssentials
import Model

/// How a pane's data is doing, without its rows: what titles, badges and summary lines are made of.
struct PaneCondition: Equatable, Sendable {
    var status: PaneStatus
    var ageSeconds: Double?
    var error: Problem?
    var missing: [Problem]
    var cadence: Duration
    var slowedBy: String?
    /// Rows at hand, and rows at the source.
    var rowCount: Int
    var total: Int

    static let off = PaneCondition(
        status: .off, error: nil, missing: [], cadence: .zero, slowedBy: nil, rowCount: 0, total: 0)
}

extension PaneCondition {
    init<Row>(_ snapshot: PaneSnapshot<Row>, now: Date) {
        status = snapshot.status(at: now)
        ageSeconds = snapshot.ageSeconds(at: now)
        error = snapshot.error
        missing = snapshot.missing
        cadence = snapshot.cadence
        slowedBy = snapshot.slowedBy
        rowCount = snapshot.rows.count
        total = snapshot.total
    }
}

extension ConsoleState {
    func condition(of pane: PaneKind) -> PaneCondition {
        switch pane {
        case .lambda: PaneCondition(lambda, now: shownAt)
        case .queues: PaneCondition(queues, now: shownAt)
        case .alarms: PaneCondition(alarms, now: shownAt)
        case .workers: PaneCondition(workers, now: shownAt)
        case .escalations: escalations.isOn ? PaneCondition(escalations, now: shownAt) : .off
        case .optimizer: PaneCondition(optimizer, now: shownAt)
        }
    }

    func isOff(_ pane: PaneKind) -> Bool {
        switch pane {
        case .lambda: !lambda.isOn
        case .queues: !queues.isOn
        case .alarms: !alarms.isOn
        case .workers: !workers.isOn
        case .escalations: !escalations.isOn
        case .optimizer: !optimizer.isOn
        }
    }

    /// The fields that a pane's filter and sort know.
    func fields(of pane: PaneKind) -> [FieldSignature] {
        switch pane {
        case .lambda: LambdaFunction.fields.map { FieldSignature($0) }
        case .queues: Queue.fields.map { FieldSignature($0) }
        case .alarms: Alarm.fields.map { FieldSignature($0) }
        case .workers: WorkerRow.fields.map { FieldSignature($0) }
        case .escalations: Escalation.fields.map { FieldSignature($0) }
        case .optimizer: OptimizerRow.fields.map { FieldSignature($0) }
        }
    }

    /// Filters and sorts a pane anew.
    mutating func rearrange(_ pane: PaneKind) {
        switch pane {
        case .lambda: tables[pane.index].rearrange(lambda.rows, now: shownAt)
        case .queues: tables[pane.index].rearrange(queues.rows, now: shownAt)
        case .alarms: tables[pane.index].rearrange(alarms.rows, now: shownAt)
        case .workers: tables[pane.index].rearrange(workers.rows, now: shownAt)
        case .escalations: tables[pane.index].rearrange(escalations.rows, now: shownAt)
        case .optimizer: tables[pane.index].rearrange(optimizer.rows, now: shownAt)
        }
    }
}
