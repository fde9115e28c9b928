import Drawing
import Model

extension Action {
    static let act: [Action] = [
        Action(
            "invoke", keys: [.character("T")], title: "Test-invoke: run a function with an event", label: "invoke",
            group: .act, scopes: [.panes, .detail], permission: .execute
        ) { $0.offerToInvoke },
        Action(
            "invoke.qualifier.next", keys: [.right], title: "The next alias or version", label: "version", group: .act,
            scopes: [.chooser]
        ) { $0.offerQualifier(by: 1) },
        Action(
            "invoke.qualifier.previous", keys: [.left], title: "The alias or version before", group: .act, scopes: [.chooser]
        ) { $0.offerQualifier(by: -1) },
        Action(
            "invoke.mode", keys: [.tab], title: "Wait for the result, or not", label: "wait or not", group: .act,
            scopes: [.chooser]
        ) { _ in
            .does { state in
                guard case .chooser(var chooser) = state.views.last else { return [] }
                chooser.mode = chooser.mode == .event ? .requestResponse : .event
                state.replaceTop(.chooser(chooser))
                return []
            }
        },
        Action(
            "invoke.last", keys: [], title: "The result of the last test-invoke", group: .look,
            scopes: [.panes, .detail, .text]
        ) { state in
            guard let run = state.changes.runs.last(where: \.orders.isEmpty) else {
                return .refuses("Nothing was test-invoked since the start.")
            }
            return .does { state in
                state.views.append(.run(RunView(id: run.id)))
                return []
            }
        },
        Action(
            "copy.answer", keys: [.character("y")], title: "Copy the function's answer, as it is shown", label: "copy",
            group: .rows, scopes: [.result]
        ) { state in
            guard let payload = state.openRun?.report?.result.payload else { return .refuses("There is no answer to copy.") }
            return .does { state in
                state.answer("Copied the answer")
                return [.copy(payload)]
            }
        },
    ]
}

extension ConsoleState {
    fileprivate var openRun: ChangeRun? {
        guard case .run(let view) = views.last else { return nil }
        return changes[view.id]
    }

    /// The function that is selected or open, else a list to choose from.
    fileprivate var offerToInvoke: Action.Offer {
        if openDetail?.subject.pane ?? focus == .workers { return offerWorkerCall }
        if let name = functionHere { return .does { $0.beginInvoke(name) } }
        guard !isOff(.lambda) else {
            return .refuses("\(PaneKind.lambda.title): off in this context, there is nothing to invoke.")
        }
        if openDetail == nil, focus == .lambda {
            let marks = tables[focus.index].marks.count
            return .refuses(marks > 1 ? "A test-invoke runs one function; \(marks) are marked." : nothingSelected)
        }
        guard !lambda.rows.isEmpty else { return .refuses("No function has arrived yet.") }
        return .does { state in
            state.views.append(.menu(state.functionMenu))
            return []
        }
    }

    private var functionHere: String? {
        guard openDetail != nil || focus == .lambda else { return nil }
        guard targets.count == 1, case .function(let function) = targets.first else { return nil }
        return function.name
    }

    /// What belongs to the thing at hand comes first.
    private var functionMenu: MenuView {
        let related = targets.first.map { relations(of: $0).filter { $0.pane == .lambda } } ?? []
        let ids = Set(related.map(\.id))
        let first = related.map { relation in
            MenuView.Item(label: relation.name, note: "belongs to this", choice: .invoke(relation.id))
        }
        let worstFirst = lambda.rows.filter { !ids.contains($0.id) }.sorted { ($1.severity, $0.name) < ($0.severity, $1.name) }
        let others = worstFirst.map { function in
            MenuView.Item(
                label: function.name, note: function.severity == .ok ? nil : function.severity.rawValue,
                choice: .invoke(function.name))
        }
        return MenuView(title: "Test-invoke which function?", items: first + others)
    }

    fileprivate func offerQualifier(by step: Int) -> Action.Offer {
        guard case .chooser(let chooser) = views.last else { return .refuses("There is nothing to choose here.") }
        let count = chooser.qualifiers.count
        guard count > 1 else {
            let reason = chooser.options == nil ? "Aliases and versions have not arrived yet." : "There is only $LATEST."
            return .refuses(reason)
        }
        return .does { state in
            var chooser = chooser
            chooser.qualifier = (min(chooser.qualifier, count - 1) + step + count) % count
            state.replaceTop(.chooser(chooser))
            return []
        }
    }
}
