import FoundationEssentials
import Model

extension ConsoleState {
    mutating func take(_ snapshot: PaneSnapshot<LambdaFunction>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now), in: .lambda)
        show(snapshot, in: .lambda, \.lambda, held: \.lambda, live: \.lambda)
        return effects
    }

    mutating func take(_ snapshot: PaneSnapshot<Queue>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now), in: .queues)
        show(snapshot, in: .queues, \.queues, held: \.queues, live: \.queues)
        return effects
    }

    mutating func take(_ snapshot: PaneSnapshot<Alarm>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now, isSilent: \.acknowledged), in: .alarms)
        if pause == nil, replay == nil { relations = Relations(snapshot.rows) }
        show(snapshot, in: .alarms, \.alarms, held: \.alarms, live: \.alarms)
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
        show(snapshot, in: .workers, \.workers, held: \.workers, live: \.workers)
        return effects
    }

    mutating func take(_ snapshot: PaneSnapshot<Escalation>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now), in: .escalations)
        show(snapshot, in: .escalations, \.escalations, held: \.escalations, live: \.escalations)
        return effects
    }

    mutating func take(_ snapshot: PaneSnapshot<OptimizerRow>) -> [Effect] {
        let effects = report(alerts.judge(snapshot.rows, now: now), in: .optimizer)
        show(snapshot, in: .optimizer, \.optimizer, held: \.optimizer, live: \.optimizer)
        return effects
    }

    /// Puts a pane's rows on screen, or keeps them for when the pause or the past is over.
    private mutating func show<Row: PaneRow>(
        _ snapshot: PaneSnapshot<Row>, in pane: PaneKind, _ shown: WritableKeyPath<ConsoleState, PaneSnapshot<Row>>,
        held: WritableKeyPath<Pause, PaneSnapshot<Row>?>, live: WritableKeyPath<LivePanes, PaneSnapshot<Row>>
    ) {
        if pause != nil {
            pause?[keyPath: held] = snapshot
        } else if replay != nil {
            replay?.live[keyPath: live] = snapshot
        } else {
            self[keyPath: shown] = snapshot
            tables[pane.index].take(snapshot.rows, now: now)
            renewDetails(of: pane)
        }
    }

    /// What a pane shows is true at this moment too. What is held back or past is not what was asked about.
    mutating func confirm(_ pane: PaneKind, at moment: Date) {
        guard pause == nil, replay == nil else { return }
        switch pane {
        case .escalations where escalations.error == nil: escalations.asOf = escalations.asOf.map { max($0, moment) }
        case .workers where workers.error == nil: workers.asOf = workers.asOf.map { max($0, moment) }
        case .optimizer where optimizer.error == nil: optimizer.asOf = optimizer.asOf.map { max($0, moment) }
        default: break
        }
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
        if let snapshot = held.optimizer { _ = take(snapshot) }
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
        notifications = NotificationsState()
        escalations = .off
        optimizer = .off
        engine = nil
        health = HealthState()
        changes.forgetUndos()
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
