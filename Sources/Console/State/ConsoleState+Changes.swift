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
        case .orders(let number, let orders): return take(orders, to: number)
        case .order(let number, let order): return take(order, to: number)
        case .noOrders(let number, let problem): return dropQuestion(number, problem)
        case .run(let number, let files): return take(.success(files), toRun: number)
        case .noRun(let number, let problem): return take(.failure(problem), toRun: number)
        case .partEnded(let id, let part, let outcome):
            guard let run = changes.end(part, of: id, outcome), run.ordered.count > 1, run.ordered.indices.contains(part) else {
                break
            }
            for message in messages(about: run.ordered[part].title, outcome) { feed.add(message) }
        case .answered(let id, let outcome, let report):
            changes.answer(id, outcome, report)
        case .ended(let id, let outcome):
            guard let run = changes.end(id, outcome) else { break }
            let error = run.report?.result.errorText
            for message in messages(about: run.title, outcome, functionError: error) { feed.add(message) }
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
    private func messages(about title: String, _ outcome: Outcome, functionError: String? = nil) -> [FeedMessage] {
        var lines: [(Severity, String)] = []
        switch outcome.result {
        case .confirmed:
            if let functionError {
                lines.append((.warning, "\(title): the function failed: \(functionError)"))
            } else {
                lines.append((.ok, "\(title): done\(outcome.note.map { ". \($0)" } ?? "")"))
            }
        case .failed(let problem), .refused(let problem): lines.append((.warning, "\(title): \(sentences(of: problem))"))
        case .unknown(let problem): lines.append((.critical, "\(title): the outcome is unknown. \(sentences(of: problem))"))
        }
        if let problem = outcome.notRecorded { lines.append((.critical, "\(title): \(sentences(of: problem))")) }
        return lines.map { FeedMessage(at: now, severity: $0.0, text: $0.1) }
    }
}
