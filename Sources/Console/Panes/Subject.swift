import Model

/// One row of any pane.
enum Subject: Equatable, Sendable {
    case function(LambdaFunction)
    case queue(Queue)
    case alarm(Alarm)
    case worker(WorkerRow)
    case escalation(Escalation)
    case run(OptimizerRow)

    var pane: PaneKind {
        switch self {
        case .function: .lambda
        case .queue: .queues
        case .alarm: .alarms
        case .worker: .workers
        case .escalation: .escalations
        case .run: .optimizer
        }
    }

    var id: String {
        switch self {
        case .function(let function): function.id
        case .queue(let queue): queue.id
        case .alarm(let alarm): alarm.id
        case .worker(let row): row.id
        case .escalation(let escalation): escalation.id
        case .run(let row): row.id
        }
    }

    var name: String {
        switch self {
        case .function(let function): function.name
        case .queue(let queue): queue.name
        case .alarm(let alarm): alarm.name
        case .worker(let row): row.name
        case .escalation(let escalation): escalation.name
        case .run(let row): row.name
        }
    }

    var severity: Severity {
        switch self {
        case .function(let function): function.severity
        case .queue(let queue): queue.severity
        case .alarm(let alarm): alarm.severity
        case .worker(let row): row.severity
        case .escalation(let escalation): escalation.severity
        case .run(let row): row.severity
        }
    }

    /// What its detail view asks for.
    var request: DetailRequest {
        switch self {
        case .function(let function): .function(name: function.name)
        case .queue(let queue): .queue(name: queue.name)
        case .alarm(let alarm): .alarm(id: alarm.id)
        case .worker(let row): .meeting(id: row.id)
        case .escalation(let escalation): .escalation(escalation.processID)
        case .run(let row): .run(id: row.run.id)
        }
    }
}

extension ConsoleState {
    /// The row under the cursor of a pane.
    func selected(in pane: PaneKind) -> Subject? {
        guard let row = tables[pane.index].selectedRow else { return nil }
        return subject(pane, row: row)
    }

    func subject(_ pane: PaneKind, id: String) -> Subject? {
        guard let row = tables[pane.index].index.row(of: id) else { return nil }
        return subject(pane, row: row)
    }

    private func subject(_ pane: PaneKind, row: Int) -> Subject? {
        switch pane {
        case .lambda: lambda.rows.indices.contains(row) ? .function(lambda.rows[row]) : nil
        case .queues: queues.rows.indices.contains(row) ? .queue(queues.rows[row]) : nil
        case .alarms: alarms.rows.indices.contains(row) ? .alarm(alarms.rows[row]) : nil
        case .workers: workers.rows.indices.contains(row) ? .worker(workers.rows[row]) : nil
        case .escalations: escalations.rows.indices.contains(row) ? .escalation(escalations.rows[row]) : nil
        case .optimizer: optimizer.rows.indices.contains(row) ? .run(optimizer.rows[row]) : nil
        }
    }
}
