import FoundationEssentials
import Model
import Optimization
import Store
import Synchronization

/// The phases of one run, in their order.
struct OptimizerWork {
    let input: OptimizerInput
    let small: OptimizerFiles.Small
    let progress: OptimizerProgress
    let book: OptimizerBook
    let stop: StopSign
    let lanes: Int
    /// After each group.
    let rest: Duration
    let clock: any WallClock

    func run() async throws -> OptimizerSummary {
        let id = await progress.run.id
        let fleet = try await validate(id)
        let parts = try await group(fleet)
        let (queues, solutions) = try await optimise(id, fleet, parts)
        try await write(id, fleet, parts, queues, solutions)
        let isWhole = solutions.allSatisfy(\.isFinished)
        try await progress.end(stop.isCancelled ? .cancelled : .completed, problem: isWhole ? nil : stoppedEarly)
        return OptimizerSummary(
            run: await progress.run, rejectedByReason: Dictionary(uniqueKeysWithValues: fleet.rejected.map { ($0.rawValue, $1) }),
            groups: parts.count, phases: await progress.seconds)
    }

    private var stoppedEarly: Problem {
        Problem(
            code: stop.isCancelled ? "Cancelled" : "TimeLimit",
            message: "Stopped before its end; the best assignment so far was written, with its bound.",
            hint: "Run it again for the rest: it goes on from the prices that were found.")
    }

    // MARK: Validate

    private func validate(_ id: Int) async throws -> Fleet {
        let file = try InputFile(input.devices)
        try await progress.begin(.validate, total: Double(file.sizeBytes))
        let rejects = try input.rejects.map { path in try AsideFile(path) }
        try rejects?.write("line,iccid,reason\n")
        var kept: [(line: Int, iccid: String, reason: String)] = []
        let fleet: Fleet
        do {
            let empty = try Fleet(plans: small.plans, groups: small.groups, period: small.period)
            fleet = try DeviceFile(empty, allowsEveryPlan: small.allowsEveryPlan).read(
                file.reader(),
                reject: { reject in
                    if kept.count < OptimizerBook.rejectLimit { kept.append((reject.line, reject.iccid, reject.reason.rawValue)) }
                    guard let rejects else { return }
                    try rejects.write("\(reject.line),")
                    try rejects.writeField(reject.iccid)
                    try rejects.write(",\(reject.reason.rawValue)\n")
                },
                progress: { rows, bytes in
                    if stop.isCancelled { throw cancelled }
                    // Reading does not wait for the store.
                    Task { [progress] in try? await progress.advance(.validate, done: rows, total: nil, work: Double(bytes)) }
                })
        } catch let problem as FileProblem {
            throw OptimizerFiles.failure(problem, in: input.devices)
        }
        try rejects?.commit()
        let counts = Dictionary(uniqueKeysWithValues: fleet.rejected.map { ($0.rawValue, $1) })
        try book.writeRejects(instance: id, rows: kept, counts: counts)
        let (devices, rejected) = (fleet.count, fleet.rejectedCount)
        await progress.change { run in
            run.devices = devices
            run.rejected = rejected
        }
        return fleet
    }

    private var cancelled: OptimizerFailure {
        OptimizerFailure(
            .cancelled,
            Problem(
                code: "Cancelled", message: "Cancelled before there was an assignment; nothing was written.",
                hint: "Run it again."))
    }

    // MARK: Group, baseline

    private func group(_ fleet: Fleet) async throws -> [(number: Int, part: Fleet.Part)] {
        try await progress.begin(.group, total: Double(fleet.count))
        let members = fleet.membersByGroup()
        try await progress.begin(.baseline, total: Double(fleet.count))
        var parts: [(number: Int, part: Fleet.Part)] = []
        for (number, sims) in members.enumerated() where !sims.isEmpty {
            if stop.isCancelled { throw cancelled }
            do {
                parts.append((number, try fleet.part(number, members: sims)))
            } catch {
                throw OptimizerFiles.failure(error, in: input.plans)
            }
        }
        let total = parts.reduce(0) { $0 + $1.part.baselineTicks }
        await progress.change { $0.costBefore = Money(ticks: total) }
        return parts
    }

    // MARK: Optimise

