import FoundationEssentials
import Model

extension ConsoleState {
    mutating func take(_ snapshot: PaneSnapshot<LambdaFunction>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now), in: .lambda)
        if pause != nil {
            pause?.lambda = snapshot
            return effects
        }
        if replay != nil {
            replay?.live.lambda = snapshot
            return effects
        }
        lambda = snapshot
        tables[PaneKind.lambda.index].take(lambda.rows, now: now)
        renewDetails(of: .lambda)
        return effects
    }

    mutating func take(_ snapshot: PaneSnapshot<Queue>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now), in: .queues)
        if pause != nil {
            pause?.queues = snapshot
            return effects
        }
        if replay != nil {
            replay?.live.queues = snapshot
            return effects
        }
        queues = snapshot
        tables[PaneKind.queues.index].take(queues.rows, now: now)
        renewDetails(of: .queues)
        return effects
    }

    mutating func take(_ snapshot: PaneSnapshot<Alarm>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now, isSilent: \.acknowledged), in: .alarms)
        if pause != nil {
            pause?.alarms = snapshot
            return effects
        }
        if replay != nil {
            replay?.live.alarms = snapshot
            return effects
        }
        alarms = snapshot
        relations = Relations(alarms.rows)
        tables[PaneKind.alarms.index].take(alarms.rows, now: now)
        renewDetails(of: .alarms)
        return effects
    }

    mutating func take(_ snapshot: PaneSnapshot<WorkerRow>, _ overview: WorkerOverview) -> [Effect] {
        // Figures and troubles are never held back: silence is not safety.
        workerOverview = overview
        var troubles = snapshot.missing.filter(WorkerOverview.isCritical)
        if let error = snapshot.error, error.code == Problem.badSettingsCode { troubles.append(error) }
        // What the cache knew is judged when it is known again.
        let effects =
            snapshot.status(at: now) == .loading
            ? [] : report(alerts.judge(snapshot.rows, troubles: troubles, now: now, isSilent: \.isAcknowledged), in: .workers)
        if pause != nil {
            pause?.workers = snapshot
            return effects
        }
        if replay != nil {
            replay?.live.workers = snapshot
            return effects
        }
        workers = snapshot
        tables[PaneKind.workers.index].take(workers.rows, now: now)
        renewDetails(of: .workers)
        return effects
    }

    mutating func take(_ snapshot: PaneSnapshot<Escalation>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now), in: .escalations)
        if pause != nil {
            pause?.escalations = snapshot
            return effects
        }
        escalations = snapshot
        tables[PaneKind.escalations.index].take(escalations.rows, now: now)
        renewDetails(of: .escalations)
        return effects
    }

    /// What a pane shows is true at this moment too. What is held back or past is not what was asked about.
    mutating func confirm(_ pane: PaneKind, at moment: Date) {
        guard pane == .escalations, pause == nil, replay == nil, escalations.error == nil, let asOf = escalations.asOf else {
            return
        }
        escalations.asOf = max(asOf, moment)
    }

    /// Shows what was held back.
    mutating func resume() {
        guard let held = pause else { return }
        pause = nil
        // News were judged as they came; judging the same rows again finds none.
        if let snapshot = held.lambda { _ = take(snapshot) }
        if let snapshot = held.queues { _ = take(snapshot) }
        if let snapshot = held.alarms { _ = take(snapshot) }
        if let snapshot = held.workers { _ = take(snapshot, workerOverview) }
        if let snapshot = held.escalations { _ = take(snapshot) }
    }

    /// Tells what became critical and what is over. The bell rings for what came after the first answer.
    private mutating func report(_ news: Alerts.News, in pane: PaneKind) -> [Effect] {
        for message in news.messages(about: pane.noun, now: now) { feed.add(message) }
        return news.began.isEmpty || news.isFirst ? [] : [.bell]
    }

    /// Gives open details the newest values of their rows; what has gone keeps its last ones and says so.
    mutating func renewDetails(of pane: PaneKind) {
        for place in views.indices {
            guard case .detail(var view) = views[place], view.subject.pane == pane else { continue }
            if let subject = subject(pane, id: view.subject.id) {
                view.subject = subject
                view.isGone = false
            } else {
                view.isGone = true
            }
            views[place] = .detail(view)
        }
    }

    /// Another context or region: nothing of the old one may stay on screen.
    mutating func move(to newPlace: Place) {
        let isElsewhere = newPlace.context != place.context || newPlace.region != place.region
        place = newPlace
        guard isElsewhere else { return }
        lambda = .loading
        queues = .loading
        alarms = .loading
        workers = .off
        workerOverview = WorkerOverview()
        escalations = .off
        engine = nil
        health = HealthState()
        meter = APIMeter()
        relations = Relations()
        alerts = Alerts()
        attention = Attention()
        tables = tables.map { _ in TableState() }
        views = []
        dueCode = nil
        jumps = []
        filterEditor = nil
        pause = nil
        replay = nil
        seek.giveUp()
        storyEnd = nil
        lastOpened = nil
        feed.add(FeedMessage(at: now, severity: .ok, text: "context \(newPlace.context) in \(newPlace.region)"))
    }
}
