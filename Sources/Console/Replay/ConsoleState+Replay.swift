import Drawing
import FoundationEssentials
import Model

extension ConsoleState {
    /// The moment that the panes are about: ages count from here.
    var shownAt: Date { replay?.moment ?? now }

    /// Why nothing can be asked or held back while the past is shown; nil in the present.
    var replayRefusal: String? {
        replay.map {
            "You look at \(Clock.time($0.moment)) UTC, which is past: \(keyText("replay.live")) goes back to the present."
        }
    }

    mutating func step(_ direction: ReplayPace.Direction) -> [Effect] {
        guard let seconds = seek.press(direction, at: now) else { return [] }
        return go(by: seconds)
    }

    private mutating func go(by seconds: Double) -> [Effect] {
        ask(.step(from: replay?.moment ?? newestAnswer, seconds: seconds))
    }

    /// The first step back goes behind what is on screen now.
    private var newestAnswer: Date {
        min(
            now,
            [lambda.asOf, queues.asOf, alarms.asOf, escalations.asOf, workers.asOf, optimizer.asOf].compactMap(\.self).max()
                ?? now)
    }

    /// Goes to what was shown at a moment.
    mutating func go(to moment: Date) -> [Effect] {
        guard moment < now else {
            refuse("\(Clock.dateTime(moment)) UTC is not past.")
            return []
        }
        return ask(.moment(moment))
    }

    private mutating func ask(_ target: ReplayRequest.Target) -> [Effect] {
        if replay == nil { answer("Looking into the recording") }
        return [.replay(ReplayRequest(number: seek.begin(at: now), target: target, context: place.context))]
    }

    mutating func take(_ found: ReplayAnswer) -> [Effect] {
        guard let queued = seek.end(found.number) else { return [] }
        hint = nil
        switch found.found {
        case .shown(let snapshot):
            show(snapshot)
            return queued == 0 ? [] : go(by: queued)
        case .present:
            answer("This is the present again")
            return goLive()
        case .nothing(let reason):
            refuse(reason)
            return []
        }
    }

    private mutating func show(_ recorded: Snapshot) {
        resume()
        let live =
            replay?.live
            ?? LivePanes(
                lambda: lambda, queues: queues, alarms: alarms, escalations: escalations, workers: workers, optimizer: optimizer)
        replay = Replay(moment: recorded.takenAt, live: live)
        let recordedEscalations = recorded.escalations.isOn ? recorded.escalations : .loading
        showPanes(
            LivePanes(
                lambda: live.lambda.isOn ? recorded.lambda : .off, queues: live.queues.isOn ? recorded.queues : .off,
                alarms: live.alarms.isOn ? recorded.alarms : .off,
                escalations: live.escalations.isOn ? recordedEscalations : .off,
                workers: live.workers.isOn ? (recorded.workers.isOn ? recorded.workers : .loading) : .off,
                optimizer: live.optimizer.isOn ? (recorded.optimizer.isOn ? recorded.optimizer : .loading) : .off))
        dropDetailAnswers()
    }

    /// Back to the present, with all that came meanwhile.
    mutating func goLive() -> [Effect] {
        seek.giveUp()
        guard let live = replay?.live else { return [] }
        replay = nil
        showPanes(live)
        return reload(isOrdered: true)
    }

    private mutating func showPanes(_ panes: LivePanes) {
        (lambda, queues, alarms) = (panes.lambda, panes.queues, panes.alarms)
        (escalations, workers, optimizer) = (panes.escalations, panes.workers, panes.optimizer)
        relations = Relations(alarms.rows)
        tables[PaneKind.lambda.index].take(lambda.rows, now: shownAt)
        tables[PaneKind.queues.index].take(queues.rows, now: shownAt)
        tables[PaneKind.alarms.index].take(alarms.rows, now: shownAt)
        tables[PaneKind.workers.index].take(workers.rows, now: shownAt)
        tables[PaneKind.escalations.index].take(escalations.rows, now: shownAt)
        tables[PaneKind.optimizer.index].take(optimizer.rows, now: shownAt)
        for pane in PaneKind.allCases { renewDetails(of: pane) }
    }

    /// What a detail has loaded is of another moment than its row now.
    private mutating func dropDetailAnswers() {
        for place in views.indices {
            guard case .detail(var view) = views[place] else { continue }
            (view.answer, view.failure, view.isLoading) = (nil, nil, false)
            views[place] = .detail(view)
        }
    }

    /// `02:55:42 UTC`, with the date where it was not in the last hours.
    var replayMoment: String? {
        guard let moment = replay?.moment else { return nil }
        let isNear = now.timeIntervalSince(moment) < 12 * 3600
        return (isNear ? Clock.time(moment) : Clock.dateTime(moment)) + " UTC"
    }

    /// `REPLAY −15m`
    var replayChip: String? {
        guard let replay else { return nil }
        let minus = glyphs.hasBraille ? "−" : "-"
        return "REPLAY \(minus)\(Figures.age(seconds: now.timeIntervalSince(replay.moment)))"
    }
}
