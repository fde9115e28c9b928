import FoundationEssentials
package import Model

/// Reads a store for the pane: when it was written, when time alone changes a verdict, and now and then. A store that cannot tell whether it
/// was written is read every second, less often where there is so much that reading it takes long.
package actor EscalationsPoller {
    /// What the store shows at one moment.
    package struct Sight: Sendable, Equatable {
        package var pane: PaneSnapshot<Escalation>
        package var engine: EngineStatus
        /// What the engine has done; nil where none works.
        package var counts: EngineCounts?

        package init(pane: PaneSnapshot<Escalation>, engine: EngineStatus, counts: EngineCounts? = nil) {
            self.pane = pane
            self.engine = engine
            self.counts = counts
        }
    }

    /// Of a store that cannot tell whether it was written.
    static let cadence: Duration = .seconds(1)
    /// Of one that can: whatever was overlooked is seen then.
    static let quietCadence: Duration = .seconds(10)
    /// Reading takes no more than this part of the time.
    private static let share = 0.02

    private let store: any EscalationStore
    private let isHere: @Sendable (EngineID) -> Bool
    private let clock: any WallClock
    private let emit: @Sendable (Sight) async -> Void
    private let nap: Nap
    private var beat: EngineBeat?
    package private(set) var sight = Sight(pane: .loading, engine: .none)

    /// - Parameter isHere: Whether an engine is the one of this process.
    package init(
        store: any EscalationStore, isHere: @escaping @Sendable (EngineID) -> Bool = { _ in false },
        clock: any WallClock = SystemClock(), emit: @escaping @Sendable (Sight) async -> Void
    ) {
        self.store = store
        self.isHere = isHere
        self.clock = clock
        self.emit = emit
        nap = Nap(clock: clock)
    }

    package func run() async {
        while !Task.isCancelled {
            let start = clock.now
            let sight = await collect()
            guard !Task.isCancelled else { return }
            await emit(sight)
            let took = clock.now.timeIntervalSince(start)
            await nap.sleep(until: nextLook(after: min(60, took / Self.share)))
        }
    }

    /// The store was written, or a person asks.
    package func refresh() async { await nap.knock() }

    /// Reads once.
    package func collect() async -> Sight {
        do throws(Problem) {
            let rows = try await store.list(includesEnded: false)
            let engines = try await store.engines()
            let now = clock.now
            sight.pane = PaneSnapshot(rows: rows.map { $0.judged(at: now) }, asOf: now, cadence: Self.quietCadence)
            beat = engines.first
            sight.engine = Self.status(beat, at: now, isHere: isHere)
            sight.counts = beat?.counts
            sight.pane.missing = EscalationRisk(sight, at: now).warnings
        } catch {
            sight.pane.error = EscalationRisk(sight, at: clock.now).named(in: error)
        }
        return sight
    }

    // MARK: When

    /// - Parameter rest: Seconds that reading has to be left alone for at least.
    private func nextLook(after rest: Double) -> Date {
        let now = clock.now
        // How long ago another engine was heard of is said in seconds.
        let isCounting = if case .elsewhere = sight.engine { true } else { false }
        let isQuiet = store.mark != nil && sight.pane.error == nil && !isCounting
        let cadence = isQuiet ? Self.quietCadence : Self.cadence
        let moments = [now + cadence, nextVerdict(after: now), beat.map { $0.at + $0.lease + .milliseconds(10) }]
        let next = moments.compactMap(\.self).filter { $0 > now }.min() ?? now + cadence
        return max(next, now.addingTimeInterval(rest))
    }

    /// When time alone next changes what the pane says of a row.
    private func nextVerdict(after now: Date) -> Date? {
        sight.pane.rows.lazy.compactMap { $0.nextVerdict(after: now) }.min()
    }

    static func status(_ beat: EngineBeat?, at now: Date, isHere: (EngineID) -> Bool) -> EngineStatus {
        guard let beat else { return .none }
        let seconds = now.timeIntervalSince(beat.at)
        // Also the engine that runs here: one that cannot write that it lives cannot deliver either.
        if seconds > beat.lease / .seconds(1) { return .none }
        return isHere(beat.engine) ? .here : .elsewhere(seconds: Int(max(0, seconds)))
    }
}
