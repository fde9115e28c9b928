import FoundationEssentials
import Model
import Optimization
import Store

/// One run's progress: what the store, the progress bar and the pane are told. Costs never rise, bounds never fall, done never shrinks.
actor OptimizerProgress {
    private(set) var run: OptimizerRun
    private let book: OptimizerBook
    private let clock: any WallClock
    private let tell: @Sendable (OptimizerEvent) -> Void
    private var phaseStart: Date
    private(set) var seconds: [String: Double] = [:]
    private var pace = OptimizerPace(total: 1)
    private var groups: [Group] = []
    private var lastStored = Date.distantPast
    /// Of all groups together, which may run side by side.
    private var priceSeconds = 0.0
    private var repairSeconds = 0.0

    private struct Group {
        var name: String
        var queue: Int64
        var work: Double
        var codes: [String]
        var ticks: Int64
        /// nil before the first round.
        var bound: Int64?
        var isDone = false
        var steppedAt: Date?
    }

    init(run: OptimizerRun, book: OptimizerBook, clock: any WallClock, tell: @escaping @Sendable (OptimizerEvent) -> Void) {
        self.run = run
        self.book = book
        self.clock = clock
        self.tell = tell
        phaseStart = clock.now
    }

    func change(_ body: @Sendable (inout OptimizerRun) -> Void) { body(&run) }

    /// Begins a phase; its work is counted from 0 on.
    func begin(_ phase: OptimizerPhase, total: Double, reason: String? = nil) throws {
        leave()
        run.phase = phase
        run.share = 0
        run.rate = nil
        run.etaSeconds = nil
        pace = OptimizerPace(total: total)
        try emit(done: nil, total: nil, reason: reason)
    }

    /// - Parameter work: Done of the phase's total; what comes after the phase is over is of no interest.
    func advance(_ phase: OptimizerPhase, done: Int, total: Int?, work: Double) throws {
        guard run.phase == phase else { return }
        pace.add(work, at: clock.now)
        run.share = max(run.share ?? 0, pace.share ?? 0)
        estimate()
        // Rows come by the hundred thousand a second; nobody looks more often than five times.
        guard clock.now.timeIntervalSince(lastStored) >= 0.2 else { return }
        try emit(done: done, total: total)
    }

    /// What was done so far says nothing about how long the rest takes.
    func beginResting() throws {
        pace = OptimizerPace(total: totalWork)
        pace.add(groups.reduce(0) { $0 + ($1.isDone ? $1.work : 0) }, at: clock.now)
        (run.rate, run.etaSeconds) = (nil, nil)
        try emit(done: run.queuesDone, total: run.queuesTotal)
    }

    /// To the end of the run: what is left of the phase at its pace, and what the phases behind it took before.
    private func estimate() {
        run.rate = pace.rate
        run.etaSeconds = pace.etaSeconds.map { seconds in
            seconds + (run.devices.flatMap { run.experience.secondsAfter(run.phase, devices: $0) } ?? 0)
        }
    }

    /// Adds the time of the present phase to its seconds.
    func leave() {
        let now = clock.now
        var spent = now.timeIntervalSince(phaseStart)
        phaseStart = now
        if run.phase == .optimise, priceSeconds + repairSeconds > 0 {
            let repair = spent * repairSeconds / (priceSeconds + repairSeconds)
            seconds[OptimizerPhase.repair.rawValue, default: 0] += repair
            (priceSeconds, repairSeconds) = (0, 0)
            spent -= repair
        }
        seconds[run.phase.rawValue, default: 0] += spent
    }

    // MARK: Groups

    func enterGroups(_ entries: [(name: String, queue: Int64, problem: GroupProblem, baselineTicks: Int64)]) {
        groups = entries.map { entry in
            Group(
                name: entry.name, queue: entry.queue, work: Double(entry.problem.count * entry.problem.plans.count),
                codes: entry.problem.plans.map(\.code),
                // Until it is searched a group stays as it is, where its present plans are allowed.
                ticks: entry.problem.start.contains(GroupProblem.noPlan) ? .max : entry.baselineTicks, bound: nil)
        }
        run.queuesTotal = groups.count
        run.queuesDone = 0
    }

    var totalWork: Double { groups.reduce(0) { $0 + $1.work } }

    func report(_ number: Int, _ progress: GroupProgress) throws {
        let now = clock.now
        let spent = now.timeIntervalSince(groups[number].steppedAt ?? now)
        if progress.isRepaired { repairSeconds += spent } else { priceSeconds += spent }
        groups[number].steppedAt = now
        try store(
            number, ticks: progress.ticks, bound: progress.boundTicks, rounds: progress.round, prices: progress.prices,
            .searching)
    }

    func finish(_ number: Int, _ solution: GroupSolution) throws {
        groups[number].isDone = true
        run.queuesDone = groups.count { $0.isDone }
        try store(
            number, ticks: solution.ticks, bound: solution.boundTicks, rounds: solution.rounds, prices: solution.prices,
            solution.isFinished ? .done : .cutShort)
    }

    private func store(
        _ number: Int, ticks: Int64, bound: Int64, rounds: Int, prices: [Int64], _ stage: OptimizerBook.GroupStage
    ) throws {
        let before = run.costNow
        groups[number].ticks = min(groups[number].ticks, ticks)
        groups[number].bound = max(groups[number].bound ?? bound, bound)
        let group = groups[number]
        if groups.allSatisfy({ $0.ticks < .max }) {
            run.costNow = Money(ticks: groups.reduce(0) { $0 + $1.ticks })
            let bounds = groups.compactMap(\.bound)
            if bounds.count == groups.count { run.bound = Money(ticks: bounds.reduce(0, +)) }
            if before.map({ $0 > run.costNow ?? $0 }) ?? true { run.lastImprovementAt = clock.now }
        }
        let done = groups.reduce(0) { $0 + ($1.isDone ? $1.work : 0) }
        if stage != .searching { pace.add(done, at: clock.now) }
        run.share = max(run.share ?? 0, done / max(totalWork, 1))
        estimate()
        try book.update(
            queue: group.queue, ticks: group.ticks, bound: group.bound ?? bound, rounds: rounds,
            prices: Dictionary(zip(group.codes, prices)) { first, _ in first }, stage, at: clock.now)
        try emit(done: run.queuesDone, total: run.queuesTotal, group: group.name)
    }

    // MARK: Steps

    private func emit(done: Int?, total: Int?, group: String? = nil, reason: String? = nil) throws {
        lastStored = clock.now
        var event = OptimizerEvent(at: clock.now, instance: run.id, phase: run.phase, state: run.state)
        event.group = group
        event.done = done
        event.total = total
        event.best = run.costNow
        event.bound = run.bound
        event.rate = run.rate
        event.eta = run.etaSeconds
        event.reason = reason
        run.lastProgressAt = event.at
        try book.record(event, run: run, phaseSeconds: seconds)
        tell(event)
    }

    func end(_ state: OptimizerRun.State, problem: Problem?) throws {
        leave()
        run.state = state
        run.problem = problem
        run.endedAt = clock.now
        if state == .completed || state == .completedWithErrors { run.share = 1 }
        run.etaSeconds = nil
        try emit(done: run.queuesDone, total: run.queuesTotal, reason: problem?.message)
        try book.finish(run.id, state, problem: problem, at: clock.now)
    }
}
