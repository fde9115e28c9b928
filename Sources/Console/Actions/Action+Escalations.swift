import Drawing
import FoundationEssentials
import Model

extension Action {
    static let escalations: [Action] = [
        Action(
            "escalation.stop", keys: [.character("S")], title: "Stop-escalation: nothing more of it is sent", label: "stop",
            group: .act, scopes: [.panes, .detail], permission: .mutate, pane: .escalations
        ) { $0.offerToStop },
        Action(
            "escalation.deliver", keys: [.character("E")], title: "Deliver the next notification now", label: "deliver",
            group: .act, scopes: [.panes, .detail], permission: .mutate, pane: .escalations
        ) { state in
            state.offerForOne { escalation in { $0.wish(.deliver(escalation.processID)) } }
        },
        Action(
            "escalation.snooze", keys: [.character("W")], title: "Snooze: send nothing of it for a while, and say why",
            label: "snooze", group: .act, scopes: [.panes, .detail], permission: .mutate, pane: .escalations
        ) { state in
            state.offerForOne { escalation in { $0.prompt(.snooze(escalation.processID)) } }
        },
        Action(
            "new", keys: [.character("N")],
            title: "New: a test escalation that calls a number you type, or a run of the optimizer",
            label: "new", group: .act, scopes: [.panes, .detail], permission: .mutate, panes: [.escalations, .optimizer]
        ) { state in
            if state.presentPane == .optimizer { return state.offerNewRun }
            if let reason = state.refusalOfEscalations { return .refuses(reason) }
            return .does { $0.prompt(.testNumber) }
        },
        Action(
            "undo", keys: [.character("U")], title: "Undo the last change that can be undone", group: .act,
            scopes: [.panes, .detail, .result], permission: .mutate
        ) { state in
            guard let undo = state.changes.undos.last else { return .refuses("Nothing was changed here that can be undone.") }
            return .does { state in
                switch undo.what {
                case .escalations(let wish): state.wish(wish)
                case .resource(let wish): state.wish(wish)
                }
            }
        },
        Action(
            "undo.list", keys: [.character("u")], title: "What can be undone, and by which key", group: .look,
            scopes: [.panes, .detail, .result]
        ) { _ in
            .does { state in
                state.views.append(.text(state.undoText))
                return []
            }
        },
        Action(
            "numbers", keys: [.character("#")], title: "Show phone numbers and addresses whole, and masked again",
            label: "numbers", group: .look, scopes: [.detail]
        ) { state in
            guard let view = state.openDetail, [.escalations, .workers].contains(view.subject.pane) else {
                return .refuses("Only the detail of an escalation or a lone worker has numbers to show.")
            }
            return .does { state in
                var view = view
                view.showsWhole.toggle()
                state.replaceTop(.detail(view))
                return []
            }
        },
    ]

    /// Ids in the order of the key bar.
    static let escalationKeys = ["escalation.stop", "escalation.deliver", "escalation.snooze", "new", "numbers"]
}

extension ConsoleState {
    /// Whether an action is about what is at hand: the others stay out of the key bar, the palette and the menu.
    func concerns(_ action: Action) -> Bool {
        action.panes.isEmpty || action.panes.contains(presentPane) && !isOff(presentPane)
    }

    fileprivate var refusalOfEscalations: String? {
        let pane = PaneKind.escalations
        if isOff(pane) { return "\(pane.title): off in this context." }
        guard openDetail?.subject.pane ?? focus == pane else {
            return "That is for escalations: \(keyText("focus.\(pane.rawValue)")) goes to them."
        }
        return nil
    }

    /// What is open, marked or selected.
    private var escalationTargets: [Escalation] {
        targets.compactMap { if case .escalation(let escalation) = $0 { escalation } else { nil } }
    }

    fileprivate var offerToStop: Action.Offer {
        if let reason = refusalOfEscalations { return .refuses(reason) }
        let rows = escalationTargets
        guard let first = rows.first else { return .refuses(nothingSelected) }
        let open = rows.filter { $0.state != .stopping && $0.endedAt == nil }
        guard !open.isEmpty else { return .refuses("\(first.name) is stopped already; what was being sent cannot be held back.") }
        return .does { $0.wish(.stop(open.map(\.processID))) }
    }

    fileprivate func offerForOne(
        _ change: (Escalation) -> @Sendable (inout ConsoleState) -> [Effect]
    ) -> Action.Offer {
        if let reason = refusalOfEscalations { return .refuses(reason) }
        let rows = escalationTargets
        guard let row = rows.first else { return .refuses(nothingSelected) }
        guard rows.count == 1 else { return .refuses("This is for one escalation; \(rows.count) are marked.") }
        guard row.state != .unreadable, row.state != .stopping else {
            return .refuses("\(row.name) is \(row.stateWord): there is nothing to be sent.")
        }
        return .does(change(row))
    }

    /// Asks the store what there is to it; the question stands at once, and fills when the answer has come.
    mutating func wish(_ what: EscalationWish.What) -> [Effect] {
        let wish = EscalationWish(number: changes.nextID(), what: what)
        views.append(.confirm(ConfirmView(question: .wish(wish))))
        return [.discardInput, .prepareOrders(wish)]
    }

    /// What was asked for as orders, or why it cannot be ordered. The answer to a question that was left is passed over.
    mutating func take(_ orders: [EscalationOrder], to number: Int) -> [Effect] {
        guard closeQuestion(number), let proposal = Proposal(id: number, ordering: orders) else { return [] }
        return ask(proposal)
    }

    /// The question whose matter was being read, if it is still on the screen.
    /// - Returns: False where it was left.
    mutating func closeQuestion(_ number: Int) -> Bool {
        guard case .confirm(let view) = views.last, view.pending?.number == number else { return false }
        views.removeLast()
        return true
    }

    mutating func dropQuestion(_ number: Int, _ problem: Problem) -> [Effect] {
        if closeQuestion(number) { refuse(sentences(of: problem)) }
        return []
    }

    fileprivate var undoText: TextView {
        let key = keyText("undo")
        let lines = changes.undos.reversed().enumerated().map { place, undo in
            "\(place == 0 ? key : "then \(key)")  \(undo.title)"
        }
        let none = """
            Nothing was changed here that can be undone. A test-invoke cannot; a stopped escalation can be started again, and a \
            function's settings set back.
            """
        return TextView(title: "What can be undone", paragraphs: lines.isEmpty ? [none] : [lines.joined(separator: "\n")])
    }
}
