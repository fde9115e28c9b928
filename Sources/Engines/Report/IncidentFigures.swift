import FoundationEssentials
import Model

extension ReportedAction {
    /// Nobody knows how it ended.
    var isOpen: Bool { outcome == nil || outcome == .unknown }
}

/// What the summary says in figures.
struct IncidentFigures {
    struct First {
        var at: Date
        var pane: PaneKind
        var name: String
        var reason: String
    }

    private(set) var firstCritical: First?
    private var critical: Set<String> = []
    private var warned: Set<String> = []
    private var recovered: Set<String> = []
    private let stillCritical: Int
    private let stillWarned: Int
    private let actions: [ReportedAction]

    init(_ material: IncidentMaterial) {
        stillCritical = material.end.reduce(0) { $0 + ($1.counts[.critical] ?? 0) }
        stillWarned = material.end.reduce(0) { $0 + ($1.counts[.warning] ?? 0) }
        actions = material.actions
        for moment in material.moments.sorted(by: { $0.at < $1.at }) {
            for change in moment.changes { count(change, in: moment) }
        }
    }

    private mutating func count(_ change: SeenMoment.Change, in moment: SeenMoment) {
        let id = moment.pane.rawValue + "/" + change.name
        switch change.to {
        case .critical:
            critical.insert(id)
            if firstCritical == nil {
                firstCritical = First(at: moment.at, pane: moment.pane, name: change.name, reason: change.reason)
            }
        case .warning: warned.insert(id)
        case .ok: recovered.insert(id)
        default: break
        }
    }

    var sentences: [String] {
        var sentences = [
            "Seen: \(critical.count) critical, \(warned.subtracting(critical).count) more with a warning; \(recovered.count) recovered.",
            "At the end: \(stillCritical) critical, \(stillWarned) with a warning.",
        ]
        guard !actions.isEmpty else { return sentences + ["Nothing was done."] }
        let outcomes = ReportedAction.Outcome.allCases.compactMap { outcome in
            let count = actions.count { $0.outcome == outcome }
            return count > 0 ? "\(count) \(outcome.rawValue)" : nil
        }
        let open = actions.count { $0.outcome == nil }
        sentences.append(
            "Done: \(Wording.count(actions.count, "action")): \((outcomes + (open > 0 ? ["\(open) still open"] : [])).joined(separator: ", "))."
        )
        return sentences
    }
}
