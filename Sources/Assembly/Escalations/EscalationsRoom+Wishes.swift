import Engines
import FoundationEssentials
import Model

extension EscalationsRoom {
    /// What a person wants as orders, each with what it would change as things are now.
    /// - Throws: ``Problem`` where nothing can be ordered: the process has ended, the context does not allow it, the store cannot be read.
    func orders(for wish: EscalationWish) async throws(Problem) -> [EscalationOrder] {
        switch wish.what {
        case .stop(let ids): return try await stops(ids)
        case .deliver(let id): return [try await delivering(.deliver, id)]
        case .snooze(let id, let span, let note):
            let until = clock.now.addingTimeInterval(span / .seconds(1))
            return [try await delivering(.snooze(until: until, note: note), id)]
        case .test(let phone): return [try test(phone)]
        case .restart(let requests): return try await restarts(requests)
        }
    }

    private func stops(_ ids: [ProcessID]) async throws(Problem) -> [EscalationOrder] {
        var orders: [EscalationOrder] = []
        for id in ids {
            guard let history = try await store.history(of: id), history.row.endedAt == nil else { continue }
            orders.append(order(.stop, id, history))
        }
        if orders.isEmpty {
            let name = ids.count == 1 ? HarmlessText.line(ids[0].text) : "of \(ids.count) escalations"
            throw Problem(
                code: "Gone",
                message: ids.count == 1 ? "\(name) has ended meanwhile: there is nothing to stop." : "None \(name) runs any more."
            )
        }
        return orders
    }

    /// Only an engine that works on a store can deliver or hold back what is in it.
    private func delivering(_ act: EscalationOrder.Act, _ id: ProcessID) async throws(Problem) -> EscalationOrder {
        guard section.source != .live || section.runs else {
            throw Problem(
                code: "OnlyWatched", message: "This context only watches a running deployment, which delivers by itself.",
                hint: "With run: true in its escalations section this program delivers; never let both do it.")
        }
        guard let history = try await store.history(of: id), history.row.endedAt == nil else {
            throw Problem(
                code: "Gone", message: "\(HarmlessText.line(id.text)) has ended meanwhile: there is nothing to be sent.")
        }
        return order(act, id, history)
    }

    private func test(_ phone: String) throws(Problem) -> EscalationOrder {
        guard settings.channels.allowed.contains("phone") else {
            throw Problem(
                code: "NoPhone", message: "Channel phone is not in this context's channels, so no number can be called.",
                hint: "Add phone to escalations.channels.")
        }
        let request = EscalationRequest.test(phone: phone, at: clock.now)
        return order(.start(request), request.processID, nil)
    }

    /// What the store knows of a stopped process is newer than what was known when it was stopped.
    private func restarts(_ requests: [EscalationRequest]) async throws(Problem) -> [EscalationOrder] {
        var orders: [EscalationOrder] = []
        for request in requests {
            let history = try await store.history(of: request.processID)
            guard let history else {
                orders.append(order(.restart(request), request.processID, nil))
                continue
            }
            guard history.row.endedAt != nil || history.row.state == .stopping, let remainder = history.remainder else {
                continue
            }
            orders.append(order(.restart(remainder), request.processID, history))
        }
        if orders.isEmpty {
            throw Problem(
                code: "NothingLeft", message: "Nothing is left to start again: it runs already, or everything was sent.")
        }
        return orders
    }
}
