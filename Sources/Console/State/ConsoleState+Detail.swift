import FoundationEssentials
import Model

extension ConsoleState {
    /// Opens a thing in full: from its row at once, with more as soon as it comes.
    mutating func open(_ subject: Subject) -> [Effect] {
        if replay == nil { alerts.see(Alerts.Key(pane: subject.pane, id: subject.id)) }
        // Of the past there is what was recorded and nothing to ask for.
        views.append(.detail(DetailView(subject: subject, isLoading: replay == nil, askedAt: now)))
        return replay == nil ? [.load(subject.request)] : []
    }

    /// Opens a row by its id, or says that it is not there.
    mutating func open(_ pane: PaneKind, id: String, name: String) -> [Effect] {
        guard let subject = subject(pane, id: id) else {
            refuse("\(pane.noun.one) \(name) is not among the \(pane.noun.many) of this context.")
            return []
        }
        return open(subject)
    }

    mutating func take(_ answer: Detail) {
        changeDetails(of: answer.request) { view in
            view.answer = answer
            view.failure = nil
            view.isLoading = false
        }
    }

    /// The last good answer stays.
    mutating func take(_ problem: Problem, for request: DetailRequest) {
        changeDetails(of: request) { view in
            view.failure = problem
            view.isLoading = false
        }
    }

    private mutating func changeDetails(of request: DetailRequest, _ change: (inout DetailView) -> Void) {
        guard replay == nil else { return }
        for place in views.indices {
            guard case .detail(var view) = views[place], view.subject.request == request else { continue }
            change(&view)
            views[place] = .detail(view)
        }
    }

    /// Asks again for the detail that is uppermost.
    /// - Parameter isOrdered: A person asked; else only when it is time, and never while paused.
    mutating func reload(isOrdered: Bool) -> [Effect] {
        guard replay == nil, case .detail(var view) = views.last else { return [] }
        let age = now.timeIntervalSince(view.askedAt)
        let isDue = !isPaused && age >= (view.isLoading ? DetailView.patienceSeconds : DetailView.repeatSeconds)
        guard isOrdered || isDue else { return [] }
        view.askedAt = now
        view.isLoading = true
        views[views.count - 1] = .detail(view)
        return [.load(view.subject.request)]
    }

    var openDetail: DetailView? {
        guard case .detail(let view) = views.last else { return nil }
        return view
    }
}
