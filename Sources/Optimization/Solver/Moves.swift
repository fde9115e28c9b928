/// One SIM's way from its plan of the trial to another.
struct Move: Sendable {
    var slice: Int32
    var sim: Int32
    var from: UInt8
    var to: UInt8
    /// What the SIM itself costs more.
    var ticks: Int64
    /// What it takes out of its old pool, and puts into the new one.
    var fromWeight: Int64
    var toWeight: Int64
    /// How much dearer the new plan is at the pools' prices: the loss, unless a pool's rounding pays for it.
    var regret: Double
}

extension SIMSlice {
    /// The moves that lose least at the prices, `limit` of them for each pair of plans.
    /// - Parameter prices: Ticks for 1/1,000 MB, of each of the group's plans.
    func moves(slice: Int, prices: [Double], limit: Int) -> [Move] {
        let planCount = table.plans.count
        var worst = [Double](repeating: .infinity, count: planCount * planCount)
        var kept = [[Move]](repeating: [], count: planCount * planCount)
        var targets = table.pooled
        for sim in usage.indices {
            let from = Int(trial[sim])
            let (fromTicks, fromWeight) = figures(sim, from)
            let fromCost = Double(fromTicks) + prices[from] * Double(fromWeight)
            targets.removeLast(targets.count - table.pooled.count)
            if alonePlan[sim] != GroupProblem.noPlan { targets.append(Int(alonePlan[sim])) }
            for to in targets where to != from {
                let (ticks, weight) = figures(sim, to)
                let regret = Double(ticks) + prices[to] * Double(weight) - fromCost
                let pair = from * planCount + to
                guard regret < worst[pair] else { continue }
                kept[pair].append(
                    Move(
                        slice: Int32(slice), sim: Int32(sim), from: UInt8(from), to: UInt8(to), ticks: ticks - fromTicks,
                        fromWeight: fromWeight, toWeight: weight, regret: regret))
                if kept[pair].count >= 4 * limit { worst[pair] = Self.shorten(&kept[pair], to: limit) }
            }
        }
        for pair in kept.indices where kept[pair].count > limit { _ = Self.shorten(&kept[pair], to: limit) }
        return kept.flatMap(\.self)
    }

    private func figures(_ sim: Int, _ plan: Int) -> (ticks: Int64, weight: Int64) {
        let cell = Int(days[sim]) * table.plans.count + plan
        if table.plans[plan].isPooled {
            return (table.fixed[cell] + table.plans[plan].smsTicks * Int64(sms[sim]), usage[sim] - table.included[cell])
        }
        if plan == Int(alonePlan[sim]) { return (aloneTicks[sim], 0) }
        return (table.ticks(plan: plan, usage: usage[sim], days: Int(days[sim]), sms: Int64(sms[sim])), 0)
    }

    /// Keeps the least regrets; the order of equals is that of the SIMs, so that every run keeps the same.
    /// - Returns: The largest regret kept.
    private static func shorten(_ moves: inout [Move], to limit: Int) -> Double {
        moves.sort { ($0.regret, $0.sim) < ($1.regret, $1.sim) }
        moves.removeLast(moves.count - limit)
        return moves.last?.regret ?? .infinity
    }
}
