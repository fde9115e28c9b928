import Drawing
import Model

extension Action {
    static let look: [Action] = [
        Action(
            "detail", keys: [.enter, .character("d")], title: "Open the selected thing in full", label: "detail", group: .look,
            scopes: [.panes]
        ) { state in
            guard let subject = state.selected(in: state.focus) else { return .refuses(state.nothingSelected) }
            return .does { $0.open(subject) }
        },
        Action(
            "choose", keys: [.enter], title: "Choose what the cursor is on", label: "choose", group: .look,
            scopes: [.list, .chooser]
        ) { _ in
            .does { $0.chooseHere() }
        },
        Action(
            "open.related", keys: [.enter, .character("f")], title: "Open the marked related thing", label: "related",
            group: .look,
            scopes: [.detail]
        ) { state in
            guard let relation = state.markedRelation else { return .refuses("Nothing here is related to anything else.") }
            return .does { $0.open(relation.pane, id: relation.id, name: relation.name) }
        },
        Action("next.related", keys: [.tab], title: "Mark the next related thing", group: .look, scopes: [.detail]) { state in
            state.moveRelation(by: 1)
        },
        Action("previous.related", keys: [.backTab], title: "Mark the previous related thing", group: .look, scopes: [.detail]) {
            $0.moveRelation(by: -1)
        },
        Action(
            "follow", keys: [.character("f")], title: "Jump to what belongs to this: dead-letter queue, source, function, alarm",
            label: "follow", group: .look, scopes: [.panes]
        ) { state in
            guard let subject = state.selected(in: state.focus) else { return .refuses(state.nothingSelected) }
            guard let relation = state.relationToFollow(from: subject) else {
                return .refuses("Nothing that is known belongs to \(subject.pane.noun.one) \(subject.name).")
            }
            return .does { state in
                state.jump(to: relation)
                return []
            }
        },
        Action(
            "zoom", keys: [.character("z")], title: "This pane on the whole screen, and back", label: "zoom", group: .look,
            scopes: [.panes]
        ) { _ in
            .does { state in
                state.isZoomed.toggle()
                return []
            }
        },
        Action(
            "new.critical", keys: [.character("w")], title: "Go to what is new and critical, one after the other",
            label: "what is new",
            group: .look, scopes: [.panes, .detail]
        ) { state in
            guard let alert = state.alerts.unseen.first else { return .refuses("Nothing critical is new.") }
            return .does { state in
                // What is new is of now, whatever moment is shown.
                let effects = state.goLive()
                state.alerts.see(alert.key)
                if alert.isTrouble { state.focus(on: alert.key.pane) } else { state.show(alert.key.pane, id: alert.key.id) }
                return effects
            }
        },
        Action(
            "seen", keys: [.character("v")], title: "Take all that is new and critical as seen", group: .look,
            scopes: [.panes, .detail]
        ) {
            state in
            guard !state.alerts.unseen.isEmpty else { return .refuses("Nothing critical is new.") }
            guard state.alerts.unseen.contains(where: { !$0.isSticky }) else {
                return .refuses("Lone workers stay here until \(state.keyText("acknowledge")) says who deals with them and how.")
            }
            return .does { state in
                state.alerts.seeAll()
                return []
            }
        },
        Action(
            "explain", keys: [.character("e")], title: "Explain this pane: how fresh, what failed, what is missing",
            label: "explain",
            group: .look, scopes: [.panes]
        ) { _ in
            .does { state in
                state.views.append(.text(state.explanation(of: state.focus)))
                return []
            }
        },
    ]
}

extension ConsoleState {
    /// Why an action on a row has no row.
    var nothingSelected: String {
        if isOff(focus) { return "\(focus.title): off in this context." }
        let condition = condition(of: focus)
        if condition.status == .loading { return "\(focus.title): nothing has arrived yet." }
        if tables[focus.index].isFiltered, condition.rowCount > 0 { return "No \(focus.noun.one) fits the filter." }
        return "There is no \(focus.noun.one)."
    }

    /// From a dead-letter queue back to where the person came from, if so; else to the first relation.
    func relationToFollow(from subject: Subject) -> Relation? {
        let all = relations(of: subject)
        if let jump = jumps.last, let back = all.first(where: { $0.pane == jump.focus && $0.id == jump.selection }) {
            return back
        }
        return all.first
    }

    var markedRelation: Relation? {
        guard let view = openDetail else { return nil }
        let all = relations(of: view.subject)
        return all.indices.contains(view.relation) ? all[view.relation] : all.first
    }

    func moveRelation(by step: Int) -> Action.Offer {
        guard let view = openDetail else { return .refuses("No detail is open.") }
        let count = relations(of: view.subject).count
        guard count > 1 else { return .refuses("There is no other related thing.") }
        return .does { state in
            guard var view = state.openDetail else { return [] }
            view.relation = (view.relation + step + count) % count
            state.replaceTop(.detail(view))
            return []
        }
    }
}
