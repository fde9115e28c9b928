/// A part of a group's SIMs and all that is worked out about them, in flat arrays. Nobody else touches them, so that slices run on
/// every core; their number depends on the group alone, never on the machine.
actor SIMSlice {
    let table: PlanTable
    let usage: [Int64]
    let days: [UInt16]
    let sms: [Int32]
    /// The cheapest plan without a pool for each SIM, and what it costs; `Int64.max` where the group has none.
    var alonePlan: [UInt8]
    var aloneTicks: [Int64]
    /// The chunk that each SIM moves with.
    var chunk: [Int32]
    /// The best column at the last prices: a row of the program, or `table.pooled.count` for the plan without a pool.
    var choice: [UInt8]
    /// The assignment that is being tried, as indices of the group's plans.
    var trial: [UInt8]
    var best: [UInt8]

    init(_ problem: GroupProblem, table: PlanTable, range: Range<Int>) {
        self.table = table
        usage = Array(problem.usage[range])
        days = Array(problem.days[range])
        sms = Array(problem.sms[range])
        best = Array(problem.start[range])
        trial = [UInt8](repeating: 0, count: range.count)
        choice = [UInt8](repeating: 0, count: range.count)
        chunk = [Int32](repeating: 0, count: range.count)
        alonePlan = [UInt8](repeating: GroupProblem.noPlan, count: range.count)
        aloneTicks = [Int64](repeating: .max, count: range.count)
    }

    /// Finds the cheapest plan without a pool for each SIM; prices of pools do not change it.
    func prepare() {
        for sim in usage.indices {
            for plan in table.alone {
                let ticks = table.ticks(plan: plan, usage: usage[sim], days: Int(days[sim]), sms: Int64(sms[sim]))
                if ticks < aloneTicks[sim] {
                    aloneTicks[sim] = ticks
                    alonePlan[sim] = UInt8(plan)
                }
            }
        }
    }

    /// Every `step`-th usage, for the quantiles of the group.
    func usageSample(step: Int) -> [Int64] { stride(from: 0, to: usage.count, by: step).map { usage[$0] } }

    /// Makes chunks of usage quantiles.
    /// - Parameter limits: Ascending; a SIM's chunk is the number of limits below its usage.
    func makeChunks(limits: [Int64]) {
        for sim in usage.indices {
            var low = 0
            var high = limits.count
            while low < high {
                let middle = (low + high) / 2
                if limits[middle] < usage[sim] { low = middle + 1 } else { high = middle }
            }
            chunk[sim] = Int32(low)
        }
    }

    /// Every SIM is a chunk of its own.
    func makeSingles() {
        for sim in usage.indices { chunk[sim] = Int32(sim) }
    }

    func keepTrial() { best = trial }

    func recallBest() { trial = best }

    func bestBill() -> Bill {
        trial = best
        return trialBill()
    }

    func setTrial(_ sim: Int, to plan: Int) { trial[sim] = UInt8(plan) }
}
