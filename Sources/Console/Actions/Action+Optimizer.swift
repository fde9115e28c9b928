import Drawing
import FoundationEssentials
import Model

extension Action {
    static let optimizer: [Action] = [
        change(
            "run.cancel", key: "C", title: "Cancel a run: its best assignment so far is written", label: "cancel",
            live: { state, _ in state.refusalOfLiveCancel },
            isPossible: { !$0.state.isFinished }, whyNot: "has ended already"
        ) { .cancel(id: $0.id, provider: $0.provider) },
        change(
            "run.requeue", key: "Q", title: "Re-queue: run it again from the prices that it had found", label: "re-queue",
            live: { $0.offerLiveRequeue($1) },
            isPossible: { [.failed, .cancelled, .stuck].contains($0.state) }, whyNot: "has neither failed nor been left open"
        ) { .requeue(id: $0.id, provider: $0.provider) },
        change(
            "run.end", key: "L", title: "End a run that was left open, so that another one can start", label: "end",
            live: { $0.offerLiveEnd($1) },
            isPossible: { $0.state == .stuck }, whyNot: "is not stuck"
        ) { .end(id: $0.id, provider: $0.provider) },
    ]

    /// Ids in the order of the key bar.
    static let optimizerKeys = ["run.cancel", "run.requeue", "run.end"]

    private static func change(
        _ id: String, key: Character, title: String, label: String,
        live: @escaping @Sendable (ConsoleState, OptimizerRow) -> Action.Offer,
        isPossible: @escaping @Sendable (OptimizerRun) -> Bool,
        whyNot: String, order: @escaping @Sendable (OptimizerRun) -> OptimizerOrder
    ) -> Action {
        Action(
            id, keys: [.character(key)], title: title, label: label, group: .act, scopes: [.panes, .detail],
            permission: .mutate, pane: .optimizer
        ) { state in
            guard let row = state.oneRun else { return .refuses(state.noRun) }
            if row.run.isLive { return live(state, row) }
            guard isPossible(row.run) else { return .refuses("Run \(row.name) \(whyNot).") }
            return .does { state in
                state.ask(
                    Proposal(id: state.changes.nextID(), ordering: order(row.run), in: state.place, state: row.run.state))
            }
        }
    }
}

extension ConsoleState {
    /// The pane that keys are about: that of the open detail, else the one with the focus.
    var presentPane: PaneKind { openDetail?.subject.pane ?? focus }

    /// The one run that an action is about.
    fileprivate var oneRun: OptimizerRow? {
        guard presentPane == .optimizer, targets.count == 1, case .run(let row)? = targets.first else { return nil }
        return row
    }

    fileprivate var noRun: String {
        guard presentPane == .optimizer else {
            return "This is for runs of the optimizer: \(PaneKind.optimizer.number) goes there."
        }
        return targets.count > 1 ? "One run at a time; \(targets.count) are marked." : nothingSelected
    }

    /// A new run: first which files, then what there is to mind about them, then the question.
    var offerNewRun: Action.Offer {
        if optimizer.rows.contains(where: \.run.isLive) { return refusalOfLiveStart }
        return isOff(.optimizer) ? .refuses(nothingSelected) : .does { $0.prompt(.runFolder) }
    }

    /// Reads the small files before anything is asked: billing periods with gaps are to be seen before the yes.
    mutating func prepareRun(in folder: String) -> [Effect] {
        let number = changes.nextID()
        views.append(.confirm(ConfirmView(question: .files(number: number, folder: folder))))
        return [.discardInput, .prepareRun(number, folder: folder)]
    }

    /// The answer to a question that was left is passed over.
    mutating func take(_ answer: Result<RunFiles, Problem>, toRun number: Int) -> [Effect] {
        guard case .confirm(let view) = views.last, case .files(number, _) = view.question else { return [] }
        views.removeLast()
        switch answer {
        case .success(let files):
            return ask(Proposal(id: number, ordering: .start(folder: files.folder), in: place, mind: files.warnings))
        case .failure(let problem):
            refuse(sentences(of: problem))
            return []
        }
    }
}
