import Model

/// Which alarms watch a function or a queue: found once per snapshot, looked up with every frame.
struct Relations: Equatable, Sendable {
    private(set) var alarmsOfFunction: [String: [String]] = [:]
    private(set) var alarmsOfQueue: [String: [String]] = [:]

    init() {}

    init(_ alarms: [Alarm]) {
        for alarm in alarms {
            if let name = alarm.functionName { alarmsOfFunction[name, default: []].append(alarm.id) }
            if let name = alarm.queueName { alarmsOfQueue[name, default: []].append(alarm.id) }
        }
    }
}

/// A row that another row points to.
struct Relation: Equatable, Sendable {
    var pane: PaneKind
    var id: String
    /// What it is to the other: "dead-letter queue", "alarm".
    var role: String
    var name: String
}

extension ConsoleState {
    /// What belongs to a row, the most useful first.
    func relations(of subject: Subject) -> [Relation] {
        switch subject {
        case .function(let function):
            return alarmRelations(relations.alarmsOfFunction[function.name])
        case .queue(let queue):
            var found: [Relation] = []
            if let name = queue.deadLetterQueue { found.append(.queue(name, "dead-letter queue")) }
            found += queue.deadLetterSources.map { .queue($0, "takes dead letters of") }
            return found + alarmRelations(relations.alarmsOfQueue[queue.name])
        case .worker: return []
        case .run(let row): return row.live.map(deploymentRelations) ?? []
        case .escalation: return []
        case .alarm(let alarm):
            var found: [Relation] = []
            if let name = alarm.functionName { found.append(Relation(pane: .lambda, id: name, role: "function", name: name)) }
            if let name = alarm.queueName { found.append(.queue(name, "queue")) }
            return found
        }
    }

    /// What of a deployment there is to be looked after: dead letters, and functions that fail.
    private func deploymentRelations(_ sight: LiveSight) -> [Relation] {
        let dead = sight.queues.compactMap { $0.deadLetters ?? 0 > 0 ? $0.deadLetterQueue : nil }
        let failing = sight.functions.filter { $0.errors ?? 0 > 0 }
        return dead.map { .queue($0, "dead letters") }
            + failing.map { Relation(pane: .lambda, id: $0.name, role: "function", name: $0.name) }
    }

    private func alarmRelations(_ ids: [String]?) -> [Relation] {
        (ids ?? []).map { id in
            let name = id.drop { $0 != ":" }.dropFirst()
            return Relation(pane: .alarms, id: id, role: "alarm", name: String(name))
        }
    }
}

extension Relation {
    fileprivate static func queue(_ name: String, _ role: String) -> Relation {
        Relation(pane: .queues, id: name, role: role, name: name)
    }
}