    private func optimise(
        _ id: Int, _ fleet: Fleet, _ parts: [(number: Int, part: Fleet.Part)]
    ) async throws -> (queues: [Int64], solutions: [GroupSolution]) {
        let groups = parts.map { entry in
            let group = fleet.groups[entry.number]
            return OptimizerGroup(
                name: group.name, devices: entry.part.members.count, baselineTicks: entry.part.baselineTicks,
                communicationPlans: group.communicationPlans,
                ratePlans: group.plans.map { (fleet.plans[$0].code, fleet.plans[$0].isPooled) })
        }
        let (queues, stored) = try book.enter(groups, instance: id)
        let problems = parts.map(\.part.problem)
        let warm = stored.mapValues { $0 }.reduce(into: [Int: [Int64]]()) { all, entry in
            all[entry.key] = problems[entry.key].plans.map { entry.value[$0.code] ?? 0 }
        }
        await progress.enterGroups(
            zip(groups, queues).enumerated().map { number, entry in
                (entry.0.name, entry.1, problems[number], entry.0.baselineTicks)
            })
        try await progress.begin(.optimise, total: await progress.totalWork)
        let trouble = Mutex<(any Error)?>(nil)
        let keep: @Sendable (any Error) -> Void = { error in trouble.withLock { $0 = $0 ?? error } }
        var solver = FleetSolver(lanes: lanes) { [stop] in stop.shouldStop || trouble.withLock { $0 != nil } }
        // Whoever practises looks at the steps and not at the last hundredth of a percent.
        if input.isPractice { solver.effort.coreSteps = 2000 }
        let solutions = await solver.solve(problems, warm: warm) { [progress] number, step in
            do { try await progress.report(number, step) } catch { keep(error) }
        } finish: { [progress] number, solution in
            do {
                try await progress.finish(number, solution)
                try await pause()
            } catch {
                keep(error)
            }
        }
        if let error = trouble.withLock({ $0 }) { throw error }
        let (cost, bound) = (
            solutions.reduce(0) { $0 + $1.ticks }, PoolPrice.floorTicks(solutions.reduce(0) { $0 + $1.exactBound })
        )
        await progress.change { run in
            run.costNow = Money(ticks: cost)
            run.bound = Money(ticks: bound)
        }
        return (queues, solutions)
    }

    /// How soon a wish to stop is heard while it rests; seconds.
    static let restStep = 5.0

    /// In steps, so that a wish to stop is heard. The first third of the groups comes at once.
    private func pause() async throws {
        guard rest > .zero, let done = await progress.run.queuesDone, let total = await progress.run.queuesTotal,
            done * 3 > total
        else { return }
        if (done - 1) * 3 <= total { try await progress.beginResting() }
        let end = clock.now.addingTimeInterval(rest / .seconds(1))
        while clock.now < end, !stop.shouldStop {
            guard (try? await clock.sleep(until: min(end, clock.now.addingTimeInterval(Self.restStep)))) != nil else { return }
        }
    }

    // MARK: Write

    private func write(
        _ id: Int, _ fleet: Fleet, _ parts: [(number: Int, part: Fleet.Part)], _ queues: [Int64], _ solutions: [GroupSolution]
    ) async throws {
        try await progress.begin(.write, total: Double(fleet.count))
        var plans = [UInt16](repeating: 0, count: fleet.count)
        var queueOf = [Int64](repeating: 0, count: fleet.groups.count)
        for (index, entry) in parts.enumerated() {
            queueOf[entry.number] = queues[index]
            let allowed = fleet.groups[entry.number].plans
            for (sim, plan) in zip(entry.part.members, solutions[index].assignment) {
                plans[Int(sim)] = UInt16(allowed[Int(plan)])
            }
        }
        let results = OptimizerResults(fleet: fleet, plans: plans, queues: queueOf)
        let assignment = try results.assignmentFile(input.output)
        let certificate = try input.prices.map { path in
            try results.certificateFile(path, zip(parts, solutions).map { ($0.number, $1.prices) })
        }
        let figures = zip(parts, solutions).flatMap { entry, solution in
            results.figures(group: entry.number, members: entry.part.members, prices: solution.prices)
        }
        try results.store(in: book, instance: id, figures: figures)
        try await progress.begin(.report, total: 1)
        // The files appear last: whoever sees the assignment finds everything else in the store.
        try certificate?.commit()
        try assignment.commit()
    }
}
