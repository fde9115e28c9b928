import FoundationEssentials
import Model

/// A change that was submitted, from then to its end.
struct ChangeRun: Equatable, Sendable, Identifiable {
    let id: Proposal.ID
    let title: String
    let change: Change
    /// Of the function that is run; nil when it is not known.
    let timeoutSeconds: Int?
    let payloadName: String
    /// What was ordered, one part each; empty for what is no list of orders.
    let ordered: [OrderedPart]
    /// The orders themselves, of the kind that it was.
    let escalations: [EscalationOrder]
    let resources: [ResourceOrder]
    /// How the parts have ended so far, by their place.
    var parts: [Int: Outcome] = [:]
    let startedAt: Date
    var outcome: Outcome?
    var report: InvokeReport?
    /// Of notifications that are retried; nil for anything else.
    var retry: RetryProgress?
    /// True once its end is in the audit, or cannot come into it.
    var isOver = false

    init(_ proposal: Proposal, startedAt: Date) {
        id = proposal.id
        title = proposal.title
        change = proposal.change
        switch proposal.call {
        case .invoke(let plan):
            (timeoutSeconds, payloadName, escalations, resources) = (plan.timeoutSeconds, plan.payload.name, [], [])
        case .worker, .optimizer, .notification, .command:
            (timeoutSeconds, payloadName, escalations, resources) = (nil, "", [], [])
        case .escalations(let orders): (timeoutSeconds, payloadName, escalations, resources) = (nil, "", orders, [])
        case .resources(let orders): (timeoutSeconds, payloadName, escalations, resources) = (nil, "", [], orders)
        }
        if case .notification(let order) = proposal.call { retry = RetryProgress(total: order.targets.count) }
        ordered =
            escalations.map { OrderedPart(title: $0.title, change: $0.change) }
            + resources.map { OrderedPart(title: $0.title, change: $0.change) }
        self.startedAt = startedAt
    }
}

/// One of several things that a change does, as it is shown.
struct OrderedPart: Equatable, Sendable {
    let title: String
    let change: Change
}

/// The changes of this process: numbers for those that are proposed, and how those stand that were submitted.
struct Changes: Equatable, Sendable {
    /// How many that are over can still be looked at.
    private static let mostOver = 20

    /// The latest last.
    private(set) var runs: [ChangeRun] = []
    /// What can be undone, the latest last.
    private(set) var undos: [Undo] = []
    private static let mostUndos = 20
    private var lastID = 0

    mutating func nextID() -> Proposal.ID {
        lastID += 1
        return lastID
    }

    subscript(id: Proposal.ID) -> ChangeRun? { runs.first { $0.id == id } }

    var unfinished: [ChangeRun] { runs.filter { !$0.isOver } }

    mutating func begin(_ proposal: Proposal, at now: Date) { runs.append(ChangeRun(proposal, startedAt: now)) }

    mutating func answer(_ id: Proposal.ID, _ outcome: Outcome, _ report: InvokeReport?) {
        guard let place = runs.firstIndex(where: { $0.id == id }) else { return }
        runs[place].outcome = outcome
        runs[place].report = report
    }

    /// - Returns: The run with this part ended; nil for one that is not known.
    mutating func end(_ part: Int, of id: Proposal.ID, _ outcome: Outcome) -> ChangeRun? {
        guard let place = runs.firstIndex(where: { $0.id == id }) else { return nil }
        runs[place].parts[part] = outcome
        return runs[place]
    }

    /// Of the order about notifications that runs.
    mutating func take(_ answer: RetryAnswer) {
        guard let place = runs.lastIndex(where: { $0.retry != nil && !$0.isOver }) else { return }
        runs[place].retry?.take(answer)
    }

    /// A notification that was retried has ended.
    mutating func end(_ id: String, _ end: RetryEnd) {
        for place in runs.indices.reversed() where runs[place].retry?.end(id, end) == true { return }
    }

    /// What undoes the run comes last; what the run has undone goes.
    private mutating func noteUndo(_ run: ChangeRun) {
        guard let undo = Undo(run) else { return }
        if case .restart = run.escalations.first?.act {
            let ids = Set(run.escalations.map(\.processID))
            undos.removeAll { undo in
                if case .escalations(.restart(let requests)) = undo.what {
                    ids.isSuperset(of: requests.map(\.processID))
                } else {
                    false
                }
            }
        }
        if case .escalations(.stop(let ids)) = undos.last?.what, run.escalations.first?.act == .stop,
            Set(ids) == Set(run.escalations.map(\.processID))
        {
            undos.removeLast()
        }
        if case .resource(let wish) = undos.last?.what, run.resources.first?.done == wish { undos.removeLast() }
        undos.append(undo)
        if undos.count > Self.mostUndos { undos.removeFirst() }
    }

    /// Another context: what was changed there cannot be undone from here.
    mutating func forgetUndos() { undos = [] }

    /// - Returns: The run as it ended; nil for one that is not known or was over already.
    mutating func end(_ id: Proposal.ID, _ outcome: Outcome) -> ChangeRun? {
        guard let place = runs.firstIndex(where: { $0.id == id }), !runs[place].isOver else { return nil }
        runs[place].outcome = outcome
        runs[place].isOver = true
        let ended = runs[place]
        noteUndo(ended)
        let over = runs.filter(\.isOver)
        if over.count > Self.mostOver, let oldest = over.first { runs.removeAll { $0.id == oldest.id } }
        return ended
    }
}
