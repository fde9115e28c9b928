import Model

extension PaneKind {
    /// 0…5, in the order of the keys `1`…`6`.
    package var index: Int {
        switch self {
        case .lambda: 0
        case .queues: 1
        case .escalations: 2
        case .workers: 3
        case .optimizer: 4
        case .alarms: 5
        }
    }

    var number: Int { index + 1 }

    var title: String {
        switch self {
        case .lambda: "Lambda"
        case .queues: "Queues"
        case .escalations: "Escalations"
        case .workers: "Lone workers"
        case .optimizer: "Optimizer"
        case .alarms: "Alarms"
        }
    }

    /// The noun of one row and of several.
    var noun: (one: String, many: String) {
        switch self {
        case .lambda: ("function", "functions")
        case .queues: ("queue", "queues")
        case .escalations: ("escalation", "escalations")
        case .workers: ("lone worker", "lone workers")
        case .optimizer: ("run", "runs")
        case .alarms: ("alarm", "alarms")
        }
    }

    /// Why the pane shows nothing although nothing is wrong.
    var offReason: String {
        switch self {
        case .lambda, .queues, .alarms: "This context has no \"\(rawValue)\" section, so nothing is asked of AWS."
        case .escalations, .workers, .optimizer: "This context has no \"\(rawValue)\" section, so nothing is asked."
        }
    }
}
