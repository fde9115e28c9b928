import Drawing
import Model

extension Action {
    static let workers: [Action] = [
        set("worker.checkin", key: "I", title: "Check a lone worker in by hand", label: "check in", .checkedIn),
        set("worker.checkout", key: "O", title: "Check a lone worker out by hand", label: "check out", .checkedOut),
        set("worker.clear", key: nil, title: "Clear a wrong state of a lone worker", label: nil, .clear),
        Action(
            "acknowledge", keys: [.character("A")], title: "Acknowledge a missed check-in or an emergency, with a reason",
            label: "acknowledge", group: .act, scopes: [.panes, .detail], permission: .mutate
        ) { state in
            guard case .worker(let row)? = state.oneWorker else { return .refuses(state.noWorker) }
            guard row.state.isCritical else {
                return .refuses("\(row.name) is \(row.state.title): there is nothing to acknowledge.")
            }
            return .does { state in
                state.views.append(.menu(Self.reasons(for: row)))
                return []
            }
        },
        Action(
            "worker.number", keys: [], title: "Copy the call-back number of a lone worker", group: .rows,
            scopes: [.panes, .detail]
        ) { state in
            guard case .worker(let row)? = state.oneWorker else { return .refuses(state.noWorker) }
            guard let phone = row.phones.first else { return .refuses("No phone number of \(row.who) is known.") }
            return .does { state in
                state.answer("Copied \(PhoneText.masked(phone))")
                return [.copy(phone)]
            }
        },
    ]

    private static func set(
        _ id: String, key: Character?, title: String, label: String?, _ setting: WorkerOrder.Setting
    ) -> Action {
        Action(
            id, keys: key.map { [.character($0)] } ?? [], title: title, label: label, group: .act, scopes: [.panes, .detail],
            permission: .mutate
        ) { state in
            guard case .worker(let row)? = state.oneWorker else { return .refuses(state.noWorker) }
            return .does { $0.begin(.set(id: row.id, setting, subject: row.name)) }
        }
    }

    private static func reasons(for row: WorkerRow) -> MenuView {
        let reasons = [
            "I am calling them now", "They have answered and are safe", "A colleague is on the way",
            "Emergency services are told",
            "The supervisor deals with it", "Known: the phone is out of reach",
        ]
        return MenuView(
            title: "Acknowledge \(row.name): why?",
            items: reasons.map {
                MenuView.Item(label: $0, choice: .order(.acknowledge(id: row.id, note: $0, subject: row.name)))
            })
    }
}

extension ConsoleState {
    /// The one meeting that an action is about.
    var oneWorker: Subject? {
        guard openDetail?.subject.pane ?? focus == .workers, targets.count == 1 else { return nil }
        return targets.first
    }

    var noWorker: String {
        guard openDetail?.subject.pane ?? focus == .workers else {
            return "This is for lone workers: \(PaneKind.workers.number) goes there."
        }
        return targets.count > 1 ? "One meeting at a time; \(targets.count) are marked." : nothingSelected
    }

    /// Asks about an order; an acknowledgement is its own consent.
    mutating func begin(_ order: WorkerOrder) -> [Effect] {
        let proposal = Proposal(id: changes.nextID(), ordering: order, in: place, preview: preview(of: order))
        guard case .acknowledge = order else { return ask(proposal) }
        if let reason = refusalToAct {
            refuse(reason)
            return []
        }
        changes.begin(proposal, at: now)
        return [.submit(proposal)]
    }

    private func preview(of order: WorkerOrder) -> [String] {
        switch order {
        case .set(let id, let setting, _): ["meeting \(id)", "set \(setting.rawValue) on this meeting only, not on its series"]
        case .acknowledge(let id, _, _): ["meeting \(id)"]
        case .call(let button, let number):
            ["answer a call from \(PhoneText.masked(number)) as the deployed function would"]
                + (button == .emergency ? ["the emergency list is told for real"] : [])
        case .check: ["look for missed check-ins and check-outs", "the overdue list is told for real"]
        case .takeFile, .add: []
        }
    }

    /// The calls and the check that can be tried from here.
    var offerWorkerCall: Action.Offer {
        guard !isOff(.workers) else { return .refuses(nothingSelected) }
        var items: [MenuView.Item] = []
        if case .worker(let row)? = oneWorker {
            for phone in row.phones {
                items += WorkerButton.allCases.map { button in
                    MenuView.Item(
                        label: "\(button.rawValue) \(button.action) from \(PhoneText.masked(phone))", note: row.who,
                        choice: .order(.call(button, number: phone)))
                }
            }
        }
        items += WorkerButton.allCases.map { button in
            MenuView.Item(
                label: "\(button.rawValue) \(button.action) without a number", choice: .order(.call(button, number: "")))
        }
        items.append(MenuView.Item(label: "Routine check", choice: .order(.check)))
        let menu = MenuView(title: "Test which call?", items: items)
        return .does { state in
            state.views.append(.menu(menu))
            return []
        }
    }
}
