import FoundationEssentials
import Model

extension ConsoleState {
    /// Quits, or asks first while a change that is real has not ended, or while the engine works here and has something to do within the
    /// hour (ux, Quitting).
    mutating func quit() -> [Effect] {
        guard !unfinishedSentences.isEmpty || !undeliveredSentences.isEmpty else { return quitAtOnce() }
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

    private static let soonSeconds = 3600.0

    /// What nobody would deliver, one sentence; none where another engine works, or in practice.
    var undeliveredSentences: [String] {
        guard engine == .here, !place.isDrill else { return [] }
        // What is so now, whatever is shown.
        let rows = (pause?.escalations ?? replay?.live.escalations ?? escalations).rows
        let due = rows.filter { row in
            row.state == .delivering || row.nextAt.map { $0 <= now.timeIntervalSince1970 + Self.soonSeconds } ?? false
        }
        let next = due.min { ($0.nextAt ?? 0, $0.id) < ($1.nextAt ?? 0, $1.id) }
        guard let next else { return [] }
        let moment = next.state == .delivering ? "being sent" : next.countdown(at: now)
        let others = due.count > 1 ? " and \(due.count - 1) more within the hour" : ""
        return [
            "The engine works here: \(next.name) (\(moment))\(others). If no other engine runs, nobody delivers that. "
                + "\"nightdesk engine run\" delivers without a screen."
        ]
    }
}
