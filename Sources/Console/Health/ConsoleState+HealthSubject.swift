import Model

/// From a check to what it looked at; Esc comes back to the report.
extension ConsoleState {
    func offerHealthSubject() -> Action.Offer {
        guard let result = health.selected?.result else { return .refuses("It has not answered yet.") }
        if result.kind == "logs" { return .does { $0.openLogs([.group(result.target)], title: result.target) } }
        guard let pane = result.pane else { return .refuses("No pane shows what \(result.name) looks at (\(result.target)).") }
        guard let subject = subject(of: result, in: pane) else {
            return .refuses("What \(result.name) looks at is not among the \(pane.noun.many) of this context.")
        }
        return .does { $0.open(subject) }
    }

    /// The row that the evidence names, as several may have been looked at; or else the worst of those that were.
    private func subject(of result: HealthResult, in pane: PaneKind) -> Subject? {
        let looked = subjects(of: result, in: pane)
        let named = looked.filter { result.evidence.contains($0.name) }
        return (named.isEmpty ? looked : named).max { $0.severity < $1.severity }
    }

    private func subjects(of result: HealthResult, in pane: PaneKind) -> [Subject] {
        switch pane {
        case .lambda:
            let names = Set(result.target.split(separator: ",").map { $0.drop { $0 == " " } })
            return lambda.rows.filter { result.kind == "errors" || names.contains($0.name[...]) }.map(Subject.function)
        case .queues: return queues.rows.filter { $0.name == result.target }.map(Subject.queue)
        case .alarms:
            let prefix = result.target.hasSuffix("*") ? result.target.dropLast() : ""
            // The check asks CloudWatch alone.
            return alarms.rows.filter { $0.source == .cloudwatch && $0.name.hasPrefix(prefix) }.map(Subject.alarm)
        case .escalations: return escalations.rows.map(Subject.escalation)
        case .workers, .optimizer: return []
        }
    }
}

extension HealthResult {
    /// Where its rows are; nil where no pane has them.
    fileprivate var pane: PaneKind? {
        switch kind {
        case "lambda", "errors": .lambda
        case "queue": .queues
        case "alarms": .alarms
        case "engine": .escalations
        default: nil
        }
    }
}
