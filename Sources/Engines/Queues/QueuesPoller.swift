package import AWS
package import FoundationEssentials
package import Model

/// Asks SQS and CloudWatch about queues: attributes often, figures each minute. Judges nothing itself; ``QueuesState`` does.
package actor QueuesPoller {
    package typealias Emit = @Sendable (PaneSnapshot<Queue>) async -> Void

    private enum Job { case attributes, attended, metrics }

    let client: AWSClient
    let settings: QueuesSettings
    let clock: any WallClock
    let asker: MetricAsker
    var state: QueuesState
    private let budget: Budget
    private let emit: Emit
    private let nap: Nap
    private var agenda = Agenda<Job>()
    private var pace: Pace
    private var attended: [String] = []
    private var isAskedNow = false
    private var isListed = false
    private var hasGoodRows: Bool
    private var metricsAsked = 0
    private var metricFactor = 1.0
    /// What the last round of figures could not get; it stays true until the next one.
    private var metricShortfall = Shortfall()
    private var outsideURLs: [String: String] = [:]
    /// What is known last; readable at any time, also while a round is under way.
    package private(set) var snapshot: PaneSnapshot<Queue>

    private static let questionsAtOnce = 16
    /// More queues than this allows at the default cadence are asked less often; those on screen are not.
    private static let callsPerSecond = 50.0

    /// - Parameter last: What the cache kept; shown until the first answer, and kept when that fails.
    package init(
        client: AWSClient, settings: QueuesSettings = QueuesSettings(), budget: Budget = Budget(),
        clock: any WallClock = SystemClock(),
        last: PaneSnapshot<Queue>? = nil, emit: @escaping Emit
    ) {
        self.client = client
        self.settings = settings
        self.budget = budget
        self.clock = clock
        self.emit = emit
        asker = MetricAsker(client: client)
        state = QueuesState(settings: settings)
        nap = Nap(clock: clock)
        pace = Pace(base: settings.cadence)
        hasGoodRows = last?.asOf != nil
        snapshot = last ?? .loading
        snapshot.cadence = settings.cadence
    }

    /// Asks until the task is cancelled.
    package func run() async {
        state.remember(
            Dictionary(snapshot.rows.compactMap { row in row.depthSeries.map { (row.name, $0) } }) { first, _ in first })
        agenda.schedule(.attributes, at: clock.now)
        agenda.schedule(.metrics, at: clock.now)
        while !Task.isCancelled {
            let now = clock.now
            let isEverythingDue = isAskedNow || agenda.isDue(.metrics, at: now)
            if isEverythingDue || agenda.isDue(.attributes, at: now) {
                await askAll(at: now, withMetrics: isEverythingDue)
            } else if agenda.isDue(.attended, at: now) {
                await askAttended(at: now)
            }
            guard !isAskedNow else { continue }
            await nap.sleep(until: agenda.next)
        }
    }

    /// Asks at once, ahead of the cadence, the list of queues included. While a round is under way one more follows it.
    package func refresh() async {
        isAskedNow = true
        await nap.knock()
    }

    /// Tells which rows are on screen.
    package func attend(_ names: [String]) async {
        guard names != attended else { return }
        attended = names
        scheduleAttended(after: clock.now)
        await nap.knock()
    }

    /// Takes depths that an earlier run has recorded, so that sparklines and trends begin full.
    /// - Parameter past: By queue, one value a minute.
    package func remember(_ past: [String: MetricSeries]) async {
        state.remember(past)
        guard isListed, snapshot.asOf != nil else { return }
        state.settle(window: Window(endingAt: clock.now, length: settings.window))
        snapshot.rows = state.rowsWorstFirst
        await emit(snapshot)
    }

    /// Asks everything once, for `nightdesk snapshot`.
    /// - Parameter date: The instant that the window ends at.
    package func collect(at date: Date, full: Bool = false) async -> PaneSnapshot<Queue> {
        await askAll(at: date, withMetrics: true)
        return snapshot
    }

    // MARK: Rounds

    private func askAll(at start: Date, withMetrics: Bool) async {
        isAskedNow = false
        let window = Window(endingAt: start, length: settings.window)
        var shortfall = Shortfall()
        if withMetrics || !isListed { await updateList(&shortfall) }
        let hasAttributes = isListed ? await askAttributes(of: state.queues, at: start, &shortfall) : false
        if hasAttributes { await askOutsideTargets(&shortfall) }
        if hasAttributes, snapshot.asOf == nil {
            // The first depths are shown before the slower figures have come.
            state.settle(window: window)
            await publish(shortfall, asOf: start)
        }
        if hasAttributes, withMetrics { await askFigures(in: window) }
        guard !Task.isCancelled else { return }
        hasGoodRows = hasGoodRows || hasAttributes
        if hasAttributes || (isListed && !hasGoodRows) {
            state.settle(window: window)
            await publish(shortfall, asOf: start)
        } else {
            await fail(shortfall)
        }
        let outcome: Pace.Outcome =
            hasAttributes ? (isThrottled(shortfall) ? .throttled : .good) : .failed(shortfall.first?.kind ?? .transport)
        conclude(outcome, start: start, withMetrics: withMetrics)
    }

    /// The rows on screen only, when the cadence of all is wider than theirs.
    private func askAttended(at start: Date) async {
        let names = Set(attended)
        var shortfall = Shortfall()
        let isGood = await askAttributes(of: state.queues.filter { names.contains($0.name) }, at: start, &shortfall)
        guard !Task.isCancelled else { return }
        if isGood, let asOf = snapshot.asOf {
            state.settle(window: Window(endingAt: start, length: settings.window))
            await publish(shortfall, asOf: asOf)
        }
        scheduleAttended(after: start)
    }

    private func conclude(_ outcome: Pace.Outcome, start: Date, withMetrics: Bool) {
        let callsAnHour = Double(state.queues.count) * 3600 / settings.cadence.inSeconds
        let metricsAnHour = Double(metricsAsked) * 3600 / settings.metricCadence.inSeconds
        metricFactor = budget.factor(
            notingMetrics: metricsAnHour * Price.metric, calls: callsAnHour * Price.queueCall, for: "queues")
        let callsASecond = Double(state.queues.count) / settings.cadence.inSeconds
        pace.note(outcome, sizeFactor: callsASecond / Self.callsPerSecond)
        let end = clock.now
        agenda.reschedule(.attributes, start: start, end: end, delay: pace.delay)
        if withMetrics {
            let isFailing = pace.failures > 0
            let delay = isFailing ? pace.delay : settings.metricCadence * max(metricFactor, Double(pace.throttleFactor))
            agenda.reschedule(.metrics, start: start, end: end, delay: delay)
        }
        scheduleAttended(after: start)
    }

    private var slowedBy: String? {
        let reasons = [pace.slowedBy, metricFactor > 1 ? "budget" : nil].compactMap { $0 }
        return reasons.isEmpty ? nil : reasons.joined(separator: ", ")
    }

    private func scheduleAttended(after start: Date) {
        let isUseful = !attended.isEmpty && pace.cadence > settings.attendedCadence
        agenda.schedule(.attended, at: isUseful ? start + settings.attendedCadence : nil)
    }

    private func isThrottled(_ shortfall: Shortfall) -> Bool {
        shortfall.isThrottled || metricShortfall.isThrottled || client.limiter.share(.sqs, region: client.region) < 1
            || client.limiter.share(.metricData, region: client.region) < 1
    }

    // MARK: Questions

    private func updateList(_ shortfall: inout Shortfall) async {
        var urls: [String] = []
        for prefix in QueuesState.prefixes(for: settings.names) {
            let answer = await client.attemptAll(ListQueues.self, ListQueues.Input(queueNamePrefix: prefix)) {
                $0.queueUrls ?? []
            }
            switch answer {
            case .success(let found): urls += found
            case .failure(let error): return shortfall.note(error, part: "List of queues")
            }
        }
        state.take(urls: urls)
        isListed = true
    }

    /// - Returns: False when no queue answered although there are some; the state is then as before.
    private func askAttributes(
        of queues: [(name: String, url: String)], at now: Date, _ shortfall: inout Shortfall
    ) async -> Bool {
        let client = client
        let answers = await queues.concurrentMap(limit: Self.questionsAtOnce) { queue in
            await client.attempt(GetQueueAttributes.self, GetQueueAttributes.Input(queueUrl: queue.url))
        }
        let errors = answers.compactMap { answer -> AWSError? in
            guard case .failure(let error) = answer, error.kind != .notFound else { return nil }
            return error
        }
        for error in errors { shortfall.note(error, part: "Attributes") }
        guard errors.isEmpty || errors.count < queues.count || !hasGoodRows else { return false }
        for (queue, answer) in zip(queues, answers) {
            switch answer {
            case .success(let output): state.apply(QueueAttributes(output), to: queue.name, at: now)
            case .failure(let error) where error.kind == .notFound: state.remove(queue.name)
            case .failure: state.apply(nil, to: queue.name, at: now)
            }
        }
        return errors.isEmpty || errors.count < queues.count
    }

    /// Dead-letter queues that the filter leaves out have a depth all the same.
    private func askOutsideTargets(_ shortfall: inout Shortfall) async {
        for name in state.outsideTargets {
            switch await depth(ofOutside: name) {
            case .success(let depth): state.applyOutside(depth, to: name)
            case .failure(let error):
                state.applyOutside(nil, to: name)
                if error.kind != .notFound { shortfall.note(error, part: "Dead-letter queue \(name)") }
            }
        }
    }

    private func depth(ofOutside name: String) async -> Result<Int?, AWSError> {
        do {
            let url: String
            if let known = outsideURLs[name] {
                url = known
            } else {
                url = try await client.call(GetQueueUrl.self, GetQueueUrl.Input(queueName: name)).queueUrl
                outsideURLs[name] = url
            }
            let output = try await client.call(GetQueueAttributes.self, GetQueueAttributes.Input(queueUrl: url))
            return .success(QueueAttributes(output).visible)
        } catch {
            return .failure(error)
        }
    }

    private func askFigures(in window: Window) async {
        var shortfall = Shortfall()
        let names = state.queues.map(\.name)
        let wantDepth = Set(state.namesWantingDepth())
        let wanted = QueueFigure.allCases.flatMap { figure in
            names.filter { figure != .depth || wantDepth.contains($0) }.map { (name: $0, figure: figure) }
        }
        metricsAsked = names.count * (QueueFigure.allCases.count - 1)
        let report = await asker.ask(wanted.map { $0.figure.question(about: $0.name) }, in: window)
        for error in report.errors { shortfall.note(error, part: "Ages and rates") }
        for problem in report.problems { shortfall.note(problem) }
        metricShortfall = shortfall
        var figures: [String: QueueFigures] = [:]
        for (wish, answer) in zip(wanted, report.answers) {
            figures[wish.name, default: QueueFigures()][keyPath: wish.figure.path] = answer
        }
        for (name, known) in figures { state.apply(known, to: name, window: window) }
    }

    // MARK: Telling

    private func publish(_ shortfall: Shortfall, asOf: Date) async {
        snapshot = PaneSnapshot(
            rows: state.rowsWorstFirst, asOf: asOf, missing: shortfall.missing + metricShortfall.missing, cadence: pace.cadence,
            slowedBy: slowedBy)
        await emit(snapshot)
    }

    /// Nothing came: what was known stays, with the reason beside it.
    private func fail(_ shortfall: Shortfall) async {
        guard let error = shortfall.first else { return }
        snapshot.error = Problem(error)
        snapshot.cadence = pace.cadence
        snapshot.slowedBy = slowedBy
        await emit(snapshot)
    }
}
