import Model

extension ConsoleState {
    var contextMenu: MenuView {
        let items = contexts.map { name in
            MenuView.Item(label: name, note: name == place.context ? "this one" : nil, choice: .context(name))
        }
        return MenuView(
            title: "Switch to a context", items: items, cursor: contexts.firstIndex(of: place.context) ?? 0,
            emptyText: "No other context is configured. \"nightdesk config init\" writes a first configuration.")
    }

    var sortMenu: MenuView {
        let sort = tables[focus.index].sort
        func note(_ field: String?) -> String? {
            guard sort.field == field else { return nil }
            return sort.isInverted ? "inverted now; again restores" : "now; again inverts"
        }
        var items = [MenuView.Item(label: "worst first", note: note(nil), choice: .sort(field: nil))]
        items += fields(of: focus).map { MenuView.Item(label: $0.name, note: note($0.name), choice: .sort(field: $0.name)) }
        let cursor = items.firstIndex { $0.choice == .sort(field: sort.field) } ?? 0
        return MenuView(title: "Sort \(focus.noun.many) by", items: items, cursor: cursor)
    }

    /// Every action of what lies uppermost, those that cannot work with the reason.
    var actionMenu: MenuView {
        let items = Action.all.filter { $0.scopes.contains(scope) && $0.group != .move && concerns($0) }.map { action in
            let refusal = refusal(of: action)
            return MenuView.Item(
                key: keymap.keyText(of: action), label: action.title, note: refusal, isEnabled: refusal == nil,
                choice: .action(action.id))
        }
        return MenuView(title: "Actions here", items: items)
    }

    /// Why an action cannot work now; nil when it can.
    func refusal(of action: Action) -> String? {
        if case .refuses(let reason) = action.offer(self) { reason } else { nil }
    }
}
