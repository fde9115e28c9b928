import FoundationEssentials
package import Model

/// Reads a store for the pane: every second, less often where there is so much that reading it takes long.
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

    static let cadence: Duration = .seconds(1)
    /// Reading takes no more than this part of the time.
    private static let share = 0.02

    private let store: any EscalationStore
    private let isHere: @Sendable (EngineID) -> Bool
    private let clock: any WallClock
    private let emit: @Sendable (Sight) async -> Void
    private let nap: Nap
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
            await nap.sleep(until: clock.now.addingTimeInterval(max(Self.cadence / .seconds(1), min(60, took / Self.share))))
        }
    }

    package func refresh() async { await nap.knock() }

    /// Reads once.
    package func collect() async -> Sight {
        do throws(Problem) {
            let rows = try await store.list(includesEnded: false)
            let engines = try await store.engines()
            let now = clock.now
            sight.pane = PaneSnapshot(rows: rows.map { $0.judged(at: now) }, asOf: now, cadence: .seconds(3))
            let beat = engines.first
            sight.engine = Self.status(beat, at: now, isHere: isHere)
            sight.counts = beat?.counts
            sight.pane.missing = EscalationRisk(sight, at: now).warnings
        } catch {
            sight.pane.error = EscalationRisk(sight, at: clock.now).named(in: error)
        }
        return sight
    }

    static func status(_ beat: EngineBeat?, at now: Date, isHere: (EngineID) -> Bool) -> EngineStatus {
        guard let beat else { return .none }
        let seconds = now.timeIntervalSince(beat.at)
        // Also the engine that runs here: one that cannot write that it lives cannot deliver either.
        if seconds > beat.lease / .seconds(1) { return .none }
        return isHere(beat.engine) ? .here : .elsewhere(seconds: Int(max(0, seconds)))
    }
}
