extension GroupSearch {
    /// The present plans, where all of them are allowed: the result is then never dearer than doing nothing.
    mutating func tryStart() async {
        var total = Bill(planCount: plans.count)
        for bill in await lanes.each(slices, { slice, _ in await slice.tryStart() }) {
            guard let bill else { return }
            total.add(bill)
        }
        await keepIfBetter(total.ticks(plans))
    }

    mutating func tryChoices() async {
        let bill = await lanes.bill(slices, planCount: plans.count) { slice in await slice.tryChoices() }
        await keepIfBetter(bill.ticks(plans))
    }

    /// What the program over chunks divides, rounded to whole SIMs.
    mutating func tryColumns(_ program: ChunkProgram) async {
        let bill = await lanes.bill(slices, planCount: plans.count) { [keys = program.keys, mixed = program.mixed] slice in
            await slice.tryColumns(keys, mixed: mixed)
        }
        await keepIfBetter(bill.ticks(plans))
    }

    mutating func keepIfBetter(_ ticks: Int64) async {
        guard ticks < bestTicks else { return }
        bestTicks = ticks
        _ = await lanes.each(slices) { slice, _ in await slice.keepTrial() }
    }

    func reportRound(isRepaired: Bool = false) async {
        await report(
            GroupProgress(ticks: bestTicks, boundTicks: safeBound, round: rounds, isRepaired: isRepaired, prices: exactPrices))
    }

    /// The bound without what rounding of a long sum may have added to it.
    private var safeBound: Int64 {
        guard bound.isFinite else { return 0 }
        return Int64((bound - abs(bound) * 1e-12 - 1).rounded(.down))
    }

    var exactPrices: [Int64] {
        var exact = [Int64](repeating: 0, count: plans.count)
        for (row, plan) in table.pooled.enumerated() { exact[plan] = PoolPrice.nearest(prices[row], for: plans[plan]) }
        return exact
    }

    func solution() async -> GroupSolution {
        let exact = exactPrices
        let bounds = await lanes.each(slices) { slice, _ in await slice.exactBound(prices: exact) }
        let parts = await lanes.each(slices) { slice, _ in await slice.best }
        let assignment = parts.count == 1 ? parts[0] : parts.flatMap(\.self)
        let bill = await lanes.bill(slices, planCount: plans.count) { slice in await slice.bestBill() }
        return GroupSolution(
            assignment: assignment, bill: bill, ticks: bill.ticks(plans), prices: exact, exactBound: bounds.reduce(0, +),
            rounds: rounds, isFinished: isFinished)
    }
}
