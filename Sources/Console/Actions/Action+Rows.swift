import Drawing
import Model

extension Action {
    static let rows: [Action] = [
        Action(
            "filter", keys: [.character("/")], title: "Filter: words, !not, field:value, errors>5, age<2h", label: "filter",
            group: .rows,
            scopes: [.panes]
        ) { state in
            guard !state.isOff(state.focus) else { return .refuses(state.nothingSelected) }
            return .does { state in
                state.beginFilter()
                return []
            }
        },
        Action("sort", keys: [.character("s")], title: "Sort by a column", label: "sort", group: .rows, scopes: [.panes]) {
            state in
            guard !state.isOff(state.focus) else { return .refuses(state.nothingSelected) }
            return .does { state in
                state.views.append(.menu(state.sortMenu))
                return []
            }
        },
        Action("sort.invert", keys: [.character("i")], title: "Invert the order", group: .rows, scopes: [.panes]) { state in
            guard !state.isOff(state.focus) else { return .refuses(state.nothingSelected) }
            return .does { state in
                state.sort(state.focus, by: state.tables[state.focus.index].sort.field)
                return []
            }
        },
        Action(
            "mark", keys: [.character(" ")], title: "Mark or unmark; actions take all that is marked", label: "mark",
            group: .rows,
            scopes: [.panes]
        ) { state in
            guard state.selected(in: state.focus) != nil else { return .refuses(state.nothingSelected) }
            return .does { state in
                state.tables[state.focus.index].toggleMark()
                return []
            }
        },
        Action(
            "copy", keys: [.character("y")], title: "Copy the name, or the names of all that is marked", label: "copy",
            group: .rows,
            scopes: [.panes, .detail]
        ) { state in
            let names = state.targets.map(\.name)
            guard !names.isEmpty else { return .refuses(state.nothingSelected) }
            return .does { state in
                state.answer(names.count == 1 ? "Copied \(names[0])" : "Copied \(names.count) names")
                return [.copy(names.joined(separator: "\n"))]
            }
        },
        Action(
            "copy.link", keys: [.character("o")], title: "Copy the link into the AWS console", label: "link", group: .rows,
            scopes: [.panes, .detail]
        ) { state in
            guard let target = state.targets.first else { return .refuses(state.nothingSelected) }
            guard !state.place.isDrill else { return .refuses("The practice world is not in the AWS console.") }
            guard let link = ConsoleLink(region: state.place.region).link(to: target) else {
                return .refuses("\(target.name) is a rule of Nightdesk: the AWS console does not know it.")
            }
            return .does { state in
                state.answer("Copied the link to \(target.name)")
                return [.copy(link)]
            }
        },
    ]
}

extension ConsoleState {
    /// What an action on rows is about: the open detail, else all that is marked, else the row under the cursor.
    var targets: [Subject] {
        if let view = openDetail { return [view.subject] }
        let table = tables[focus.index]
        guard !table.marks.isEmpty else { return selected(in: focus).map { [$0] } ?? [] }
        return table.index.ids.filter(table.marks.contains).compactMap { subject(focus, id: $0) }
    }
}
