/// What a person orders about runs of the optimizer, as plain data.
package enum OptimizerOrder: Sendable, Equatable {
    /// Over the files in a folder.
    case start(folder: String)
    /// Asks its process to stop; the best so far is written.
    case cancel(id: Int, provider: String)
    /// Runs it again with the same files, from the prices that it had found.
    case requeue(id: Int, provider: String)
    /// Closes one that was left open.
    case end(id: Int, provider: String)

    package var title: String {
        switch self {
        case .start(let folder): "Optimise the files in \(HarmlessText.line(folder))"
        case .cancel(let id, let provider): "Cancel run \(id) of \(HarmlessText.line(provider))"
        case .requeue(let id, let provider): "Run \(id) of \(HarmlessText.line(provider)) again"
        case .end(let id, let provider): "End run \(id) of \(HarmlessText.line(provider))"
        }
    }

    package var id: Int? {
        switch self {
        case .start: nil
        case .cancel(let id, _), .requeue(let id, _), .end(let id, _): id
        }
    }

    private var action: String {
        switch self {
        case .start: "optimizer.start"
        case .cancel: "optimizer.cancel"
        case .requeue: "optimizer.requeue"
        case .end: "optimizer.end"
        }
    }

    private var whatItDoes: String {
        switch self {
        case .start(let folder):
            "read devices.csv and rate_plans.csv of \(HarmlessText.line(folder)), and comm_groups.csv and billing_period.csv where they are; "
                + "write assignment.csv, prices.csv and rejects.csv beside them"
        case .cancel: "ask its process to stop; the best assignment so far is written"
        case .requeue: "run it again with the same files, from the prices that it had found"
        case .end: "close it, so that it no longer counts as open"
        }
    }

    /// - Parameter state: Of the run, as it is known when the order is given.
    package func change(in place: Place, state: OptimizerRun.State? = nil) -> Change {
        let target: String
        if case .start(let folder) = self { target = HarmlessText.line(folder) } else { target = "\(id ?? 0)" }
        let now = state.map { [Fact("state", $0.rawValue)] } ?? []
        return Change(
            action: action, targets: [target], permission: id == nil ? .execute : .mutate, place: place,
            summary: ["context \(place.context)\(place.isProduction ? " (production)" : "")", whatItDoes], oldValues: now,
            whatToCheck: "See nightdesk optimizer list\(id.map { ", and status \($0)" } ?? "").")
    }
}

extension Proposal {
    package init(id: Int, ordering order: OptimizerOrder, in place: Place, state: OptimizerRun.State? = nil, mind: [String] = [])
    {
        var change = order.change(in: place, state: state)
        if !mind.isEmpty {
            change = Change(
                action: change.action, targets: change.targets, permission: change.permission, place: place,
                summary: change.summary + mind.map { "MIND: \($0)" }, oldValues: change.oldValues, whatToCheck: change.whatToCheck
            )
        }
        self.init(id: id, title: order.title, change: change, call: .optimizer(order))
    }
}
