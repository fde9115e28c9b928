/// What a dialog asks about, frozen at the key press: the change as it is shown, and the call that a yes submits.
package struct Proposal: Sendable, Equatable, Identifiable {
    /// One case for each kind of call that can be ordered.
    package enum Call: Sendable, Equatable {
        case invoke(InvokePlan)
        case worker(WorkerOrder)
        /// Each is recorded by itself; never empty.
        case escalations([EscalationOrder])
        case notification(NotificationOrder)
        /// What only a command orders, which carries it out itself: backups of tables, notifications that are added.
        case command
        /// Likewise.
        case resources([ResourceOrder])
        case optimizer(OptimizerOrder)
    }

    /// What a yes takes.
    package enum Danger: Sendable, Equatable {
        /// `y`
        case confirm
        /// This name, letter by letter, and Enter.
        case typeName(String)
    }

    /// Unique in this process.
    package let id: Int
    /// What it does to what, `Test-invoke CheckFunction:live`.
    package let title: String
    package let change: Change
    package let call: Call
    package let danger: Danger
    /// What of lone workers can be looked up beforehand: which meetings would match, and what the caller would hear. nil for nothing.
    package let rehearsal: WorkerOrder?

    /// - Parameter typedName: For what is dangerous everywhere: the target's name. In production the context's name is asked for
    ///   where nothing else is.
    package init(
        id: Int, title: String, change: Change, call: Call, typedName: String? = nil, rehearsal: WorkerOrder? = nil
    ) {
        self.rehearsal = rehearsal
        self.id = id
        self.title = title
        self.change = change
        self.call = call
        let name = typedName ?? (change.place.isProduction ? change.place.context : nil)
        danger = name.map(Danger.typeName) ?? .confirm
    }

    /// One question for one order or for several of one kind.
    /// - Returns: nil for none.
    package init?(id: Int, ordering orders: [ResourceOrder]) {
        guard let first = orders.first else { return nil }
        guard orders.count > 1 else {
            self.init(id: id, title: first.title, change: first.change, call: .resources(orders))
            return
        }
        let change = Change(
            action: first.change.action, targets: orders.flatMap(\.change.targets), permission: first.change.permission,
            place: first.change.place, summary: orders.flatMap(\.change.summary), whatToCheck: first.change.whatToCheck)
        self.init(id: id, title: "\(first.act.word) (\(orders.count))", change: change, call: .resources(orders))
    }

    package init(id: Int, ordering order: EscalationOrder) {
        self.init(id: id, title: order.title, change: order.change, call: .escalations([order]))
    }

    /// One question for several orders of one kind.
    /// - Returns: nil for none.
    package init?(id: Int, ordering orders: [EscalationOrder]) {
        guard let first = orders.first else { return nil }
        guard orders.count > 1 else {
            self.init(id: id, ordering: first)
            return
        }
        let change = Change(
            action: first.change.action, targets: orders.flatMap(\.change.targets), permission: first.change.permission,
            place: first.change.place, summary: orders.flatMap(\.change.summary), whatToCheck: first.change.whatToCheck)
        self.init(id: id, title: "\(first.act.title) (\(orders.count))", change: change, call: .escalations(orders))
    }

    package init(id: Int, invoking plan: InvokePlan, rehearsal: WorkerOrder? = nil) {
        self.init(
            id: id, title: "Test-invoke \(plan.target)", change: plan.change, call: .invoke(plan), rehearsal: rehearsal)
    }
}

extension Proposal {
    /// What `--dry-run --json` prints of a command that changes something.
    package var json: String { change.dryRunJSON }
}

extension Change {
    /// What `--dry-run --json` prints of a command that changes something.
    package var dryRunJSON: String {
        JSONText.object { json in
            json.member("dryRun", true)
            json.member("action", action)
            json.key("targets")
            json.array(targets) { $0.string($1) }
            json.member("class", permission.rawValue)
            json.member("context", place.context)
            json.member("account", place.account)
            json.member("region", place.region)
            json.key("calls")
            json.array(summary) { $0.string($1) }
        }
    }
}
