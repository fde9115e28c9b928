package import AWS
package import FoundationEssentials
package import Model

/// Asks CloudWatch about its alarms, and keeps ours beside them. Judges nothing itself; ``AlarmsState`` and ``LocalRules`` do.
package actor AlarmsPoller {
    package typealias Emit = @Sendable (PaneSnapshot<Alarm>) async -> Void

    let client: AWSClient
    let settings: AlarmsSettings
    let clock: any WallClock
    let asker: MetricAsker
    var state = AlarmsState()
    private let budget: Budget
    private let emit: Emit
    private let nap: Nap
    private var due: Date?
    private var pace: Pace
    private var isAskedNow = false
    private var isFull = false
    /// What is known last; readable at any time, also while a round is under way.
    package private(set) var snapshot: PaneSnapshot<Alarm>

    /// One round looks for the metrics of at most so many alarms.
    private static let doubtsPerRound = 10

    /// - Parameter last: What the cache kept; shown until the first answer, and kept when that fails.
    package init(
        client: AWSClient, settings: AlarmsSettings = AlarmsSettings(), budget: Budget = Budget(),
        clock: any WallClock = SystemClock(),
        last: PaneSnapshot<Alarm>? = nil, emit: @escaping Emit
    ) {
        self.client = client
        self.settings = settings
        self.budget = budget
        self.clock = clock
        self.emit = emit
        asker = MetricAsker(client: client)
        nap = Nap(clock: clock)
        pace = Pace(base: settings.cadence)
        snapshot = last ?? .loading
        snapshot.cadence = settings.cadence
        // What the cache knew of CloudWatch's alarms goes on beside the local rules until they answer.
        state.take((last?.rows ?? []).filter { $0.source == .cloudwatch })
    }

    /// Asks until the task is cancelled.
    package func run() async {
        due = clock.now
        while !Task.isCancelled {
            let now = clock.now
            if isAskedNow || (due ?? now) <= now { await askAll(at: now) }
            guard !isAskedNow else { continue }
            await nap.sleep(until: due)
        }
    }

    /// Asks at once, ahead of the cadence. While a round is under way one more follows it.
    package func refresh() async {
        isAskedNow = true
        await nap.knock()
    }

    /// Alarms on screen are asked as often as all others: one cheap call knows them all.
    package func attend(_ ids: [String]) {}

    /// What the Lambda poller has found, for the local rules. The pane is told again only when they find something else.
    package func observe(_ functions: PaneSnapshot<LambdaFunction>) async {
        guard let asOf = functions.asOf, functions.error == nil else { return }
        state.take(functions: functions.rows)
        await reevaluate(at: asOf)
    }

    /// What the queue poller has found, likewise.
    package func observe(_ queues: PaneSnapshot<Queue>) async {
        guard let asOf = queues.asOf, queues.error == nil else { return }
        state.take(queues: queues.rows)
        await reevaluate(at: asOf)
    }

    /// Asks everything once, for `nightdesk snapshot`. What ``observe(_:)`` was told, before or
    /// after, is part of the rows.
    /// - Parameter full: True lists the local rules that do not fire, too.
    package func collect(at date: Date, full: Bool = false) async -> PaneSnapshot<Alarm> {
        isFull = full
        await askAll(at: date)
        return snapshot
    }

    // MARK: Rounds

    private func askAll(at start: Date) async {
        isAskedNow = false
        let input = DescribeAlarms.Input(alarmNamePrefix: settings.prefix.isEmpty ? nil : settings.prefix)
        let answer = await client.attemptAll(DescribeAlarms.self, input) { page in
            page.metricAlarms.map(Alarm.init) + page.compositeAlarms.map(Alarm.init)
        }
        guard !Task.isCancelled else { return }
        switch answer {
        case .success(let alarms):
            state.take(alarms)
            var shortfall = Shortfall()
            await settleDoubts(at: start, &shortfall)
            state.evaluate(at: start, full: isFull)
            await publish(asOf: start, missing: shortfall.missing)
            let isThrottled = shortfall.isThrottled || client.limiter.share(.describeAlarms, region: client.region) < 1
            conclude(isThrottled ? .throttled : .good, start: start, alarms: alarms.count)
        case .failure(let error):
            // The local rules go on: they need no alarm of CloudWatch.
            state.evaluate(at: start, full: isFull)
            conclude(.failed(error.kind), start: start, alarms: 0)
            await fail(error)
        }
    }

    private func conclude(_ outcome: Pace.Outcome, start: Date, alarms: Int) {
        let pages = Double(max(1, (alarms + 99) / 100))
        let dollars = pages * Price.cloudWatchCall * 3600 / settings.cadence.inSeconds
        budget.factor(notingMetrics: 0, calls: dollars, for: "alarms")
        pace.note(outcome)
        due = max(start + pace.delay, clock.now + .seconds(1))
    }

    /// - Parameter now: When what the rules look at was true.
    private func reevaluate(at now: Date) async {
        let before = state.rows
        state.evaluate(at: now, full: isFull)
        let rows = state.rows
        guard rows != before, snapshot.asOf != nil || snapshot.error != nil else { return }
        snapshot.rows = rows
        snapshot.total = rows.count
        await emit(snapshot)
    }

    // MARK: Alarms that can never fire

    private func settleDoubts(at now: Date, _ shortfall: inout Shortfall) async {
        for alarm in state.doubtful(at: now, limit: Self.doubtsPerRound) {
            switch await isSilent(alarm, at: now) {
            case .success(let isSilent): state.judge(alarm, isSilent: isSilent, at: now)
            case .failure(let error): return shortfall.note(error, part: "Alarms that can never fire")
            }
        }
    }

    /// True when CloudWatch neither lists the alarm's metric nor has a point of it in the last day.
    private func isSilent(_ alarm: Alarm, at now: Date) async -> Result<Bool, AWSError> {
        guard let namespace = alarm.namespace, let metric = alarm.metricName else { return .success(false) }
        let dimensions = alarm.dimensions.sorted { $0.key < $1.key }.map { Dimension(name: $0.key, value: $0.value) }
        let input = ListMetrics.Input(namespace: namespace, metricName: metric, dimensions: dimensions)
        let listed = await client.attemptAll(ListMetrics.self, input, \.metrics)
        switch listed {
        case .failure(let error): return .failure(error)
        case .success(let metrics):
            // The filter finds metrics that have these dimensions and more; the alarm watches exactly these.
            guard !metrics.contains(where: { Set($0.dimensions) == Set(dimensions) }) else { return .success(false) }
        }
        let question = MetricQuestion(
            namespace, metric, dimensions.map { MetricQuestion.Dimension(name: $0.name, value: $0.value) }, "SampleCount",
            periodSeconds: 3600)
        let report = await asker.ask([question], in: Window(endingAt: now, length: .seconds(86_400)))
        if let error = report.errors.first { return .failure(error) }
        return .success(report.answers.first.map { !$0.hasPoints && !$0.isFailed } ?? false)
    }

    // MARK: Telling

    private func publish(asOf: Date, missing: [Problem]) async {
        snapshot = PaneSnapshot(rows: state.rows, asOf: asOf, missing: missing, cadence: pace.cadence, slowedBy: pace.slowedBy)
        await emit(snapshot)
    }

    /// Nothing came: what was known stays, with the reason beside it.
    private func fail(_ error: AWSError) async {
        snapshot.rows = state.rows
        snapshot.total = snapshot.rows.count
        snapshot.error = Problem(error)
        snapshot.cadence = pace.cadence
        snapshot.slowedBy = pace.slowedBy
        await emit(snapshot)
    }
}
