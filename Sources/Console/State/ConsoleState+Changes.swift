import FoundationEssentials
import Model

extension ConsoleState {
    mutating func take(_ event: ChangeEvent) -> [Effect] {
        switch event {
        case .material(let material):
            changeChooser(of: material.functionName) { $0.material = material }
        case .options(let functionName, let options):
            changeChooser(of: functionName) { $0.options = options }
        case .checked(let id, let check): changeQuestion(id) { $0.check = check }
        case .rehearsed(let id, let rehearsal): changeQuestion(id) { $0.rehearsal = rehearsal }
        case .answered(let id, let outcome, let report):
            changes.answer(id, outcome, report)
        case .ended(let id, let outcome):
            guard let run = changes.end(id, outcome) else { break }
            for message in messages(about: run, outcome) { feed.add(message) }
            return outcome.kind == .unknown || outcome.notRecorded != nil ? [.bell] : []
        }
        return []
    }

    private mutating func changeQuestion(_ id: Proposal.ID, _ change: (inout ConfirmView) -> Void) {
        for place in views.indices {
            guard case .confirm(var view) = views[place], view.proposal?.id == id else { continue }
            change(&view)
            views[place] = .confirm(view)
        }
    }

    /// Asks about a change; what was typed before the question stands is no answer to it.
    mutating func ask(_ proposal: Proposal) -> [Effect] {
        views.append(.confirm(ConfirmView(question: .change(proposal))))
        return [.discardInput, .check(proposal)]
    }

    /// What the feed says of a change that is over.
    private func messages(about run: ChangeRun, _ outcome: Outcome) -> [FeedMessage] {
        var lines: [(Severity, String)] = []
        switch outcome.result {
        case .confirmed:
            if let error = run.report?.result.errorText {
                lines.append((.warning, "\(run.title): the function failed: \(error)"))
            } else {
                lines.append((.ok, "\(run.title): \(outcome.note ?? "done")"))
            }
        case .failed(let problem), .refused(let problem): lines.append((.warning, "\(run.title): \(sentences(of: problem))"))
        case .unknown(let problem): lines.append((.critical, "\(run.title): the outcome is unknown. \(sentences(of: problem))"))
        }
        if let problem = outcome.notRecorded { lines.append((.critical, "\(run.title): \(sentences(of: problem))")) }
        return lines.map { FeedMessage(at: now, severity: $0.0, text: $0.1) }
    }
}
