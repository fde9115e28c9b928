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
            sight.pane.missing = Self.warnings(sight, at: now)
        } catch {
            sight.pane.error = error
        }
        return sight
    }

    static func status(_ beat: EngineBeat?, at now: Date, isHere: (EngineID) -> Bool) -> EngineStatus {
        guard let beat else { return .none }
        if isHere(beat.engine) { return .here }
        let seconds = now.timeIntervalSince(beat.at)
        return seconds > beat.lease / .seconds(1) ? .none : .elsewhere(seconds: Int(max(0, seconds)))
    }

    /// What the pane has to say beyond its rows.
    private static func warnings(_ sight: Sight, at now: Date) -> [Problem] {
        var warnings: [Problem] = []
        if sight.engine == .none, sight.pane.rows.contains(where: { ($0.overdueSeconds(at: now) ?? 0) > 0 }) {
            warnings.append(
                Problem(
                    code: "NobodyDelivers", message: "Nobody is delivering, and something is due.",
                    hint: "Start an engine: nightdesk engine run."))
        }
        if let trouble = sight.counts?.trouble {
            warnings.append(Problem(code: "EngineTrouble", message: "The engine cannot work: \(trouble)"))
        }
        if let counts = sight.counts, counts.refused > 0 {
            warnings.append(
                Problem(
                    code: "Refused", message: "\(Wording.count(counts.refused, "request")) skipped. \(counts.lastRefusal ?? "")"))
        }
        return warnings
    }
}
