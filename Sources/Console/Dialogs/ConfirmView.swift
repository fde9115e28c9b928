import Drawing
import Model

/// A question that only a clear yes answers: `y`, or a name that is typed. The focus is on No.
struct ConfirmView: Equatable, Sendable {
    enum Question: Equatable, Sendable {
        case change(Proposal)
        /// What it is about is being read: nothing can be said yes to before.
        case wish(EscalationWish)
        case resourceWish(ResourceWish)
        /// The files of a new run are being read.
        case files(number: Int, folder: String)
        /// Leaving while changes have not ended.
        case quit
    }

    let question: Question
    /// What was typed where a name is wanted.
    var input = TextInput(maximumCount: TextInput.longestQuery)
    /// What the dry run has said; nil until it has.
    var check: InvokeCheck?
    /// What was found by looking; nil until it was, and where there is nothing to look up.
    var rehearsal: Rehearsal?
    var scroll = 0

    init(question: Question) { self.question = question }

    var proposal: Proposal? {
        guard case .change(let proposal) = question else { return nil }
        return proposal
    }

    /// What is being read, with its number; nil once it stands there.
    var pending: (number: Int, title: String)? {
        switch question {
        case .wish(let wish): (wish.number, wish.title)
        case .resourceWish(let wish): (wish.number, wish.title)
        case .files(let number, _): (number, "A new run")
        case .change, .quit: nil
        }
    }

    /// The name that must be typed; nil where `y` is enough.
    var wantedName: String? {
        guard case .typeName(let name) = proposal?.danger else { return nil }
        return name
    }
}

extension ConsoleState {
    mutating func handleConfirmKey(_ key: Key, _ view: ConfirmView) -> [Effect] {
        if let movement = Self.scrollKeys[key] {
            move(movement)
            return []
        }
        guard let name = view.wantedName else { return answerConfirm(key, view) }
        switch key {
        case .escape: return decline(view)
        case .enter where view.input.text == name: return accept(view)
        case .enter:
            refuse("Nothing is done: type \(name) exactly, then Enter. Esc gives up.")
            return []
        default:
            var view = view
            guard view.input.handle(key) else { return [] }
            replaceTop(.confirm(view))
            return []
        }
    }

    /// Keys that are no text and no answer.
    private static let scrollKeys: [Key: Movement] = [
        .down: .down, .up: .up, .pageDown: .pageDown, .pageUp: .pageUp,
    ]

    private mutating func answerConfirm(_ key: Key, _ view: ConfirmView) -> [Effect] {
        switch key {
        case .character("y"): return accept(view)
        case .character("n"), .escape, .enter: return decline(view)
        case .character("j"): move(.down)
        case .character("k"): move(.up)
        default: refuse("y does it; n, Esc and Enter do not.")
        }
        return []
    }

    private mutating func decline(_ view: ConfirmView) -> [Effect] {
        views.removeLast()
        if let pending = view.pending { answer("\(pending.title): not done, nothing was sent") }
        if let proposal = view.proposal { answer("\(proposal.title): not done, nothing was sent") }
        return []
    }

    /// Once more all that may stand against it: it may have come up while the question stood.
    private mutating func accept(_ view: ConfirmView) -> [Effect] {
        if view.pending != nil {
            refuse("What would be done is still being read; nothing can be confirmed before it stands here.")
            return []
        }
        guard let proposal = view.proposal else { return quitAtOnce() }
        if let reason = refusalToAct {
            refuse(reason)
            return []
        }
        if case .denied(let problem) = view.check {
            refuse("Nothing is sent: \(sentences(of: problem))")
            return []
        }
        views.removeAll { $0.isAboutOneChange }
        changes.begin(proposal, at: now)
        // What lone workers and runs are about is seen in their pane; everything else has an answer to read.
        switch proposal.call {
        case .worker, .optimizer: return [.submit(proposal)]
        case .invoke, .escalations, .resources, .notification, .command: break
        }
        views.append(.run(RunView(id: proposal.id)))
        return [.submit(proposal)]
    }
}

extension View {
    /// Done with once the change is submitted.
    fileprivate var isAboutOneChange: Bool {
        switch self {
        case .confirm, .chooser: true
        default: false
        }
    }
}
