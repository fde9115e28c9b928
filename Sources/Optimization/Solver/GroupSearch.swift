/// One group's search while it runs.
struct GroupSearch {
    let solver: GroupSolver
    let table: PlanTable
    let slices: [SIMSlice]
    let report: @Sendable (GroupProgress) async -> Void

    var chunks: ChunkSums
    /// Where each chunk was at the end of the last round.
    var keys: [UInt8] = []
    var bestTicks = Int64.max
    /// The highest bound so far and its prices, of the rows, in ticks for 1/1,000 MB.
    var bound = -Double.infinity
    var prices: [Double]
    var rounds = 0
    var isFinished = false

    var plans: [RatePlan] { solver.problem.plans }
    var rows: Int { table.pooled.count }
    var lanes: Lanes { solver.lanes }
    var ceilings: [Double] { table.pooled.map { Double(plans[$0].overageTicks) / Double(plans[$0].overageUnit) } }

    init(_ solver: GroupSolver, report: @escaping @Sendable (GroupProgress) async -> Void) async {
        self.solver = solver
        self.report = report
        let problem = solver.problem
        let table = PlanTable(plans: problem.plans, cycleDays: problem.cycleDays)
        self.table = table
        slices = stride(from: 0, to: max(problem.count, 1), by: solver.effort.sliceLength).map { start in
            SIMSlice(problem, table: table, range: start..<min(start + solver.effort.sliceLength, problem.count))
        }
        prices = [Double](repeating: 0, count: table.pooled.count)
        chunks = ChunkSums(rows: table.pooled.count, chunks: 0)
        _ = await lanes.each(slices) { slice, _ in await slice.prepare() }
    }

    mutating func run(warm: [Int64]?) async {
        await tryStart()
        let first = warm.map { warm in table.pooled.map { PoolPrice.ticksPerThousandth(warm[$0]) } } ?? ceilings
        await makeChunks()
        let pass = await choose(zip(first, ceilings).map(min))
        await tryChoices()
        await reportRound()
        guard rows > 0, !plans.isEmpty else { return isFinished = true }
        keys = await keysAfterSplit(pass)
        // One round at least: without its prices neither cost nor bound is worth much, and it takes milliseconds.
        repeat {
            rounds += 1
            if await round() { break }
        } while !solver.shouldStop() && rounds < solver.effort.rounds
        guard !solver.shouldStop() else { return }
        await repairAll()
        isFinished = !solver.shouldStop()
        await reportRound(isRepaired: true)
    }

    // MARK: Rounds

    /// Solves the program over chunks, takes its prices, and lets chunks part whose SIMs disagree.
    /// - Returns: Whether nothing is left to win but rounding.
    private mutating func round() async -> Bool {
        var program = makeProgram()
        program.program.solve(pivotLimit: 40 * (chunks.chunkCount + rows) + 1000)
        let least = program.program.objective * program.costScale
        keys = program.program.keys
        await tryColumns(program.program)
        let wanted = zip(program.program.prices, ceilings).map { price, ceiling in
            min(max(0, price * program.costScale / program.weightScale), ceiling)
        }
        let pass = await choose(wanted)
        await reportRound()
        if least - bound <= solver.effort.precision * max(abs(least), 1) { return true }
        let before = chunks.chunkCount
        keys = await keysAfterSplit(pass)
        return chunks.chunkCount == before
    }

    private func makeProgram() -> (program: ChunkProgram, costScale: Double, weightScale: Double) {
        let count = chunks.chunkCount
        var cost = [Double](repeating: .infinity, count: count * (rows + 1))
        var costScale = 0.0
        var weightScale = 0.0
        for chunk in 0..<count {
            for row in 0..<rows {
                cost[chunk * (rows + 1) + row] = Double(chunks.ticks[chunk * rows + row])
                costScale = max(costScale, Double(chunks.ticks[chunk * rows + row]))
                weightScale = max(weightScale, Double(chunks.weights[chunk * rows + row].magnitude))
            }
            if !table.alone.isEmpty { cost[chunk * (rows + 1) + rows] = Double(chunks.aloneTicks[chunk]) }
        }
        costScale = max(costScale, 1)
        weightScale = max(weightScale, 1)
        let program = ChunkProgram(
            rows: rows, cost: cost.map { $0 / costScale }, weight: chunks.weights.map { Double($0) / weightScale },
            ceilings: ceilings.map { $0 * weightScale / costScale }, keys: keys)
        return (program, costScale, weightScale)
    }

    /// A pass at prices; its value is a bound.
    private mutating func choose(_ wanted: [Double]) async -> PricedPass {
        let priced = PricedTable(table, prices: wanted)
        let count = chunks.chunkCount
        var total = PricedPass(counts: [Int32](repeating: 0, count: count * (rows + 1)))
        for pass in await lanes.each(slices, { slice, _ in await slice.choose(priced, chunkCount: count) }) {
            total.value += pass.value
            for cell in total.counts.indices { total.counts[cell] += pass.counts[cell] }
        }
        if total.value > bound { (bound, prices) = (total.value, wanted) }
        return total
    }

    // MARK: Chunks

    private mutating func makeChunks() async {
        let count = solver.problem.count
        var limits: [Int64] = []
        if count > solver.effort.singles || slices.count > 1 {
            let step = max(1, count / 40_000)
            let sample = await lanes.each(slices) { slice, _ in await slice.usageSample(step: step) }.flatMap(\.self).sorted()
            for quantile in 1..<solver.effort.quantiles {
                let limit = sample[quantile * (sample.count - 1) / solver.effort.quantiles]
                if limits.last != limit { limits.append(limit) }
            }
            _ = await lanes.each(slices) { [limits] slice, _ in await slice.makeChunks(limits: limits) }
        } else {
            await slices[0].makeSingles()
        }
        let chunkCount = count > solver.effort.singles || slices.count > 1 ? limits.count + 1 : count
        chunks = ChunkSums(rows: rows, chunks: chunkCount)
        for sums in await lanes.each(slices, { slice, _ in await slice.sums(chunkCount: chunkCount) }) { chunks.add(sums) }
    }

    /// Splits every chunk whose members chose differently in a pass: the largest part keeps the number.
    /// - Returns: The key of each chunk: what its members chose.
    private mutating func keysAfterSplit(_ pass: PricedPass) async -> [UInt8] {
        let width = rows + 1
        let first = chunks.chunkCount
        var targets = [Int32](repeating: 0, count: first * width)
        var keys = [UInt8](repeating: 0, count: first)
        var parents: [Int] = []
        for chunk in 0..<first {
            var largest = 0
            for column in 1..<width where pass.counts[chunk * width + column] > pass.counts[chunk * width + largest] {
                largest = column
            }
            keys[chunk] = UInt8(largest)
            for column in 0..<width {
                targets[chunk * width + column] = Int32(chunk)
                guard column != largest, pass.counts[chunk * width + column] > 0 else { continue }
                targets[chunk * width + column] = Int32(first + parents.count)
                keys.append(UInt8(column))
                parents.append(chunk)
            }
        }
        guard !parents.isEmpty else { return keys }
        var children = ChunkSums(rows: rows, chunks: parents.count)
        let count = parents.count
        let sums = await lanes.each(slices) { [targets] slice, _ in await slice.split(targets, first: first, count: count) }
        for part in sums { children.add(part) }
        chunks.split(off: children, parents: parents)
        return keys
    }
}
