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
        // The first frame comes before any file of ours is opened, and its memory is given back before this takes its own.
        guard (try? await machine.clock.sleep(until: machine.clock.now.addingTimeInterval(Self.patience))) != nil else { return }
        await escalations.rehearse(story)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await watch.run() }
            // A read-only console never takes the lease.
            if escalations.section.runs, !plan.isReadOnly { group.addTask { await self.deliver(escalations) } }
        }
    }

    private static var patience: TimeInterval { 1.2 }

    private func deliver(_ room: EscalationsRoom) async {
        let (clock, receive) = (machine.clock, receive)
        @Sendable func say(_ severity: Severity, _ text: String) async {
            await receive(.message(FeedMessage(at: clock.now, severity: severity, text: text)))
        }
        do {
            let engine = try room.engine(
                news: news,
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
        var detail = Detail(request: request, asOf: machine.clock.now, timeline: history.timeline)
        detail.facts = [Fact("notifications", "\(history.steps.count)")]
        return detail
    }
}

extension EscalationsRoom {
    func poller(emit: @escaping @Sendable (EscalationsPoller.Sight) async -> Void) -> EscalationsPoller {
        let own = engineID
        return EscalationsPoller(store: store, isHere: { $0 == own }, clock: clock, emit: emit)
    }

    /// Fills the practice world's store where nothing is in it.
    func rehearse() async {
        guard isDrill, let rows = try? await store.list(includesEnded: false), rows.isEmpty else { return }
        await begin(EscalationHabits.usual, instead: [])
    }

    /// What the console begins practice with: what the story tells of, or else the usual ones once nothing is going on any more. Another
    /// console that practises on the same store is left alone.
    func rehearse(_ story: StoryTeller?) async {
        guard isDrill, let rows = try? await store.list(includesEnded: false), let engines = try? await store.engines() else {
            return
        }
        let told = story?.scenario.world.escalations ?? []
        let isOver = rows.allSatisfy { $0.nextAt == nil && $0.state == .deadLetter }
        guard engines.isEmpty, !told.isEmpty || isOver else { return }
        await begin(told.isEmpty ? EscalationHabits.usual : told, instead: rows)
    }

    private func begin(_ habits: [EscalationHabits], instead rows: [Escalation]) async {
        let now = clock.now
        let stops = rows.map { EscalationRequest(processID: $0.processID, action: .stop) }
        _ = try? await store.apply((stops + habits.map { $0.request(at: now) }).map { TakenRequest($0) }, at: now)
    }
}
