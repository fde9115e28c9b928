import FoundationEssentials
package import Model

/// Delivers what is due, as long as it has the lease of its store; otherwise it watches.
///
/// It judges nothing itself: ``ActivatorState`` and ``RetryPlan`` decide, the store keeps, notifiers send.
package actor EscalationEngine {
    package struct Identity: Sendable {
        package var engine: EngineID
        package var host: String
        package var pid: Int32

        package init(engine: EngineID, host: String, pid: Int32) {
            self.engine = engine
            self.host = host
            self.pid = pid
        }
    }

    /// Often enough for screens elsewhere to say how long ago, and three times within a lease. Each costs a write to the disk.
    static let beatEvery: Duration = .seconds(10)
    /// How often an engine whom somebody tells of news asks for a lease that another has: that one may be gone without a word.
    static let leaseInterval: Duration = .seconds(3)
    /// So that what an engine has left is taken over as soon as its lease is over.
    private static let lookEvery: Duration = .seconds(1)
    /// The same in a file that only the holder of the lease works on: nobody leaves anything there while this one has it.
    private static let tidyEvery: Duration = .seconds(600)
    static let patienceAfterTrouble: Duration = .seconds(2)

    let store: any EscalationStore
    let initiator: Initiator?
    let settings: EngineSettings
    let clock: any WallClock
    let nap: Nap
    /// The requests' loop sleeps here while it may not work.
    let initiatorNap: Nap
    var state: ActivatorState
    var counts = EngineCounts()
    package private(set) var duty: EngineDuty?
    private let identity: Identity
    private let notifiers: [String: any Notifier]
    private let jitter: @Sendable () -> Double
    private let note: @Sendable (EngineNote) async -> Void
    private(set) var lastBeat: Date?
    private var lastLook: Date?
    private let watch = StoreWatch()
    /// The watch of whoever knocks when the store was written, so that it need not be looked at each interval; nil where nobody does.
    private let news: StoreWatch?

    /// - Parameters:
    ///   - notifiers: One a channel; what has none ends as a dead letter that says so.
    ///   - queue: nil where requests come from people only.
    ///   - jitter: Gives 0..<1; tests hand in a fixed one.
    ///   - news: The watch of somebody who calls ``knock()`` within a second of each write to the store; nil where nobody does.
    ///   - note: Told what a person may want to know.
    package init(
        store: any EscalationStore, notifiers: [any Notifier], queue: (any RequestQueue)? = nil, settings: EngineSettings,
        identity: Identity, clock: any WallClock = SystemClock(), news: StoreWatch? = nil,
        jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        note: @escaping @Sendable (EngineNote) async -> Void = { _ in }
    ) {
        self.store = store
        self.settings = settings
        self.identity = identity
        self.clock = clock
        self.jitter = jitter
        self.note = note
        self.news = news
        self.notifiers = Dictionary(notifiers.map { ($0.channel, $0) }) { first, _ in first }
        initiator = queue.map { Initiator(queue: $0, store: store, channels: settings.channels, clock: clock) }
        state = ActivatorState(
            channels: settings.channels.allowed + notifiers.map(\.channel), limits: settings.limits, plan: settings.plan)
        nap = Nap(clock: clock)
        initiatorNap = Nap(clock: clock)
    }

    /// Whether this engine is the one that works.
    package var works: Bool { duty == .works }
    package var engineID: EngineID { identity.engine }
    package var report: EngineCounts { counts }

    /// Something may be due sooner than was thought.
    package func knock() async { await nap.knock() }

    func say(_ severity: Severity, _ text: String) async { await note(EngineNote(severity, text)) }

    // MARK: Waking

    /// Whether a turn could change anything: something is due or has ended, or the store was written.
    var hasWork: Bool {
        // Asked first: what is seen here is done with in this turn.
        let hasNews = watch.hasNews(in: store)
        return hasNews || state.hasClosings || state.nextDueAt.map { $0 <= clock.now } ?? false
    }

    /// When to look again although nobody knocks. An engine that nobody tells of news looks at each interval.
    var nextLook: Date {
        guard news != nil, store.mark != nil else { return clock.now + settings.interval }
        guard works, let lastBeat else { return clock.now + Self.leaseInterval }
        return max(clock.now, lastBeat + Self.beatEvery)
    }

    // MARK: The lease

    /// Says that this engine lives, at its cadence, and takes over what others have left.
    func keepLease() async throws(Problem) {
        let now = clock.now
        if duty != .works || Self.isOver(Self.beatEvery, since: lastBeat, at: now) { try await beat(at: now) }
        guard works, Self.isOver(store.mark == nil ? Self.lookEvery : Self.tidyEvery, since: lastLook, at: now) else { return }
        try await takeOver()
        lastLook = now
    }

    /// Also where the clock was put back.
    private static func isOver(_ time: Duration, since last: Date?, at now: Date) -> Bool {
        last.map { now.timeIntervalSince($0) >= time / .seconds(1) || now < $0 } ?? true
    }

    private func beat(at now: Date) async throws(Problem) {
        let wasWorking = works
        // A sign of life changes nothing that anybody here would have to look at.
        let quiet = [watch, news].compactMap { $0 }.filter { $0.isCurrent(store) }
        let duty = try await store.beat(
            EngineBeat(engine: identity.engine, host: identity.host, pid: identity.pid, at: now, counts: counts))
        self.duty = duty
        lastBeat = now
        guard duty == .works else { return }
        guard !wasWorking else { return quiet.forEach { $0.skip(store) } }
        lastLook = nil
        await initiatorNap.knock()
        await say(.ok, "The engine works here.")
    }

    /// What an engine has left that is gone, or a claim of ours whose answer was lost: nobody knows whether it was sent.
    private func takeOver() async throws(Problem) {
        let orphans = try await store.adopt(for: identity.engine, knowing: state.claims, at: clock.now)
        guard !orphans.isEmpty else { return }
        counts.unknown += orphans.count
        state.cutOff(
            orphans, reason: "The engine ended, or lost its store, while it was being sent.", at: clock.now, jitter: jitter)
        await say(.warning, "\(Wording.count(orphans.count, "attempt")) cut off: outcome unknown.")
    }

    /// Gives the lease back.
    func retire() async {
        try? await store.retire(identity.engine)
        duty = nil
        lastBeat = nil
    }

    // MARK: Delivering

    /// One turn: closes what has ended, claims what is due, starts sending.
    /// - Returns: How many were claimed.
    @discardableResult
    func turn(only: ProcessID? = nil, dueBy: Date? = nil, isDraining: Bool = false) async throws(Problem) -> Int {
        let step = state.step(for: identity.engine, at: clock.now, only: only, dueBy: dueBy, isDraining: isDraining)
        let turn: DeliveryTurn
        do throws(Problem) {
            turn = try await store.advance(step)
        } catch {
            // It may have been carried out all the same: what it has claimed is looked for.
            lastLook = nil
            throw error
        }
        let claimed = state.took(turn, of: step)
        for delivery in claimed { send(delivery) }
        return claimed.count
    }

    /// In a task of its own, which nobody cancels: what is being sent is finished.
    private func send(_ claimed: ClaimedDelivery) {
        let delivery = claimed.delivery
        let notifier = notifiers[delivery.notification.channel]
        Task {
            let outcome =
                await notifier?.deliver(delivery)
                ?? .failed(
                    reason: "No notifier is there for channel \(HarmlessText.line(delivery.notification.channel)).",
                    isFinal: true,
                    retryAfter: nil)
            await ended(claimed, outcome)
        }
    }

    private func ended(_ claimed: ClaimedDelivery, _ outcome: DeliveryOutcome) async {
        guard let next = state.ended(claimed.claim, outcome, at: clock.now, jitter: jitter()) else { return }
        switch outcome {
        case .delivered: counts.delivered += 1
        case .failed: counts.failed += 1
        case .unknown: counts.unknown += 1
        }
        if next == .deadLetter { counts.deadLetters += 1 }
        await nap.knock()
        let line = DeliveryLine(claimed.delivery, outcome, next)
        await say(line.severity, line.text)
    }

    /// What is left when time is up is called unknown, so that the next engine knows at once.
    func abandonRest() {
        state.cutOff(
            state.underWay, reason: "The engine was ended while it was being sent.", at: clock.now, jitter: jitter)
    }
}

/// One line about one attempt.
private struct DeliveryLine {
    var severity: Severity
    var text: String

    init(_ delivery: Delivery, _ outcome: DeliveryOutcome, _ next: ClosedAttempt.Next) {
        let what = "\(delivery.notification.channel) of \(HarmlessText.line(delivery.processID)), attempt \(delivery.attempt)"
        switch outcome {
        case .delivered: (severity, text) = (.ok, "Delivered: \(what).")
        case .failed(let reason, _, _): (severity, text) = (.warning, "Failed: \(what). \(reason)")
        case .unknown(let reason): (severity, text) = (.warning, "Outcome unknown: \(what). \(reason)")
        }
        switch next {
        case .deadLetter: (severity, text) = (.critical, text + " Given up.")
        case .ask: (severity, text) = (.critical, text + " Somebody has to decide.")
        case .done, .again: break
        }
    }
}
