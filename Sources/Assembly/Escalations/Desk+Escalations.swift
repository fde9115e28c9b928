import Console
import Drill
import Engines
import FoundationEssentials
import Model

extension Desk {
    /// What the store shows now; off where the context has none, an error where it cannot be opened.
    func escalationSight() async -> EscalationsPoller.Sight {
        guard let watch else {
            return EscalationsPoller.Sight(pane: escalationTrouble.map { PaneSnapshot(error: $0) } ?? .off, engine: .none)
        }
        await escalations?.rehearse()
        return await watch.collect()
    }

    /// Called each second by whoever draws the screen, so that nothing else has to wake for it: sees whether the store was written, and
    /// wakes who has to know. Never waits.
    /// - Returns: True where the store is as it was: what the pane shows is true still.
    func checkEscalations() -> Bool {
        guard watch != nil, let escalations, escalations.store.mark != nil else { return false }
        guard news.hasNews(in: escalations.store) else { return true }
        Task { await noteEscalations() }
        return false
    }

    /// The store was written: the engine that runs here and the pane look again.
    func noteEscalations() async {
        await escalations?.knock()
        await watch?.refresh()
    }

    /// Shows the escalations, and delivers them where this context is told to, until the task is cancelled.
    func runEscalations() async {
        guard let watch, let escalations else {
            if let escalationTrouble { await receive(.escalations(PaneSnapshot(error: escalationTrouble))) }
            return
        }
        // The first frame comes before any file of ours is opened.
        guard (try? await machine.clock.sleep(until: machine.clock.now.addingTimeInterval(Self.patience))) != nil else { return }
        await escalations.rehearse()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await watch.run() }
            // A read-only console never takes the lease.
            if escalations.section.runs, !plan.isReadOnly { group.addTask { await self.deliver(escalations) } }
        }
    }

    private static var patience: TimeInterval { 0.4 }

    private func deliver(_ room: EscalationsRoom) async {
        let (clock, receive) = (machine.clock, receive)
        @Sendable func say(_ severity: Severity, _ text: String) async {
            await receive(.message(FeedMessage(at: clock.now, severity: severity, text: text)))
        }
        do {
            let engine = try room.engine(
                hearsOfNews: true,
                notice: { text in
                    await say(.warning, text)
                    return true
                }, note: { note in await say(note.severity, note.text) })
            await room.run(engine)
        } catch {
            await say(.critical, "No engine works here: \((error as? CommandFailure)?.message ?? "\(error)")")
        }
    }

    /// The whole history of one process: what was sent to whom with what result, and what is still to come.
    func escalationDetail(_ id: ProcessID, _ request: DetailRequest) async throws(Problem) -> Detail {
        guard let history = try await escalations?.store.history(of: id) else {
            throw Problem(code: "Gone", message: "The process \(HarmlessText.line(id.text)) is not there any more.")
        }
        var detail = Detail(request: request, asOf: machine.clock.now)
        for (number, step) in history.steps.enumerated() {
            let attempts = step.attempts.count
            let tries = attempts == 0 ? "" : ", \(attempts) attempt\(attempts == 1 ? "" : "s")"
            detail.facts.append(
                Fact("notification \(number + 1)", "\(step.state.rawValue): \(EscalationOrder.line(step))\(tries)"))
            detail.transitions += step.attempts.map { attempt in
                let words = [attempt.outcome?.rawValue ?? "being sent", EscalationOrder.line(step), attempt.reason ?? ""]
                return AlarmTransition(at: attempt.at, type: "notification \(number + 1)", summary: words.joined(separator: " "))
            }
        }
        detail.transitions.sort { $0.at > $1.at }
        return detail
    }
}

extension EscalationsRoom {
    func poller(emit: @escaping @Sendable (EscalationsPoller.Sight) async -> Void) -> EscalationsPoller {
        let own = engineID
        return EscalationsPoller(store: store, isHere: { $0 == own }, clock: clock, emit: emit)
    }

    /// Fills the practice world's store where nothing is going on in it: a call that succeeds, one that nobody answers, and time to look.
    func rehearse() async {
        guard isDrill, let rows = try? await store.list(includesEnded: false), rows.isEmpty else { return }
        _ = try? await store.apply(PracticeEscalations.requests(at: clock.now).map { TakenRequest($0) }, at: clock.now)
    }
}
