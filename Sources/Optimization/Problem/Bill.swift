/// What an assignment costs, to the tick, and its pools.
package struct Bill: Sendable, Equatable {
    /// Without the overage of pools.
    package var ownTicks: Int64 = 0
    /// Usage minus allowances of each plan's pool in 1/1,000 MB; 0 for plans without one.
    package var pools: [Int64]
    /// SIMs on each plan.
    package var counts: [Int]

    init(planCount: Int) {
        pools = [Int64](repeating: 0, count: planCount)
        counts = [Int](repeating: 0, count: planCount)
    }

    mutating func add(_ other: Bill) {
        ownTicks += other.ownTicks
        for plan in pools.indices {
            pools[plan] += other.pools[plan]
            counts[plan] += other.counts[plan]
        }
    }

    func ticks(_ plans: [RatePlan]) -> Int64 {
        plans.indices.reduce(ownTicks) { sum, plan in
            plans[plan].isPooled ? sum + plans[plan].overageTicks(of: pools[plan]) : sum
        }
    }
}

extension GroupProblem {
    /// The bill of any assignment of this group's plans.
    /// - Parameter assignment: An index of `plans` for each SIM.
    package func bill(of assignment: [UInt8]) -> Bill {
        let table = PlanTable(plans: plans, cycleDays: cycleDays)
        var bill = Bill(planCount: plans.count)
        for sim in usage.indices {
            let plan = Int(assignment[sim])
            bill.ownTicks += table.ticks(plan: plan, usage: usage[sim], days: Int(days[sim]), sms: Int64(sms[sim]))
            bill.pools[plan] += table.weight(plan: plan, usage: usage[sim], days: Int(days[sim]))
            bill.counts[plan] += 1
        }
        return bill
    }

    package func ticks(of assignment: [UInt8]) -> Int64 { bill(of: assignment).ticks(plans) }
}
