import Drawing
import FoundationEssentials
import Model

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

    var noWorkers: String { "\(PaneKind.workers.title): off in this context." }

    // MARK: Numbers

    /// As far as they are known: those of a live deployment are looked up when a detail opens.
    func phones(of row: WorkerRow) -> [String] {
        guard row.phones.isEmpty else { return row.phones }
        let details = views.lazy.compactMap { if case .detail(let view) = $0, view.subject.id == row.id { view } else { nil } }
        let fact = details.compactMap { $0.answer?.personal.first { $0.label == "phones" }?.value }.first
        return fact?.split(separator: ",").map { String($0.drop { $0 == " " }) } ?? []
    }

    func noNumber(of row: WorkerRow) -> String {
        workerOverview.isLive && openDetail == nil
            ? "The number of \(row.who) is looked up when \(keyText("detail")) opens the detail."
            : "No phone number of \(row.who) is known."
    }

    mutating func copy(number: String) -> [Effect] {
        answer("Copied \(PhoneText.masked(number))")
        return [.copy(number)]
    }

    // MARK: Orders

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

    /// The same by the function that is deployed for it.
    mutating func begin(_ order: WorkerOrder, by function: String) -> [Effect] {
        let payload: Payload
        switch order {
        case .call(let button, let number): payload = WorkerEvent.call(button, from: number)
        case .check: payload = WorkerEvent.check
        default: return []
        }
        var place = place
        place.region = workerOverview.lambdaRegion ?? place.region
        do throws(Problem) {
            let plan = try InvokePlan(functionName: function, payload: payload, place: place)
            return ask(Proposal(id: changes.nextID(), invoking: plan, rehearsal: order))
        } catch {
            refuse(sentences(of: error))
            return []
        }
    }

    private func preview(of order: WorkerOrder) -> [String] {
        let told = workerOverview.hasNoMail ? "the console's outbox takes its alerts" : "for real, by mail"
        switch order {
        case .set(let id, let setting, _):
            return ["meeting \(id)", "set \(setting.rawValue) on this meeting only, not on its series"]
        case .acknowledge(let id, _, _): return ["meeting \(id)"]
        case .call(let button, let number):
            return ["answer a call from \(PhoneText.masked(number)) on the calendar, as the deployed function would"]
                + (button == .emergency ? ["MIND: the emergency list is told: \(told)"] : [])
        case .check: return ["look for missed check-ins and check-outs", "MIND: the overdue list is told of each: \(told)"]
        case .doctor, .takeFile, .add: return []
        }
    }

    // MARK: Test-invoke

    /// The calls and the check that can be tried from here: by the deployed functions where there are any, and by this program.
    var offerWorkerCall: Action.Offer {
        guard !isOff(.workers) else { return .refuses(nothingSelected) }
        var numbers: [(number: String, who: String?)] = []
        if case .worker(let row)? = oneWorker { numbers = phones(of: row).map { ($0, row.who) } }
        numbers.append(("", nil))
        let calls = numbers.flatMap { number, who in
            WorkerButton.allCases.map { button in
                let from = number.isEmpty ? "without a number" : "from \(PhoneText.masked(number))"
                return (
                    label: "\(button.rawValue) \(button.action) \(from)", note: who,
                    order: WorkerOrder.call(button, number: number)
                )
            }
        }
        let orders = calls + [(label: "Routine check", note: nil, order: WorkerOrder.check)]
        let deployed = orders.compactMap { order in
            deployedFunction(for: order.order).map {
                MenuView.Item(label: order.label, note: $0, choice: .deployed($0, order.order))
            }
        }
        let own = orders.map { order in
            let note = deployed.isEmpty ? order.note : "by this program"
            return MenuView.Item(label: order.label, note: note, choice: .order(order.order))
        }
        let menu = MenuView(title: "Test which call?", items: deployed + own)
        return .does { state in
            state.views.append(.menu(menu))
            return []
        }
    }

    /// Only a live deployment has functions; the practice world's of that name belong to nobody.
    private func deployedFunction(for order: WorkerOrder) -> String? {
        guard workerOverview.isLive else { return nil }
        let function: DeployedFunction = order == .check ? .check : .connect
        return lambda.rows.first { function.isNamed(in: $0.name) }?.name
    }
}

extension WorkerCosts {
    /// Provisioned concurrency and call minutes, as the deployment's operations document reckons them.
    func page(isLive: Bool) -> TextView {
        func dollars(_ value: Double?) -> String { value.map { Figures.dollars($0) } ?? Figures.unknown }
        func count(_ value: Int?) -> String { value.map(Figures.grouped) ?? Figures.unknown }
        var lines = [
            "Calls this month        \(count(calls)), of \(count(expectedCalls)) expected by its end",
            "Call minutes            \(dollars(callDollars)) so far: \(Self.dollarsPerCallMinute) dollars a minute, one minute a call at least",
            "Provisioned concurrency \(count(provisionedUnits)) units, \(dollars(concurrencyDollars)) a month: "
                + "\(Figures.dollars(Self.dollarsPerUnit)) each",
            "Whole month, expected   \(dollars(expectedDollars))",
        ]
        lines.append(
            isLive
                ? "How long calls last is known to Amazon Connect only; a minute each is the least. Mail and the mailbox cost nothing more."
                : "An embedded calendar costs nothing: this is what the same calls cost a live deployment without provisioned concurrency."
        )
        return TextView(title: "Costs of lone workers", paragraphs: lines)
    }
}
