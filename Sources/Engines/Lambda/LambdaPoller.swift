package import AWS
package import FoundationEssentials
package import Model

/// Asks Lambda and CloudWatch about functions: all of them at the cadence, those on screen more often.
/// Judges nothing itself; ``LambdaState`` does.
package actor LambdaPoller {
    package typealias Emit = @Sendable (PaneSnapshot<LambdaFunction>) async -> Void

    private enum Job { case all, attended }

    let client: AWSClient
    let settings: LambdaSettings
    let clock: any WallClock
    let asker: MetricAsker
    var state: LambdaState
    private let budget: Budget
    private let emit: Emit
    private let nap: Nap
    private var agenda = Agenda<Job>()
    private var pace: Pace
    private var attended: [String] = []
    private var isAskedNow = false
    private var listedAt: Date?
    private var metricsAsked = 0
    /// Figures were had once, in this run or in the cached one: a failure keeps them. Until then names are shown without figures.
    private var hasGoodRows: Bool
    private var hasOwnRows = false
    /// What is known last; readable at any time, also while a round is under way.
    package private(set) var snapshot: PaneSnapshot<LambdaFunction>

    private static let stateReadsAtOnce = 8
    /// One round reads at most so many states; with the client's ten calls a second this takes half a minute.
    private static let stateReadsPerRound = 300

    /// - Parameter last: What the cache kept; shown until the first answer, and kept when that fails.
    package init(
        client: AWSClient, settings: LambdaSettings = LambdaSettings(), budget: Budget = Budget(),
        clock: any WallClock = SystemClock(),
        last: PaneSnapshot<LambdaFunction>? = nil, emit: @escaping Emit
    ) {
        self.client = client
        self.settings = settings
        self.budget = budget
        self.clock = clock
        self.emit = emit
        asker = MetricAsker(client: client)
        state = LambdaState(settings: settings)
        nap = Nap(clock: clock)
        pace = Pace(base: settings.cadence)
        hasGoodRows = last?.asOf != nil
        snapshot = last ?? .loading
        snapshot.cadence = settings.cadence
    }

    /// Asks until the task is cancelled.
    package func run() async {
        agenda.schedule(.all, at: clock.now)
        while !Task.isCancelled {
            let now = clock.now
            if isAskedNow || agenda.isDue(.all, at: now) {
                await askAll(at: now, relist: isAskedNow, full: false)
            } else if agenda.isDue(.attended, at: now) {
                await askAttended(at: now)
            }
            guard !isAskedNow else { continue }
            await nap.sleep(until: agenda.next)
        }
    }

    /// Asks at once, ahead of the cadence, the list of functions included. While a round is under way one more follows it.
    package func refresh() async {
        isAskedNow = true
        await nap.knock()
    }

    /// Tells which rows are on screen.
    package func attend(_ names: [String]) async {
        guard names != attended else { return }
        let wasEmpty = attended.isEmpty
        attended = names
        guard !names.isEmpty else { return agenda.schedule(.attended, at: nil) }
        guard wasEmpty else { return }
        agenda.schedule(.attended, at: clock.now + settings.attendedCadence)
        await nap.knock()
    }

    /// Asks everything once, for `nightdesk snapshot`.
    /// - Parameters:
    ///   - date: The instant that the window ends at.
    ///   - full: True reads the state of every function.
    package func collect(at date: Date, full: Bool = false) async -> PaneSnapshot<LambdaFunction> {
        await askAll(at: date, relist: true, full: full)
        return snapshot
    }

    // MARK: Rounds

    private func askAll(at start: Date, relist: Bool, full: Bool) async {
        isAskedNow = false
        metricsAsked = 0
        var shortfall = Shortfall()
        let window = Window(endingAt: start, length: settings.window)
        let hasList = await updateLists(at: start, force: relist, &shortfall)
        let hasFigures = hasList ? await askFigures(about: state.names, in: window, &shortfall) : false
        guard !Task.isCancelled else { return }
        hasGoodRows = hasGoodRows || hasFigures
        if hasFigures || (hasList && !hasGoodRows) {
            await publish(shortfall, asOf: start)
            await readStates(full: full, shortfall, asOf: start)
        } else {
            await fail(shortfall)
        }
        conclude(outcome(of: shortfall, hasList: hasList, hasFigures: hasFigures), start: start)
    }

    private func outcome(of shortfall: Shortfall, hasList: Bool, hasFigures: Bool) -> Pace.Outcome {
        if hasFigures { return isThrottled(shortfall) ? .throttled : .good }
        let kind = shortfall.first?.kind ?? .transport
        // A list of functions without CloudWatch is all that this endpoint has; it is kept fresh.
        return hasList && !hasGoodRows && kind == .notOffered ? .good : .failed(kind)
    }

    /// The rows on screen only; the age of the pane stays that of the last full round.
    private func askAttended(at start: Date) async {
        // Until a full round has come, the rows are those of the cache, of which nothing more is known.
        let names = hasOwnRows ? attended.filter { state.row($0) != nil } : []
        var shortfall = Shortfall()
        let window = Window(endingAt: start, length: settings.window)
        let hasFigures = names.isEmpty ? false : await askFigures(about: names, in: window, &shortfall)
        guard !Task.isCancelled else { return }
        if hasFigures {
            await readStates(of: names, &shortfall)
            snapshot.rows = state.rowsWorstFirst
            snapshot.missing += shortfall.missing.filter { !snapshot.missing.contains($0) }
            await emit(snapshot)
        }
        agenda.reschedule(.attended, start: start, end: clock.now, delay: settings.attendedCadence * slowness)
    }

    /// How much wider than by default the cadence is at present.
    private var slowness: Double { pace.cadence / pace.base }

    private func conclude(_ outcome: Pace.Outcome, start: Date) {
        let attendedRounds = settings.cadence / settings.attendedCadence * Double(attended.count) * 5
        let dollars = (Double(metricsAsked) + attendedRounds) * Price.metric * 3600 / settings.cadence.inSeconds
        pace.note(outcome, budgetFactor: budget.factor(notingMetrics: dollars, for: "lambda"))
        agenda.reschedule(.all, start: start, end: clock.now, delay: pace.delay)
        if !attended.isEmpty {
            agenda.reschedule(.attended, start: start, end: clock.now, delay: settings.attendedCadence * slowness)
        }
    }

    private func isThrottled(_ shortfall: Shortfall) -> Bool {
        shortfall.isThrottled || client.limiter.share(.metricData, region: client.region) < 1
    }

    // MARK: Lists

    /// - Returns: True when the functions are known, be it from before.
    private func updateLists(at now: Date, force: Bool, _ shortfall: inout Shortfall) async -> Bool {
        if !force, let listedAt, now.timeIntervalSince(listedAt) < settings.listCadence.inSeconds { return true }
        async let functions = listFunctions()
        async let mappings = listStreamFed()
        async let metrics = listMetrics()
        switch await mappings {
        case .success(let names): state.take(streamFed: names)
        case .failure(let error): shortfall.note(error, part: "Iterator age")
        }
        // Without the list of metrics everything is asked for: dearer, and just as right. So its failure is no news.
        state.take(listed: try? await metrics.get())
        switch await functions {
        case .success(let list):
            state.take(list: list)
            listedAt = now
        case .failure(let error): shortfall.note(error, part: "List of functions")
        }
        return listedAt != nil
    }

    // MARK: Figures

    /// - Returns: False when nothing could be had; the state is then as before, unless there has never been any.
    private func askFigures(about names: [String], in window: Window, _ shortfall: inout Shortfall) async -> Bool {
        var known: [(name: String, figures: LambdaFigures)] = []
        known.reserveCapacity(names.count)
        for start in stride(from: 0, to: names.count, by: 500) {
            let chunk = Array(names[start..<min(start + 500, names.count)])
            let report = await ask(
                LambdaState.sumQuestions(about: chunk, window: window), in: window, part: "Figures", &shortfall)
            known += LambdaState.figures(of: chunk, sums: report.answers)
        }
        let hasAnswers = names.isEmpty || known.contains { !$0.figures.allFailed }
        guard hasAnswers || !hasGoodRows else { return false }
        await askFurther(&known, in: window, &shortfall)
        for (name, figures) in known { state.apply(figures, to: name, window: window) }
        return hasAnswers
    }

    private func askFurther(
        _ known: inout [(name: String, figures: LambdaFigures)], in window: Window, _ shortfall: inout Shortfall
    ) async {
        let wanted = state.furtherQuestions(about: known)
        let questions = wanted.map { $0.figure.question(about: $0.name, window: window) }
        let report = await ask(questions, in: window, part: "p95, concurrency, iterator age", &shortfall)
        let places = Dictionary(known.enumerated().map { ($1.name, $0) }) { first, _ in first }
        for (wish, answer) in zip(wanted, report.answers) {
            if let place = places[wish.name] { known[place].figures[keyPath: wish.figure.path] = answer }
        }
    }

    private func ask(
        _ questions: [MetricQuestion], in window: Window, part: String, _ shortfall: inout Shortfall
    ) async -> MetricReport {
        metricsAsked += questions.count
        let report = await asker.ask(questions, in: window)
        for error in report.errors { shortfall.note(error, part: part) }
        for problem in report.problems { shortfall.note(problem) }
        return report
    }

    // MARK: States

    private func readStates(full: Bool, _ shortfall: Shortfall, asOf: Date) async {
        let wanted = state.namesWantingState(attended: attended, full: full)
        state.forgetStates(except: Set(wanted))
        guard !wanted.isEmpty else { return }
        var shortfall = shortfall
        await readStates(of: full ? wanted : Array(wanted.prefix(Self.stateReadsPerRound)), &shortfall)
        if !Task.isCancelled { await publish(shortfall, asOf: asOf) }
    }

    private func readStates(of names: [String], _ shortfall: inout Shortfall) async {
        for start in stride(from: 0, to: names.count, by: Self.stateReadsAtOnce) {
            let group = Array(names[start..<min(start + Self.stateReadsAtOnce, names.count)])
            let client = client
            let answers = await group.concurrentMap(limit: Self.stateReadsAtOnce) { name in
                await client.attempt(GetFunctionConfiguration.self, .init(functionName: name))
            }
            guard apply(answers, to: group, &shortfall) else { return }
        }
    }

    /// - Returns: False when asking for more would end the same way.
    private func apply(
        _ answers: [Result<FunctionConfiguration, AWSError>], to names: [String], _ shortfall: inout Shortfall
    ) -> Bool {
        for (name, answer) in zip(names, answers) {
            switch answer {
            case .success(let found):
                state.apply(
                    state: found.state, lastUpdateStatus: found.lastUpdateStatus,
                    lastModified: found.lastModified.flatMap(ISO8601.parse), to: name)
            // Deleted since it was listed; the next list leaves it out.
            case .failure(let error) where error.kind == .notFound: continue
            case .failure(let error):
                shortfall.note(error, part: "Function states")
                return false
            }
        }
        return true
    }

    // MARK: Telling

    private func publish(_ shortfall: Shortfall, asOf: Date) async {
        hasOwnRows = true
        snapshot = PaneSnapshot(
            rows: state.rowsWorstFirst, asOf: asOf, missing: shortfall.missing, cadence: pace.cadence, slowedBy: pace.slowedBy)
        await emit(snapshot)
    }

    /// Nothing came: what was known stays, with the reason beside it.
    private func fail(_ shortfall: Shortfall) async {
        guard let error = shortfall.first else { return }
        snapshot.error = Problem(error)
        snapshot.cadence = pace.cadence
        snapshot.slowedBy = pace.slowedBy
        await emit(snapshot)
    }
}
