package import Drawing
package import Model

/// Something that a person can do. One list of these makes the keys, the key bar, help, the palette, the action menu and
/// `docs/keys.md`, so that they cannot disagree.
package struct Action: Sendable, Identifiable {
    /// The name by which the configuration rebinds it (`queue.purge`).
    package let id: String
    /// The keys unless they are rebound; the first is the one that is shown.
    package let keys: [Key]
    package let title: String
    /// The word in the key bar; nil keeps it out of there.
    package let label: String?
    package let group: Group
    package let scopes: Set<Scope>
    /// What it may lead to; anything but `.read` is refused wherever ``ConsoleState/refusalToAct`` has a reason.
    package let permission: PermissionClass
    /// Acts on what these panes show: elsewhere it stays out of the key bar, the palette and the menu. Empty for the others.
    let panes: Set<PaneKind>
    /// What it would do in this state, or why it cannot: so a grey key and a pressed key say the same.
    package let offer: @Sendable (ConsoleState) -> Offer

    package enum Group: String, Sendable, CaseIterable {
        case look = "Look closer"
        case rows = "Rows"
        case logs = "Logs"
        case act = "Act"
        case data = "Data"
        case time = "Time"
        case panes = "Panes"
        case move = "Move"
        case program = "Program"
    }

    /// What is uppermost on the screen and so takes the keys.
    package enum Scope: String, Sendable, CaseIterable {
        case panes, detail, list, text
        /// A log; one line of it; a query of Logs Insights.
        case logs, record, query
        case signIn = "sign-in"
        /// The notifications; one of them.
        case notifications, notification
        /// The choices of a test-invoke; how a change stands.
        case chooser, result
        /// A health report.
        case health
    }

    package enum Offer: Sendable {
        case does(@Sendable (inout ConsoleState) -> [Effect])
        /// Why not, for the person who pressed the key.
        case refuses(String)
    }

    init(
        _ id: String, keys: [Key], title: String, label: String? = nil, group: Group, scopes: Set<Scope>,
        permission: PermissionClass = .read, pane: PaneKind? = nil, panes: Set<PaneKind> = [],
        offer: @escaping @Sendable (ConsoleState) -> Offer
    ) {
        self.id = id
        self.keys = keys
        self.title = title
        self.label = label
        self.group = group
        self.scopes = scopes
        self.permission = permission
        self.panes = pane.map { [$0] } ?? panes
        guard permission != .read else {
            self.offer = offer
            return
        }
        self.offer = { state in
            if let reason = state.refusalToAct { .refuses(reason) } else { offer(state) }
        }
    }
}

extension Action {
    /// Every action there is, in the order of the key bar and the help.
    package static let all: [Action] =
        look + act + resources + workers + escalations + optimizer + notifications + health + rows + logs + data + signIn + time
        + story + views + program + panes + moves

    /// By id.
    package static let byID: [String: Action] = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}

extension Set<Action.Scope> {
    static let everywhere = Set(Action.Scope.allCases)
}

extension ConsoleState {
    /// What takes the keys now, while no line of text is being typed.
    var scope: Action.Scope {
        switch views.last {
        case nil: .panes
        case .detail: .detail
        case .menu: .list
        case .logs: .logs
        case .record: .record
        case .insights: .query
        case .signIn: .signIn
        case .help, .palette, .feed, .text, .code, .confirm, .prompt: .text
        case .chooser: .chooser
        case .run: .result
        case .notifications: .notifications
        case .notification: .notification
        case .health: .health
        }
    }
}
