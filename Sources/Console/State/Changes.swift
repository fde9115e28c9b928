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
    /// What was ordered of escalations, one part each; empty for anything else.
    let orders: [EscalationOrder]
    /// How the parts have ended so far, by their place.
    var parts: [Int: Outcome] = [:]
    let startedAt: Date
    var outcome: Outcome?
    var report: InvokeReport?
    /// True once its end is in the audit, or cannot come into it.
    var isOver = false

    init(_ proposal: Proposal, startedAt: Date) {
        id = proposal.id
        title = proposal.title
        change = proposal.change
        switch proposal.call {
        case .invoke(let plan): (timeoutSeconds, payloadName, orders) = (plan.timeoutSeconds, plan.payload.name, [])
        case .worker: (timeoutSeconds, payloadName, orders) = (nil, "", [])
        case .escalations(let orders): (timeoutSeconds, payloadName, self.orders) = (nil, "", orders)
        case .optimizer: (timeoutSeconds, payloadName, orders) = (nil, "", [])
        }
        self.startedAt = startedAt
    }
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

    /// What undoes the run comes last; what the run has undone goes.
    private mutating func noteUndo(_ run: ChangeRun) {
        guard let undo = Undo(run) else { return }
        if case .restart = run.orders.first?.act {
            let ids = Set(run.orders.map(\.processID))
            undos.removeAll { undo in
                if case .restart(let requests) = undo.wish { ids.isSuperset(of: requests.map(\.processID)) } else { false }
            }
        }
        if case .stop(let ids) = undos.last?.wish, run.orders.first?.act == .stop, Set(ids) == Set(run.orders.map(\.processID)) {
            undos.removeLast()
        }
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
