extension GroupSearch {
    /// Moves kept for each pair of plans: many in a small group, where one SIM weighs much.
    private var movesPerPair: Int { solver.problem.count > 20_000 ? 24 : 48 }

    /// Prices of the group's plans instead of the rows.
    var planPrices: [Double] {
        var all = [Double](repeating: 0, count: plans.count)
        for (row, plan) in table.pooled.enumerated() { all[plan] = prices[row] }
        return all
    }

    /// Repairs the best so far and, where a group is small, what the prices alone say; then searches small groups wholly.
    mutating func repairAll() async {
        _ = await lanes.each(slices) { slice, _ in await slice.recallBest() }
        await repairTrial()
        guard solver.problem.count <= solver.effort.singles, slices.count == 1, !solver.shouldStop() else { return }
        await searchCore()
    }

    /// Gathers the moves that lose least, makes those that pay, and gathers anew until none does.
    private mutating func repairTrial() async {
        for _ in 0..<8 {
            let bill = await lanes.bill(slices, planCount: plans.count) { slice in await slice.trialBill() }
            var repair = Repair(plans: plans, bill: bill, bound: bound)
            guard Double(repair.ticks) - bound > 1, !solver.shouldStop() else { break }
            let moves = await lanes.each(slices) { [planPrices, movesPerPair] slice, index in
                await slice.moves(slice: index, prices: planPrices, limit: movesPerPair)
            }
            repair.improve(moves.flatMap(\.self), pairLimit: solver.problem.count > 20_000 ? 500_000 : 2_000_000)
            guard !repair.made.isEmpty else { break }
            for move in repair.made { await slices[Int(move.slice)].setTrial(Int(move.sim), to: Int(move.to)) }
            await keepIfBetter(repair.ticks)
        }
    }

    private mutating func searchCore() async {
        let (order, options, isTwin) = await slices[0].core(prices: planPrices)
        var search = CoreSearch(
            plans: plans, prices: planPrices, options: options, isTwin: isTwin, bestTicks: bestTicks,
            steps: solver.effort.coreSteps)
        _ = search.run()
        guard let best = search.best else { return }
        await slices[0].take(best, order: order)
        await keepIfBetter(search.bestTicks)
    }
}
