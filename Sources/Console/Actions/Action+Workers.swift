import Drawing
import Model

extension Action {
    static let workers: [Action] = [
        set("worker.checkin", key: "I", title: "Check a lone worker in by hand", label: "check in", .checkedIn),
        set("worker.checkout", key: "O", title: "Check a lone worker out by hand", label: "check out", .checkedOut),
        set("worker.clear", key: nil, title: "Clear a wrong state of a lone worker, or a call for help", label: nil, .clear),
        Action(
            "acknowledge", keys: [.character("A")], title: "Acknowledge a missed check-in or an emergency, with a reason",
            label: "acknowledge", group: .act, scopes: [.panes, .detail], permission: .mutate, pane: .workers
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
            "worker.number", keys: [.character("+")], title: "Copy the call-back number of a lone worker", label: "number",
            group: .rows, scopes: [.panes, .detail], pane: .workers
        ) { state in
            guard case .worker(let row)? = state.oneWorker else { return .refuses(state.noWorker) }
            let phones = state.phones(of: row)
            guard let phone = phones.first else { return .refuses(state.noNumber(of: row)) }
            guard phones.count > 1 else { return .does { $0.copy(number: phone) } }
            let items = phones.map { MenuView.Item(label: PhoneText.masked($0), choice: .copyNumber($0)) }
            return .does { state in
                state.views.append(.menu(MenuView(title: "Copy which number of \(row.who)?", items: items)))
                return []
            }
        },
        Action(
            "worker.costs", keys: [], title: "Costs of the lone workers' calls this month", group: .look,
            scopes: [.panes, .detail]
        ) { state in
            guard !state.isOff(.workers) else { return .refuses(state.noWorkers) }
            guard let costs = state.workerOverview.costs else { return .refuses("The costs are not known yet.") }
            return .does { state in
                state.views.append(.text(costs.page(isLive: state.workerOverview.isLive)))
                return []
            }
        },
        Action(
            "worker.outbox", keys: [], title: "Alerts of the last day that only this console shows", group: .look,
            scopes: [.panes, .detail]
        ) { state in
            guard !state.isOff(.workers) else { return .refuses(state.noWorkers) }
            let alerts = state.workerOverview.outbox
            guard !alerts.isEmpty else { return .refuses("The outbox is empty: no alert of the last day is only here.") }
            return .does { state in
                state.views.append(.text(TextView(title: "Outbox of lone workers", paragraphs: alerts.flatMap(\.paragraphs))))
                return []
            }
        },
    ]

    private static func set(
        _ id: String, key: Character?, title: String, label: String?, _ setting: WorkerOrder.Setting
    ) -> Action {
        Action(
            id, keys: key.map { [.character($0)] } ?? [], title: title, label: label, group: .act, scopes: [.panes, .detail],
            permission: .mutate, pane: .workers
        ) { state in
            guard case .worker(let row)? = state.oneWorker else { return .refuses(state.noWorker) }
            guard row.caller == nil || setting == .clear else {
                return .refuses("This call for help fits no meeting. Clear it when the caller is safe: palette, Clear.")
            }
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

extension OutboxAlert {
    fileprivate var paragraphs: [String] {
        ["\(Clock.dateTime(at)) UTC  \(subject)"] + lines.filter { !$0.isEmpty }.map { "  \($0)" }
    }
}
