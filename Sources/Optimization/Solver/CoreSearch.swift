/// Finds the best assignment of a small group for certain, or the best within a number of steps: depth first over the SIMs, plans in the
/// order of their regret. A branch ends when its regrets, and what its pools must at least waste, use up the gap.
struct CoreSearch {
    struct Option {
        var plan: UInt8
        var ticks: Int64
        var weight: Int64
        var regret: Double
    }

    let plans: [RatePlan]
    let prices: [Double]
    /// Least regret first, of each SIM.
    let options: [[Option]]
    /// Whether a SIM is like the one before it: its plan is then not before that one's, so that no two branches are the same.
    let isTwin: [Bool]
    /// What the SIMs from here on can take from and give to each pool: `[sim * plans.count + plan]`.
    let least: [Int64]
    let most: [Int64]

    private let bound: Double
    private var stepsLeft: Int
    private var pools: [Int64]
    private var ownTicks: Int64 = 0
    private var path: [Int]
    private(set) var bestTicks: Int64
    private(set) var best: [UInt8]?

    /// - Parameter bestTicks: Only what costs less is of interest.
    init(plans: [RatePlan], prices: [Double], options: [[Option]], isTwin: [Bool], bestTicks: Int64, steps: Int) {
        self.plans = plans
        self.prices = prices
        self.options = options
        self.isTwin = isTwin
        self.bestTicks = bestTicks
        stepsLeft = steps
        pools = [Int64](repeating: 0, count: plans.count)
        path = [Int](repeating: 0, count: options.count)
        var least = [Int64](repeating: 0, count: (options.count + 1) * plans.count)
        var most = least
        var bound = 0.0
        for sim in options.indices.reversed() {
            for plan in plans.indices {
                least[sim * plans.count + plan] = least[(sim + 1) * plans.count + plan]
                most[sim * plans.count + plan] = most[(sim + 1) * plans.count + plan]
            }
            for option in options[sim] {
                least[sim * plans.count + Int(option.plan)] += min(0, option.weight)
                most[sim * plans.count + Int(option.plan)] += max(0, option.weight)
            }
            if let first = options[sim].first { bound += Double(first.ticks) + prices[Int(first.plan)] * Double(first.weight) }
        }
        self.least = least
        self.most = most
        self.bound = bound
    }

    /// - Returns: Whether every branch was followed or cut, so that the best is proven.
    mutating func run() -> Bool {
        descend(0, regret: 0)
        return stepsLeft > 0
    }

    private mutating func descend(_ sim: Int, regret: Double) {
        guard stepsLeft > 0 else { return }
        stepsLeft -= 1
        guard sim < options.count else { return judge() }
        for choice in (isTwin[sim] ? path[sim - 1] : 0)..<options[sim].count {
            let option = options[sim][choice]
            // Half a tick less than a whole one: bills are whole ticks, the bound is not exact.
            guard bound + regret + option.regret < Double(bestTicks) - 0.5 else { return }
            path[sim] = choice
            pools[Int(option.plan)] += option.weight
            ownTicks += option.ticks
            if bound + regret + option.regret + waste(after: sim + 1) < Double(bestTicks) - 0.5 {
                descend(sim + 1, regret: regret + option.regret)
            }
            pools[Int(option.plan)] -= option.weight
            ownTicks -= option.ticks
        }
    }

    /// What the pools will at least charge beyond their prices, whatever the SIMs from `sim` on do.
    private func waste(after sim: Int) -> Double {
        var total = 0.0
        for plan in plans.indices where plans[plan].isPooled {
            let low = pools[plan] + least[sim * plans.count + plan]
            let high = pools[plan] + most[sim * plans.count + plan]
            if high <= 0 {
                total -= prices[plan] * Double(high)
            } else if low > 0 {
                let unit = plans[plan]
                let whole = Double(unit.overageTicks(of: low)) - prices[plan] * Double(high)
                let fraction = (Double(unit.overageTicks) / Double(unit.overageUnit) - prices[plan]) * Double(low)
                total += max(0, whole, fraction)
            }
        }
        return total
    }

    private mutating func judge() {
        let ticks = plans.indices.reduce(ownTicks) { sum, plan in
            plans[plan].isPooled ? sum + plans[plan].overageTicks(of: pools[plan]) : sum
        }
        guard ticks < bestTicks else { return }
        bestTicks = ticks
        best = zip(options, path).map { options, choice in options[choice].plan }
    }
}
