import FoundationEssentials
import Model

extension ConsoleState {
    /// Quits, or asks first while a change that is real has not ended (ux, Quitting).
    mutating func quit() -> [Effect] {
        let open = changes.unfinished.filter { !$0.change.place.isDrill }
        guard !open.isEmpty else { return quitAtOnce() }
        if case .confirm(let view) = views.last, view.question == .quit { return [] }
        views.append(.confirm(ConfirmView(question: .quit)))
        return [.discardInput]
    }

    mutating func quitAtOnce() -> [Effect] {
        isQuitting = true
        return [.quit]
    }

    /// Ctrl-c: quits like `q`; a second one within two seconds does not ask any more.
    mutating func interrupt(at moment: Date) -> [Effect] {
        defer { lastInterrupt = moment }
        if let lastInterrupt, (0..<2).contains(moment.timeIntervalSince(lastInterrupt)) { return quitAtOnce() }
        return quit()
    }

    /// What would be left behind, one sentence each.
    var unfinishedSentences: [String] {
        changes.unfinished.filter { !$0.change.place.isDrill }.map { run in
            let age = Figures.duration(seconds: max(0, now.timeIntervalSince(run.startedAt)))
            return "\(run.title) (\(run.change.place.context), \(run.change.place.region)) was sent \(age) ago and has not ended."
        }
    }
}
