import Model

/// What would undo a change that was confirmed.
struct Undo: Equatable, Sendable {
    /// The proposal that it would undo.
    let id: Proposal.ID
    let title: String
    let wish: EscalationWish.What
}

extension Undo {
    /// nil for a change that cannot be undone, or of which nothing was done.
    init?(_ run: ChangeRun) {
        let done = run.orders.indices.filter { run.parts[$0]?.kind == .confirmed }.map { run.orders[$0] }
        guard let first = done.first else { return nil }
        switch first.act {
        case .stop:
            let requests = done.compactMap(\.remainder)
            guard !requests.isEmpty else { return nil }
            self.init(id: run.id, title: "start again \(Self.names(requests.map(\.processID)))", wish: .restart(requests))
        case .start, .restart:
            let ids = done.map(\.processID)
            self.init(id: run.id, title: "stop \(Self.names(ids))", wish: .stop(ids))
        case .deliver, .snooze: return nil
        }
    }

    private static func names(_ ids: [ProcessID]) -> String {
        let shown = ids.prefix(3).map { HarmlessText.line($0.text) }.joined(separator: ", ")
        return ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown
    }
}
