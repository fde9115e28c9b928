import Model

extension ConsoleState {
    /// Does what was chosen from a list; the list is closed before, so that the action meets what lay below it.
    mutating func choose(_ choice: Choice) -> [Effect] {
        switch choice {
        case .action(let id):
            guard let action = Action.byID[id] else { return [] }
            return perform(action)
        case .row(let pane, let id):
            show(pane, id: id)
            return []
        case .context(let name):
            guard name != place.context else {
                answer("This is context \(name) already.")
                return []
            }
            answer("Switching to context \(name)")
            return [.switchContext(name)]
        case .moment(let moment): return go(to: moment)
        case .sort(let field):
            sort(focus, by: field)
            return []
        case .logWindow(let window): return reopenLogs(window: window)
        case .query(let query): return runQuery(query)
        case .typeQuery:
            views.removeAll { $0 == .insights }
            editLogs(.query)
            return []
        case .invoke(let functionName):
            return beginInvoke(functionName)
        case .order(let order): return begin(order)
        case .deployed(let function, let order): return begin(order, by: function)
        case .notificationSort(let field):
            sortNotifications(by: field)
            return []
        case .healthSet(let set): return checkHealth(set)
        case .resource(let what): return wish(what)
        case .calls(let calls): return show(calls)
        case .copyNumber(let number): return copy(number: number)
        }
    }

    /// What Enter takes from the list that is uppermost.
    mutating func chooseHere() -> [Effect] {
        if case .chooser(let chooser) = views.last { return chooseInvocation(chooser) }
        return chooseFromMenu()
    }

    mutating func chooseFromMenu() -> [Effect] {
        guard case .menu(let menu) = views.last, menu.items.indices.contains(menu.cursor) else { return [] }
        let item = menu.items[menu.cursor]
        guard item.isEnabled else {
            refuse(item.note ?? "This cannot be chosen now.")
            return []
        }
        views.removeLast()
        return choose(item.choice)
    }

    /// Does an action, or says why not.
    mutating func perform(_ action: Action) -> [Effect] {
        switch action.offer(self) {
        case .refuses(let reason):
            refuse(reason)
            return []
        case .does(let change):
            return change(&self)
        }
    }

    /// Sorts by a field; the same one again inverts.
    mutating func sort(_ pane: PaneKind, by field: String?) {
        let place = pane.index
        let isSame = tables[place].sort.field == field
        tables[place].sort = Sort(field: field, isInverted: isSame ? !tables[place].sort.isInverted : false)
        rearrange(pane)
        tables[place].scroll = 0
        answer("Sorted by \(field ?? "worst first")\(tables[place].sort.isInverted ? ", inverted" : "")")
    }
}
