import Drawing
import Model

extension ConsoleState {
    /// Moves in whatever lies uppermost.
    mutating func move(_ movement: Movement) {
        guard let view = views.last else { return moveRows(movement) }
        let page = layout.body.height
        switch view {
        case .detail(var view):
            view.scroll = movement.applied(to: view.scroll, last: lastDetailScroll, page: page)
            replaceTop(.detail(view))
        case .menu(var view):
            view.cursor = movement.applied(to: view.cursor, last: view.items.count - 1, page: 10)
            replaceTop(.menu(view))
        case .feed(var view):
            view.scroll = movement.applied(to: view.scroll, last: max(0, feed.messages.count - (page - 2)), page: page - 2)
            replaceTop(.feed(view))
        case .text(var view):
            view.scroll = movement.applied(to: view.scroll, last: lastTextScroll(view), page: page - 2)
            replaceTop(.text(view))
        case .help(var view):
            view.scroll = movement.applied(to: view.scroll, last: lastHelpScroll(view), page: page - 4)
            replaceTop(.help(view))
        case .record(var view):
            view.scroll = movement.applied(to: view.scroll, last: lastRecordScroll(view), page: page - 2)
            replaceTop(.record(view))
        case .logs: moveInLogs(movement)
        case .insights: moveInInsights(movement)
        case .signIn, .code, .prompt: break
        case .palette(var view):
            view.cursor = movement.applied(to: view.cursor, last: view.entries.count - 1, page: 10)
            replaceTop(.palette(view))
        case .confirm(var view):
            view.scroll = movement.applied(to: view.scroll, last: lastConfirmScroll(view), page: 10)
            replaceTop(.confirm(view))
        case .chooser(var view):
            view.cursor = movement.applied(to: view.cursor, last: (view.material?.events.count ?? 0) - 1, page: 10)
            replaceTop(.chooser(view))
        case .run(var view):
            view.scroll = movement.applied(to: view.scroll, last: lastRunScroll(view), page: page - 2)
            replaceTop(.run(view))
        }
    }

    private mutating func moveRows(_ movement: Movement) {
        let place = focus.index
        let page = rowsHeight(of: focus) ?? 1
        tables[place].moveTo(movement.applied(to: tables[place].cursor, last: tables[place].shownCount - 1, page: page))
    }

    mutating func replaceTop(_ view: View) { views[views.count - 1] = view }

    mutating func focus(on pane: PaneKind) {
        focus = pane
        views = []
    }

    /// Goes to a pane on purpose: Esc does not lead back to where an earlier jump began.
    mutating func goTo(_ pane: PaneKind) {
        jumps = []
        focus(on: pane)
    }

    /// Selects a row, whatever must be changed to see it: the filter goes when it hides the row.
    /// - Returns: False when there is no such row.
    @discardableResult
    mutating func show(_ pane: PaneKind, id: String) -> Bool {
        guard tables[pane.index].index.row(of: id) != nil else { return false }
        focus(on: pane)
        if tables[pane.index].select(id) { return true }
        setFilter("", of: pane)
        return tables[pane.index].select(id)
    }

    /// Goes from the selected row to what belongs to it; Esc comes back.
    mutating func jump(to relation: Relation) {
        let jump = Jump(
            focus: focus, isZoomed: isZoomed, selection: tables[focus.index].selection, target: relation.pane,
            targetFilter: tables[relation.pane.index].filterText)
        guard show(relation.pane, id: relation.id) else {
            return refuse("\(relation.name) is not among the \(relation.pane.noun.many) of this context.")
        }
        if replay == nil { alerts.see(Alerts.Key(pane: relation.pane, id: relation.id)) }
        jumps.append(jump)
        answer("\(relation.role) \(relation.name); \(keyText("back")) goes back")
    }

    mutating func jumpBack() {
        guard let jump = jumps.popLast() else { return }
        if tables[jump.target.index].filterText != jump.targetFilter { setFilter(jump.targetFilter, of: jump.target) }
        focus(on: jump.focus)
        isZoomed = jump.isZoomed
        if let id = jump.selection { _ = tables[jump.focus.index].select(id) }
    }

    /// Lines for rows in an open pane; nil for a pane that is not open.
    func rowsHeight(of pane: PaneKind) -> Int? {
        layout.area(of: pane).map { PaneLayout($0, noteLines: notes(of: pane, width: $0.width - 2).count).rowCount }
    }

    mutating func refuse(_ text: String) { hint = Hint(kind: .refusal, text: text) }
    mutating func answer(_ text: String) { hint = Hint(kind: .answer, text: text) }

    /// The key of an action as it is bound now; the action's name where it has none.
    func keyText(_ id: String) -> String { Action.byID[id].flatMap { keymap.keyText(of: $0) } ?? id }
}
